import type { IncomingMessage } from "node:http";
import { refuse } from "../http.ts";
import { type Body, isObject } from "./fields.ts";

const highestBytes = 64 * 1024 * 1024;

/** Reads the body of a POST: a JSON object or form fields. */
export async function readBody(request: IncomingMessage, json: boolean): Promise<Body> {
  const wanted = json ? "application/json" : "application/x-www-form-urlencoded";
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= highestBytes) chunks.push(chunk);
  }
  if (bytes > highestBytes) throw refuse(413, "The body is too large");
  const type = request.headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
  if (type !== wanted) throw refuse(400, `Content-Type must be ${wanted}`);
  const text = Buffer.concat(chunks).toString("utf8");
  return json ? parsed(text) : formFields(text);
}

function parsed(text: string): Body {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw refuse(400, "The body is not valid JSON");
  }
  if (!isObject(body)) throw refuse(400, "The body must be a JSON object");
  return body;
}

function formFields(text: string): Body {
  const body: Body = {};
  for (const [name, value] of new URLSearchParams(text)) {
    if (Object.hasOwn(body, name)) throw refuse(400, `Parameter '${name}' must be given once`);
    body[name] = value;
  }
  return body;
}
