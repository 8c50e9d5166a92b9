import pg from "pg";
import type { Logger } from "pino";

/** Whatever can run a query: the pool, or one client of it inside a transaction. */
export type Queryable = Pick<pg.Pool, "query">;

/** Makes the worker's connection pool. An idle connection that breaks is logged and replaced, not fatal. */
export function createPool(databaseUrl: string, size: number, log: Logger): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: size,
    application_name: "visual-pipeline-worker",
    connectionTimeoutMillis: 10_000,
  });
  pool.on("error", (error) => log.warn({ err: error }, "an idle database connection broke"));
  // While a connection is lent out, its failing query tells; this one is for the moments between two queries.
  pool.on("connect", (client) => {
    client.on("error", (error) => log.debug({ err: error }, "a database connection broke"));
  });
  return pool;
}

/** Runs `work` in a transaction: committed when it resolves, rolled back when it throws. */
export async function inTransaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("begin");
    try {
      const result = await work(client);
      await client.query("commit");
      return result;
    } catch (error) {
      await client.query("rollback").catch((cause: Error) => {
        broken = cause;
      });
      throw error;
    }
  } finally {
    // A connection that cannot even roll back is thrown away; the server ends its transaction.
    client.release(broken);
  }
}

/** An error that the product's SQL raised on purpose: its code is one of `core.errors()`. */
export interface ProductError extends Error {
  readonly code: string;
  readonly hint?: string;
}

/** Whether the product's SQL raised this error, so that its message is meant for people. */
export function isProductError(error: unknown): error is ProductError {
  return error instanceof Error && "code" in error && /^VP\d{3}$/.test(String(error.code));
}
