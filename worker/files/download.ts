import { type FileHandle, open } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import type { FileRow } from "./signed-file.ts";
import type { FileStore } from "./store.ts";

/** What GET and HEAD of a file URL answer. */
export interface Content {
  /** Names the content for good, without quotes. */
  readonly etag: string;
  readonly mime_type: string;
  readonly filename: string;
  /** The request header that it was chosen by. */
  readonly vary?: string;
  open(): Promise<FileHandle>;
}

/** A stored file as it is. */
export function wholeFile(store: FileStore, file: FileRow): Content {
  const { sha256, mime_type, filename, storage_key } = file;
  return { etag: sha256, mime_type, filename, open: () => open(store.path(storage_key)) };
}

/** Answers GET and HEAD. Content never changes, so a browser may keep it as long as the URL is good. */
export async function sendContent(
  content: Content,
  expires: number,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const etag = `"${content.etag}"`;
  const secondsLeft = Math.max(0, expires - Math.floor(Date.now() / 1000));
  response.setHeader("ETag", etag);
  response.setHeader("Cache-Control", `private, max-age=${secondsLeft}, immutable`);
  if (content.vary !== undefined) response.setHeader("Vary", content.vary);
  if (names(request.headers["if-none-match"], etag)) {
    response.writeHead(304).end();
    return;
  }
  // Opened before the head is sent, so that a file that is missing is still an error.
  const handle = await content.open();
  try {
    response.writeHead(200, {
      "Content-Type": content.mime_type,
      "Content-Length": (await handle.stat()).size,
      "Content-Disposition": `inline; filename*=UTF-8''${encodeURIComponent(content.filename)}`,
    });
    if (request.method === "HEAD") response.end();
    else await pipeline(handle.createReadStream({ autoClose: false }), response);
  } finally {
    await handle.close();
  }
}

function names(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.split(",").some((tag) => tag.trim() === "*" || tag.trim().replace(/^W\//, "") === etag);
}
