import type { Queryable } from "../db.ts";
import { HttpError } from "./http-error.ts";

/** A row of system.files, as far as the file server needs it. */
export interface FileRow {
  readonly organization_id: string;
  readonly id: string;
  readonly kind: "logo" | "font" | "image" | "source" | "variant";
  readonly filename: string;
  readonly mime_type: string;
  readonly bytes: number;
  readonly sha256: string;
  /** In pixels; null for a font. */
  readonly width: number | null;
  readonly storage_key: string;
}

/** What a signed file URL says. */
export interface SignedUrl {
  readonly organizationId: string;
  readonly fileId: string;
  /** Unix time. */
  readonly expires: number;
  readonly signature: string;
}

const pathPattern =
  /^\/files\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/[^/]+$/;

/** Reads a file URL; undefined when it is none. */
export function parseFileUrl(url: URL): SignedUrl | undefined {
  const [, organizationId, fileId] = pathPattern.exec(url.pathname) ?? [];
  if (organizationId === undefined || fileId === undefined) return undefined;
  const expires = url.searchParams.get("expires") ?? "";
  const signature = url.searchParams.get("signature") ?? "";
  // SQL's bigint takes 18 digits for sure, and its text no zero byte; no URL of ours has more, or any.
  if (!/^\d{1,15}$/.test(expires) || !/^[\w-]{43}$/.test(signature)) {
    throw new HttpError("VP304", "The file URL's signature is wrong.", "Use the URL as it was given.");
  }
  return { organizationId, fileId, expires: Number(expires), signature };
}

/** The file behind a signed URL. SQL checks the signature, the time and the file's state, and raises what is wrong. */
export async function openSignedFile(db: Queryable, method: "GET" | "PUT", url: SignedUrl): Promise<FileRow> {
  const { rows } = await db.query<Omit<FileRow, "bytes"> & { bytes: string }>(
    "select * from system.open_file($1, $2, $3, $4, $5)",
    [method, url.organizationId, url.fileId, url.expires, url.signature],
  );
  const row = rows[0];
  if (row === undefined) throw new Error("system.open_file returned no row and raised no error.");
  return { ...row, bytes: Number(row.bytes) };
}
