import { isProductError, type Queryable } from "../db.ts";

/** An answer that refuses a request: a code of `core.errors()`, and what went wrong in words. */
export class HttpError extends Error {
  override name = "HttpError";
  readonly code: string;
  readonly hint: string | null;
  constructor(code: string, message: string, hint: string | null = null, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.hint = hint;
  }
}

/** The HTTP status of each error code, as SQL has it. */
export type StatusByCode = ReadonlyMap<string, number>;

/** Reads the codes from SQL, once for the life of the process. */
export async function loadStatuses(db: Queryable): Promise<StatusByCode> {
  const { rows } = await db.query<{ code: string; status: number }>("select code, status from core.errors()");
  return new Map(rows.map(({ code, status }) => [code, status]));
}

/** Turns whatever was thrown into an answer. What was not thrown on purpose tells the client nothing. */
export function toHttpError(error: unknown): HttpError {
  if (error instanceof HttpError) return error;
  if (isProductError(error)) return new HttpError(error.code, error.message, error.hint || null);
  if (isDiskFull(error)) {
    return new HttpError(
      "VP306",
      "The file store is full.",
      "Try again later; whoever runs the platform has to make room.",
      {
        cause: error,
      },
    );
  }
  return new HttpError(
    "VP500",
    "Something went wrong on the server.",
    "Try again; its log has the details.",
    {
      cause: error,
    },
  );
}

/** Whether the file system has no room left, by itself or for us. */
export function isDiskFull(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOSPC" || error.code === "EDQUOT");
}
