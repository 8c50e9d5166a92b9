import type { OutgoingHttpHeaders, ServerResponse } from "node:http";

/** A refusal with its status and JSON body. */
export class ApiError extends Error {
  readonly status: number;
  readonly body: unknown;
  readonly headers: OutgoingHttpHeaders;

  constructor(status: number, body: { message: string } | object, headers: OutgoingHttpHeaders = {}) {
    super("message" in body && typeof body.message === "string" ? body.message : `HTTP ${status}`);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** The usual refusal: one message. */
export function refuse(status: number, message: string, headers?: OutgoingHttpHeaders): ApiError {
  return new ApiError(status, { message }, headers);
}

/** Answers with JSON. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: OutgoingHttpHeaders = {},
): void {
  send(response, status, Buffer.from(JSON.stringify(body)), {
    "content-type": "application/json",
    ...headers,
  });
}

/** Answers with a page, as a gateway in front of the service would. */
export function sendHtml(response: ServerResponse, status: number, title: string): void {
  const page = `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`;
  send(response, status, Buffer.from(page), { "content-type": "text/html; charset=utf-8" });
}

/** Answers with bytes of a known length. */
export function send(
  response: ServerResponse,
  status: number,
  body: Buffer,
  headers: OutgoingHttpHeaders = {},
): void {
  response.writeHead(status, { ...headers, "content-length": body.length });
  response.end(body);
}
