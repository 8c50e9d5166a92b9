import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { runner } from "node-pg-migrate";
import type { Client } from "pg";
import { connect, urlAsRole } from "./connection.ts";
import { DeployError, describeError } from "./errors.ts";

/** Names of the data migrations in `db/data`, and those of them that were not run yet. */
export interface DataState {
  readonly applied: string[];
  readonly pending: string[];
}

const fileName = /^\d+_[a-z0-9_]+\.(ts|js)$/;

async function readNames(root: string): Promise<string[]> {
  const files = (await readdir(join(root, "db/data"))).filter((name) => /\.(ts|js)$/.test(name)).sort();
  const odd = files.find((name) => !fileName.test(name));
  if (odd !== undefined) {
    throw new DeployError(`db/data/${odd}: the name must look like 20260101000001_platform_limits.ts.`);
  }
  return files.map((name) => name.replace(/\.(ts|js)$/, ""));
}

/** Compares `db/data` with node-pg-migrate's ledger. */
export async function dataState(client: Client, root: string): Promise<DataState> {
  const names = await readNames(root);
  const { rows: tables } = await client.query<{ exists: boolean }>(
    "select to_regclass('core.data_migrations') is not null as exists",
  );
  const applied = tables[0]?.exists
    ? (await client.query<{ name: string }>("select name from core.data_migrations order by id")).rows.map(
        (row) => row.name,
      )
    : [];
  return { applied, pending: names.filter((name) => !applied.includes(name)) };
}

/** Runs the pending data migrations as vp_owner. Returns their names. */
export async function deployData(
  client: Client,
  databaseUrl: string,
  root: string,
  log: (line: string) => void,
): Promise<string[]> {
  const { pending } = await dataState(client, root);
  if (pending.length === 0) return [];
  // A session of its own: a migration that fails leaves its transaction open.
  const session = await connect(urlAsRole(databaseUrl, "vp_owner"), log);
  try {
    const ran = await runner({
      dbClient: session,
      dir: resolve(root, "db/data"),
      ignorePattern: String.raw`.*(?<!\.ts|\.js)`,
      direction: "up",
      migrationsSchema: "core",
      migrationsTable: "data_migrations",
      checkOrder: true,
      // A backfill in batches commits as it goes; what ran before one that fails stays.
      singleTransaction: false,
      advisoryLockMode: "wait",
      logger: { info: () => {}, warn: log, error: log },
      migrationLoaderStrategies: [{ extensions: [".ts", ".js"], loader: importMigrations }],
    });
    return ran.map((migration) => migration.name);
  } catch (error) {
    throw new DeployError(`db/data: ${describeError(error)}`);
  } finally {
    await session.end();
  }
}

/** Node and tsx both import TypeScript themselves. */
function importMigrations(paths: string[]) {
  return Promise.all(
    paths.map(async (path) => ({
      id: path,
      filePaths: [path],
      actions: await import(pathToFileURL(path).href),
    })),
  );
}
