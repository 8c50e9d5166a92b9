import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Pool } from "pg";
import type { Logger } from "pino";
import { sendContent, wholeFile } from "./files/download.ts";
import { drawExplanation } from "./files/explanation.ts";
import { HttpError, loadStatuses, type StatusByCode, toHttpError } from "./files/http-error.ts";
import { parseRendition, Renditions } from "./files/rendition.ts";
import { openSignedFile, parseSignedUrl, type SignedUrl } from "./files/signed-file.ts";
import type { FileStore } from "./files/store.ts";
import { UploadReceiver } from "./files/upload.ts";

export interface HttpOptions {
  readonly db: Pool;
  readonly files: FileStore;
  readonly log: Logger;
  /** 0: a free one. */
  readonly port: number;
  /** Address to listen on. */
  readonly host: string;
  /** Whether the queue is being worked on. */
  readonly queueReady: () => boolean;
}

/** The worker's HTTP server, listening. */
export interface HttpServer {
  readonly port: number;
  /** Takes no new request, and resolves when the last one is answered. */
  close(): Promise<void>;
}

/** Starts the server of signed URLs of files (`/files/…`) and of drawn explanations (`/explanations/…`), and of `/health`. */
export async function startHttp(options: HttpOptions): Promise<HttpServer> {
  const handler = new Handler(options, await loadStatuses(options.db));
  const server = createServer((request, response) => void handler.handle(request, response));
  await listen(server, options.port, options.host);
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeIdleConnections();
      }),
  };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

const methods = "GET, HEAD, PUT, OPTIONS";

class Handler {
  readonly #options: HttpOptions;
  readonly #statuses: StatusByCode;
  readonly #uploads: UploadReceiver;
  readonly #renditions: Renditions;

  constructor(options: HttpOptions, statuses: StatusByCode) {
    this.#options = options;
    this.#statuses = statuses;
    this.#uploads = new UploadReceiver(options.db, options.files);
    this.#renditions = new Renditions(options.files);
  }

  /** Answers a request, whatever happens. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await this.#route(request, response);
    } catch (error) {
      this.#answerError(error, request, response);
    }
  }

  async #route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = URL.parse(request.url ?? "/", "http://worker");
    if (url?.pathname === "/health" && (request.method === "GET" || request.method === "HEAD")) {
      return this.#answerHealth(response);
    }
    const explained = url === null ? undefined : parseSignedUrl(url, "explanations");
    if (explained !== undefined && request.method === "GET") return this.#explain(explained, response);
    const signed = url === null ? undefined : parseSignedUrl(url, "files");
    if (signed === undefined) throw new HttpError("VP200", "There is nothing at this address.");

    response.setHeader("Access-Control-Allow-Origin", "*");
    response.setHeader("Access-Control-Expose-Headers", "ETag");
    response.setHeader("Cross-Origin-Resource-Policy", "cross-origin");
    response.setHeader("X-Content-Type-Options", "nosniff");
    const { db, files } = this.#options;
    switch (request.method) {
      case "OPTIONS":
        response.writeHead(204, {
          "Access-Control-Allow-Methods": methods,
          "Access-Control-Allow-Headers": "Content-Type, If-None-Match",
          "Access-Control-Max-Age": "86400",
        });
        response.end();
        return;
      case "GET":
      case "HEAD": {
        const wish = parseRendition(url as URL);
        const file = await openSignedFile(db, "GET", signed);
        const content =
          wish === undefined
            ? wholeFile(files, file)
            : this.#renditions.of(file, wish, request.headers.accept);
        return sendContent(content, signed.expires, request, response);
      }
      case "PUT": {
        const file = await openSignedFile(db, "PUT", signed);
        const received = await this.#uploads.receive(file, request);
        this.#options.log.info(
          { organization_id: file.organization_id, file_id: file.id },
          "upload received",
        );
        response.setHeader("ETag", `"${file.sha256}"`);
        return answerJson(response, 200, received);
      }
      default:
        response.setHeader("Allow", methods);
        throw new HttpError("VP200", `${request.method} does nothing here.`, `Use ${methods}.`);
    }
  }

  async #explain(url: SignedUrl, response: ServerResponse): Promise<void> {
    const png = await drawExplanation(this.#options.db, this.#options.files, url);
    // A new score is explained anew, under the same URL.
    response.writeHead(200, {
      "Access-Control-Allow-Origin": "*",
      "Content-Type": "image/png",
      "Content-Length": png.length,
      "Cache-Control": "private, no-cache",
      "X-Content-Type-Options": "nosniff",
    });
    response.end(png);
  }

  async #answerHealth(response: ServerResponse): Promise<void> {
    const database = await this.#options.db.query("select 1").then(
      () => true,
      (error: unknown) => {
        this.#options.log.error({ err: error }, "the database cannot be reached");
        return false;
      },
    );
    const queue = this.#options.queueReady();
    const healthy = database && queue;
    answerJson(response, healthy ? 200 : 503, { status: healthy ? "ok" : "unavailable", database, queue });
  }

  #answerError(thrown: unknown, request: IncomingMessage, response: ServerResponse): void {
    const error = toHttpError(thrown);
    const status = this.#statuses.get(error.code) ?? 500;
    const { log } = this.#options;
    if (status >= 500) log.error({ err: error.cause ?? error, code: error.code }, "request failed");
    else log.info({ code: error.code, reason: error.message, method: request.method }, "request refused");
    // A head that is out, or a client that is gone, can be told nothing more.
    if (response.headersSent || response.destroyed) {
      response.destroy();
      return;
    }
    if (status === 503) response.setHeader("Retry-After", "5");
    for (const name of ["ETag", "Cache-Control", "Vary"]) response.removeHeader(name);
    answerJson(response, status, {
      code: error.code,
      message: error.message,
      hint: error.hint,
      details: null,
    });
  }
}

function answerJson(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    "Content-Type": "application/json; charset=utf-8",
    "Content-Length": Buffer.byteLength(text),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
  });
  response.end(text);
}
