import { createHash } from "node:crypto";
import { type Api, need } from "./client.ts";
import { waitFor } from "./wait.ts";

/** A file that is brought in through a signed upload. */
export interface Upload {
  readonly kind: "logo" | "font" | "image";
  readonly filename: string;
  readonly mime_type: string;
  readonly data: Buffer;
}

const sha256 = (data: Buffer) => createHash("sha256").update(data).digest("hex");

/** Announces a file, PUTs its bytes to the signed URL and completes it. Returns the file's id. */
export async function upload(api: Api, { kind, filename, mime_type, data }: Upload): Promise<string> {
  const announced = await need(
    `Announcing ${filename}`,
    api.rpc("create_upload", { kind, filename, mime_type, bytes: data.length, sha256: sha256(data) }),
  );
  const { id, upload_url, headers } = announced;
  if (id === null || upload_url === null) throw new Error(`The API gave no address to send ${filename} to.`);
  await transfer(`Sending ${filename}`, upload_url, {
    method: "PUT",
    headers: headers as Record<string, string>,
    body: new Uint8Array(data),
  });
  await need(`Completing ${filename}`, api.rpc("complete_upload", { id }));
  return id;
}

/** Reads a file from its signed URL and makes sure that it is the one the API says. */
export async function download(file: {
  filename: string;
  url: string | null;
  sha256: string;
}): Promise<Buffer> {
  if (file.url === null) throw new Error(`${file.filename} is not stored yet.`);
  const data = await transfer(`Reading ${file.filename}`, file.url);
  if (sha256(data) !== file.sha256)
    throw new Error(`${file.filename} arrived with another SHA-256 than the API says.`);
  return data;
}

/** Sends or reads a file, both of which can be repeated: while the file server restarts, it tries again. */
async function transfer(what: string, url: string, init: RequestInit = {}): Promise<Buffer> {
  let problem: unknown;
  return waitFor(
    what,
    20,
    async () => {
      try {
        const response = await fetch(url, init);
        const body = Buffer.from(await response.arrayBuffer());
        if (response.ok) return body;
        throw new Refusal(`${what} failed: HTTP ${response.status} ${body}`);
      } catch (error) {
        if (error instanceof Refusal) throw error;
        problem = error;
        return undefined;
      }
    },
    () => String(problem),
  );
}

/** The file server's answer, as opposed to none. */
class Refusal extends Error {}
