import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import type { Pool } from "pg";
import { inTransaction } from "../db.ts";
import { FontError, ImageError } from "../render/errors.ts";
import { inspectFont, inspectImage } from "../render/inspect.ts";
import { HttpError } from "./http-error.ts";
import type { FileRow } from "./signed-file.ts";
import type { FileStore, TemporaryFile } from "./store.ts";

/** What an upload is answered with. */
export interface ReceivedFile {
  readonly id: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly mime_type: string;
  readonly width: number | null;
  readonly height: number | null;
}

const uploadAgain = "Call create_upload with the facts of the file that you send.";

/** Receives announced files. */
export class UploadReceiver {
  readonly #db: Pool;
  readonly #store: FileStore;
  /** Files are looked into one at a time: a decoded picture takes much memory. */
  #inspecting: Promise<unknown> = Promise.resolve();

  constructor(db: Pool, store: FileStore) {
    this.#db = db;
    this.#store = store;
  }

  /**
   * Streams the body aside while hashing it, checks that it is what was announced, and stores it.
   * Whatever goes wrong leaves nothing behind. Sending the same file again is no error.
   */
  async receive(file: FileRow, request: IncomingMessage): Promise<ReceivedFile> {
    checkHeaders(file, request);
    const temporary = await this.#store.openTemporary();
    try {
      await writeBody(file, request, temporary);
      const size = await this.#inspect(file, temporary.path);
      await inTransaction(this.#db, async (client) => {
        // First, so that an upload that has expired meanwhile leaves no bytes.
        await client.query("select system.receive_upload($1, $2, $3, $4)", [
          file.organization_id,
          file.id,
          size.width,
          size.height,
        ]);
        await temporary.keep(file.storage_key);
      });
      const { id, bytes, sha256, mime_type } = file;
      return { id, bytes, sha256, mime_type, ...size };
    } finally {
      await temporary.discard();
    }
  }

  #inspect(file: FileRow, path: string): Promise<{ width: number | null; height: number | null }> {
    const inspected = this.#inspecting.then(async () => inspect(file, await readFile(path)));
    this.#inspecting = inspected.catch(() => undefined); // the next one does not care how this one ended
    return inspected;
  }
}

function checkHeaders(file: FileRow, request: IncomingMessage): void {
  const length = request.headers["content-length"];
  if (length !== undefined && Number(length) !== file.bytes) throw wrongSize(file, `${length} bytes`);
  const type = request.headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
  if (type !== undefined && type !== file.mime_type) {
    throw new HttpError(
      "VP301",
      `The file was announced as ${file.mime_type}, but is sent as ${type}.`,
      `Send the headers of create_upload: Content-Type: ${file.mime_type}.`,
    );
  }
}

async function writeBody(file: FileRow, request: IncomingMessage, temporary: TemporaryFile): Promise<void> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > file.bytes) throw wrongSize(file, "more");
    hash.update(chunk);
    await temporary.write(chunk);
  }
  if (bytes !== file.bytes) throw wrongSize(file, `${bytes} bytes`);
  const sha256 = hash.digest("hex");
  if (sha256 !== file.sha256) {
    throw new HttpError(
      "VP300",
      `The file was announced with the SHA-256 ${file.sha256}, but has ${sha256}.`,
      uploadAgain,
    );
  }
}

function wrongSize(file: FileRow, sent: string): HttpError {
  return new HttpError(
    "VP302",
    `The file was announced with ${file.bytes} bytes, but ${sent} are sent.`,
    uploadAgain,
  );
}

async function inspect(
  file: FileRow,
  data: Buffer,
): Promise<{ width: number | null; height: number | null }> {
  try {
    if (file.kind === "font") {
      const { mime_type } = await inspectFont(data);
      if (mime_type !== file.mime_type) {
        throw new HttpError(
          "VP301",
          `The file is said to be ${file.mime_type}, but is ${mime_type}.`,
          uploadAgain,
        );
      }
      return { width: null, height: null };
    }
    const { width, height } = await inspectImage(data, {
      mime_type: file.mime_type,
      limits: { max_bytes: file.bytes },
    });
    return { width, height };
  } catch (error) {
    if (error instanceof ImageError)
      throw new HttpError(imageCodes[error.code], error.message, uploadAgain, { cause: error });
    if (error instanceof FontError)
      throw new HttpError("VP303", error.message, uploadAgain, { cause: error });
    throw error;
  }
}

const imageCodes: Record<ImageError["code"], string> = {
  not_an_image: "VP303",
  truncated: "VP303",
  unsupported_format: "VP301",
  type_mismatch: "VP301",
  too_large: "VP307",
  too_small: "VP303",
  transparent: "VP303",
};
