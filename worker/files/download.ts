import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import type { FileRow } from "./signed-file.ts";
import type { FileStore } from "./store.ts";

/** Answers GET and HEAD of a stored file. Its content never changes, so a browser may keep it as long as the URL is good. */
export async function sendFile(
  store: FileStore,
  file: FileRow,
  expires: number,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const etag = `"${file.sha256}"`;
  const secondsLeft = Math.max(0, expires - Math.floor(Date.now() / 1000));
  response.setHeader("ETag", etag);
  response.setHeader("Cache-Control", `private, max-age=${secondsLeft}, immutable`);
  if (names(request.headers["if-none-match"], etag)) {
    response.writeHead(304).end();
    return;
  }
  // Opened before the head is sent, so that a file that is missing is still an error.
  const handle = await open(store.path(file.storage_key));
  try {
    response.writeHead(200, {
      "Content-Type": file.mime_type,
      "Content-Length": file.bytes,
      "Content-Disposition": `inline; filename*=UTF-8''${encodeURIComponent(file.filename)}`,
    });
    if (request.method === "HEAD") response.end();
    else await pipeline(createReadStream(file.storage_key, { fd: handle, autoClose: false }), response);
  } finally {
    await handle.close();
  }
}

function names(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.split(",").some((tag) => tag.trim() === "*" || tag.trim().replace(/^W\//, "") === etag);
}
