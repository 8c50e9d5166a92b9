import { PostgrestClient, type PostgrestError } from "@supabase/postgrest-js";
import type { Database } from "../../db/api.types.ts";

/** The REST API, typed by what the database offers. */
export type Api = PostgrestClient<Database, { PostgrestVersion: "12" }, "api">;

type Views = Database["api"]["Views"];

/** A row of a resource. */
export type Row<Name extends keyof Views> = Views[Name]["Row"];

/** A client of the API; without a token it is nobody's. */
export function connect(apiUrl: string, accessToken?: string): Api {
  return new PostgrestClient<Database, { PostgrestVersion: "12" }, "api">(apiUrl, {
    headers: accessToken === undefined ? {} : { Authorization: `Bearer ${accessToken}` },
    timeout: 15_000,
  });
}

/** What the API refused, with its code, message and hint in one sentence each. */
export class ApiError extends Error {
  override name = "ApiError";
  readonly code: string;

  constructor(what: string, status: number, error: PostgrestError) {
    const { code, message, details, hint } = error;
    const parts = [
      `${what} failed: ${[code, message].filter(Boolean).join(" ")} (HTTP ${status})`,
      details && `Details: ${details}`,
      hint && `Hint: ${hint}`,
    ];
    super(parts.filter(Boolean).join("\n  "));
    this.code = code;
  }
}

interface Answer {
  readonly data: unknown;
  readonly error: PostgrestError | null;
  readonly status: number;
}

/** The data of an answer. `what` says what was asked for, for the reader of the error. */
export async function need<A extends Answer>(
  what: string,
  call: PromiseLike<A>,
): Promise<NonNullable<A["data"]>> {
  const { data, error, status } = await call;
  if (error !== null) throw new ApiError(what, status, error);
  return data as NonNullable<A["data"]>;
}
