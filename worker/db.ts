import { setTimeout as delay } from "node:timers/promises";
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

const patienceMs = 60_000;

/**
 * Runs a query whose loss would cost money, such as the answer of a paid call: while the database is away for a moment,
 * it is tried again. It must be one that may be repeated.
 * @throws what the database says; what the connection says after a minute
 */
export async function insist<Row extends pg.QueryResultRow>(
  db: Queryable,
  text: string,
  values: unknown[],
): Promise<Row[]> {
  const until = performance.now() + patienceMs;
  for (let waitMs = 50; ; waitMs = Math.min(2 * waitMs, 2_000)) {
    try {
      return (await db.query<Row>(text, values)).rows;
    } catch (error) {
      if (!mayPass(error) || performance.now() + waitMs > until) throw error;
    }
    await delay(waitMs);
  }
}

/** Broken or refused connections, a server that starts or stops, deadlocks. */
function mayPass(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError)) return true;
  return /^(08|57P|53300|40001|40P01)/.test(error.code ?? "");
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
