import { DatabaseError } from "pg";

/** Something that the person who deploys can act on. Its message is complete: it is printed without a stack. */
export class DeployError extends Error {
  override name = "DeployError";
}

/** A PostgreSQL error's SQLSTATE, or undefined for any other error. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof DatabaseError ? error.code : undefined;
}

/** One readable paragraph: message, SQLSTATE, detail, context and hint of a PostgreSQL error; the message of another. */
export function describeError(error: unknown): string {
  // A host name with several addresses, none of which answered.
  if (error instanceof AggregateError) return error.errors.map(describeError).join("; ");
  if (!(error instanceof DatabaseError)) return error instanceof Error ? error.message : String(error);
  return [
    `${error.message} (SQLSTATE ${error.code})`,
    error.detail && `  detail: ${error.detail}`,
    error.where && `  where: ${error.where}`,
    error.hint && `  hint: ${error.hint}`,
  ]
    .filter(Boolean)
    .join("\n");
}
