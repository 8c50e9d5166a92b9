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

/** What a signed URL says. */
export interface SignedUrl {
  readonly organizationId: string;
  /** The id of the file, or of whatever else it is of. */
  readonly id: string;
  /** Unix time. */
  readonly expires: number;
  readonly signature: string;
}

/** What a signed URL leads to. */
export type Signed = "files" | "explanations";

const pathPattern =
  /^\/(files|explanations)\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\/|\.png$)/;

/** Reads a URL of something signed; undefined when it is none. */
export function parseSignedUrl(url: URL, kind: Signed): SignedUrl | undefined {
  const [, found, organizationId, id] = pathPattern.exec(url.pathname) ?? [];
  if (found !== kind || organizationId === undefined || id === undefined) return undefined;
  const expires = url.searchParams.get("expires") ?? "";
  const signature = url.searchParams.get("signature") ?? "";
  // SQL's bigint takes 18 digits for sure, and its text no zero byte; no URL of ours has more, or any.
  if (!/^\d{1,15}$/.test(expires) || !/^[\w-]{43}$/.test(signature)) {
    throw new HttpError("VP304", "The file URL's signature is wrong.", "Use the URL as it was given.");
  }
  return { organizationId, id, expires: Number(expires), signature };
}

/** The file behind a signed URL. SQL checks the signature, the time and the file's state, and raises what is wrong. */
export async function openSignedFile(db: Queryable, method: "GET" | "PUT", url: SignedUrl): Promise<FileRow> {
  const { rows } = await db.query<Omit<FileRow, "bytes"> & { bytes: string }>(
    "select * from system.open_file($1, $2, $3, $4, $5)",
    [method, url.organizationId, url.id, url.expires, url.signature],
  );
  const row = rows[0];
  if (row === undefined) throw new Error("system.open_file returned no row and raised no error.");
  return { ...row, bytes: Number(row.bytes) };
}
