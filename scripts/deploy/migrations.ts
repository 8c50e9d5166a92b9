import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { resolveBinary } from "dbmate";
import type { Client } from "pg";
import { urlAsRole } from "./connection.ts";
import { DeployError } from "./errors.ts";

/** One file of `db/migrations`. */
export interface Migration {
  /** Path below `db/`. */
  readonly path: string;
  /** The number that its name starts with: dbmate's key. */
  readonly version: string;
  readonly sha256: string;
}

/** What the database says about the migrations. */
export interface MigrationState {
  readonly applied: Migration[];
  readonly pending: Migration[];
}

/** The hash that the ledger keeps of a file. */
export function sha256(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

async function readMigrations(root: string): Promise<Migration[]> {
  const folder = join(root, "db/migrations");
  const names = (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort();
  return Promise.all(
    names.map(async (name) => {
      const version = /^\d+/.exec(name)?.[0];
      if (version === undefined) {
        throw new DeployError(
          `db/migrations/${name}: the name must start with a number, as in ${new Date().getFullYear()}0101000001_core.sql.`,
        );
      }
      return { path: `migrations/${name}`, version, sha256: sha256(await readFile(join(folder, name))) };
    }),
  );
}

/** True when the deploy's own table exists: it comes with the first migration. */
export async function hasLedger(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ exists: boolean }>(
    "select to_regclass('core.deployed') is not null as exists",
  );
  return rows[0]?.exists ?? false;
}

async function appliedVersions(client: Client): Promise<Set<string>> {
  const { rows: tables } = await client.query<{ exists: boolean }>(
    "select to_regclass('core.schema_migrations') is not null as exists",
  );
  if (!tables[0]?.exists) return new Set();
  const { rows } = await client.query<{ version: string }>("select version from core.schema_migrations");
  return new Set(rows.map((row) => row.version));
}

async function recordedHashes(client: Client): Promise<Map<string, string>> {
  if (!(await hasLedger(client))) return new Map();
  const { rows } = await client.query<{ path: string; sha256: string }>(
    "select path, sha256 from core.deployed where path like 'migrations/%'",
  );
  return new Map(rows.map((row) => [row.path, row.sha256]));
}

/** Compares the folder with the database. Throws if a migration was edited or removed after it was applied. */
export async function migrationState(client: Client, root: string): Promise<MigrationState> {
  const files = await readMigrations(root);
  const versions = await appliedVersions(client);
  const hashes = await recordedHashes(client);
  const edited = files.filter((file) => {
    const hash = hashes.get(file.path);
    return versions.has(file.version) && hash !== undefined && hash !== file.sha256;
  });
  const known = new Set(files.map((file) => file.version));
  const removed = [...versions].filter((version) => !known.has(version));
  if (edited.length > 0 || removed.length > 0) {
    throw new DeployError(
      [
        ...edited.map((file) => `db/${file.path} was changed after it was applied to this database.`),
        ...removed.map(
          (version) => `Migration ${version} was applied to this database, but its file is gone.`,
        ),
        "A database that holds data gets a new migration instead.",
        "A development database can be dropped and made anew: ALLOW_RESET=yes npm run deploy -- --reset",
      ].join("\n"),
    );
  }
  return {
    applied: files.filter((file) => versions.has(file.version)),
    pending: files.filter((file) => !versions.has(file.version)),
  };
}

/** dbmate's driver encrypts unless it is told not to; the deploy's own connection does not unless it is told to. */
function dbmateUrl(databaseUrl: string): string {
  const url = new URL(urlAsRole(databaseUrl, "vp_owner"));
  const mode = url.searchParams.get("sslmode");
  if (mode === null) url.searchParams.set("sslmode", "disable");
  if (mode === "no-verify") url.searchParams.set("sslmode", "require");
  url.search = url.search.replaceAll("+", "%20");
  return url.href;
}

function runDbmate(databaseUrl: string, root: string): Promise<void> {
  const folder = join(root, "db/migrations");
  const options = [
    // The URL holds a password: the list of processes must not show it.
    ["--env", "DEPLOY_DATABASE_URL"],
    ["--env-file", join(folder, "no.env")],
    ["--migrations-dir", folder],
    ["--migrations-table", "core.schema_migrations"],
    ["--no-dump-schema"],
  ].flat();
  return new Promise((resolve, reject) => {
    execFile(
      resolveBinary(),
      [...options, "migrate", "--strict"],
      { env: { ...process.env, DEPLOY_DATABASE_URL: dbmateUrl(databaseUrl) }, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        if (error === null) resolve();
        else reject(new DeployError(`A migration failed.\n${stdout}${stderr}`.trimEnd()));
      },
    );
  });
}

/** Applies the pending migrations with dbmate and records their hashes. Returns the paths of those that it applied. */
export async function deployMigrations(client: Client, databaseUrl: string, root: string): Promise<string[]> {
  const before = await migrationState(client, root);
  try {
    if (before.pending.length > 0) await runDbmate(databaseUrl, root);
  } finally {
    await recordMigrations(client, root);
  }
  return before.pending.map((file) => file.path);
}

/** Each migration is a transaction of its own: those before one that failed stay, and so must their hashes. */
async function recordMigrations(client: Client, root: string): Promise<void> {
  if (!(await hasLedger(client))) return;
  const { applied } = await migrationState(client, root);
  await client.query(
    `insert into core.deployed (path, sha256)
     select * from unnest($1::text[], $2::text[]) on conflict (path) do nothing`,
    [applied.map((file) => file.path), applied.map((file) => file.sha256)],
  );
}
