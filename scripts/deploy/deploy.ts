import { fileURLToPath } from "node:url";
import type { Client } from "pg";
import { applySource } from "./apply.ts";
import { asRole, connect } from "./connection.ts";
import { dataState, deployData } from "./data.ts";
import { DeployError } from "./errors.ts";
import { deployExtensions } from "./extensions.ts";
import { identityLabel } from "./identity.ts";
import { layers } from "./layers.ts";
import { deployMigrations, migrationState } from "./migrations.ts";
import { describePlan, planSource, type SourcePlan } from "./plan.ts";
import { deployQueue } from "./queue.ts";
import { deployRoles } from "./roles.ts";
import { readSource } from "./source.ts";

export { DeployError, describeError } from "./errors.ts";

/**
 * - `apply`: brings the database to the state of `db/`, running only what changed;
 * - `full`: the same, and runs every file of `db/src` again;
 * - `plan`: says what `apply` would do;
 * - `status`: says which migrations are applied and which files of `db/src` differ;
 * - `reset`: drops the product's schemas with all their data, then deploys.
 */
export type DeployMode = "apply" | "plan" | "status" | "full" | "reset";

export interface DeployOptions {
  /** A login with CREATEROLE that owns the database, or a superuser. Not through a pooler of transactions. */
  readonly databaseUrl: string;
  /** The folder that holds `db/`; the repository by default. */
  readonly root?: string;
  readonly mode: DeployMode;
  /** What is set only when it is given. */
  readonly secrets?: {
    readonly authenticatorPassword?: string | undefined;
    readonly workerPassword?: string | undefined;
    readonly jwtSecret?: string | undefined;
    readonly webhookSecret?: string | undefined;
  };
  /** Where the provider reaches `/rpc/freepik_webhook`; null: nowhere. What is undefined stays as it is. */
  readonly webhookUrl?: string | null | undefined;
  /** Consent to `reset`: all data of the product is lost. */
  readonly allowReset?: boolean;
  readonly log: (line: string) => void;
}

/** What was done, or with `plan` and `status`: what would be done. */
export interface DeployResult {
  /** False if the database already was in this state. */
  readonly changed: boolean;
  /** Paths below `db/` of the migrations that were applied. */
  readonly migrations: readonly string[];
  /** Paths below `db/` of the files of `db/src` that were run. */
  readonly ran: readonly string[];
  /** Objects that were dropped, as `function core.f(uuid)`; not those of a rebuilt `api`. */
  readonly dropped: readonly string[];
  readonly apiRebuilt: boolean;
  /** Names of the data migrations that were run. */
  readonly data: readonly string[];
  readonly warnings: readonly string[];
}

const repository = fileURLToPath(new URL("../..", import.meta.url));

/** Deploys the database part of the product. Deploys of the same database wait for each other. */
export async function deploy(options: DeployOptions): Promise<DeployResult> {
  const { databaseUrl, root = repository, mode, log } = options;
  if (mode === "reset" && !options.allowReset) {
    throw new DeployError(
      "--reset drops the product's schemas with all their data. It runs only where the environment has ALLOW_RESET=yes; " +
        "set that in development, never in production.",
    );
  }
  const warnings: string[] = [];
  const warn = (message: string) => {
    warnings.push(message);
    log(`Warning: ${message}`);
  };
  const client = await connect(databaseUrl, warn);
  try {
    await client.query("set search_path = ''");
    await checkVersion(client);
    if (mode === "plan") return { ...(await plan(client, root, log)), warnings };
    if (mode === "status") return { ...(await status(client, root, log)), warnings };
    await waitForOtherDeploys(client, log);
    if (mode === "reset") await dropSchemas(client, log);
    return { ...(await apply(client, { ...options, root }, warn)), warnings };
  } finally {
    await client.end();
  }
}

async function apply(
  client: Client,
  { databaseUrl, root, mode, secrets = {}, webhookUrl, log }: DeployOptions & { root: string },
  warn: (message: string) => void,
): Promise<Omit<DeployResult, "warnings">> {
  // Mistakes in the files show before anything is changed.
  const files = await readSource(root);
  await deployRoles(client, root, {
    vp_authenticator: secrets.authenticatorPassword,
    vp_worker: secrets.workerPassword,
  });
  const extensions = await deployExtensions(client, warn);
  for (const name of extensions) log(`Created the extension ${name}`);
  const migrations = await deployMigrations(client, databaseUrl, root);
  for (const path of migrations) log(`Applied db/${path}`);
  const queueChanged = await deployQueue(client, databaseUrl, warn);
  if (queueChanged) log("Migrated graphile_worker");

  const source = await applySource(client, files, mode === "full", log);
  logSource(source, log);
  await callIfExists(client, "core.create_partitions(integer)", "select core.create_partitions()", []);
  if (secrets.jwtSecret !== undefined) {
    const call = "select identity.install_signing_key($1)";
    await callIfExists(client, "identity.install_signing_key(text)", call, [secrets.jwtSecret]);
  }
  const data = await deployData(client, databaseUrl, root, log);
  for (const name of data) log(`Ran db/data/${name}`);
  if (secrets.webhookSecret !== undefined) {
    const call = "select integration.install_webhook_secret($1)";
    const signature = "integration.install_webhook_secret(text, interval)";
    await callIfExists(client, signature, call, [secrets.webhookSecret]);
  }
  if (webhookUrl !== undefined) {
    const call = "select integration.install_webhook_url($1)";
    await callIfExists(client, "integration.install_webhook_url(text)", call, [webhookUrl]);
  }
  await client.query("notify pgrst, 'reload schema'");

  const result = { ...sourceResult(source), migrations, data };
  const changed = isChange(result) || source.gone.length > 0 || extensions.length > 0 || queueChanged;
  log(changed ? "Deployed." : "Nothing changed: the database is up to date.");
  return { ...result, changed };
}

async function callIfExists(
  client: Client,
  signature: string,
  call: string,
  values: (string | null)[],
): Promise<void> {
  const { rows } = await client.query<{ exists: boolean }>(
    "select to_regprocedure($1) is not null as exists",
    [signature],
  );
  if (rows[0]?.exists) await asRole(client, "vp_owner", () => client.query(call, values));
}

function sourceResult(plan: SourcePlan): Pick<DeployResult, "ran" | "dropped" | "apiRebuilt"> {
  return {
    ran: [...plan.run.keys()].map((file) => file.path),
    dropped: [...plan.drop.map((object) => object.identity), ...plan.cascades, ...plan.closed].map(
      identityLabel,
    ),
    apiRebuilt: plan.rebuildApi,
  };
}

function isChange(
  result: Pick<DeployResult, "migrations" | "ran" | "dropped" | "apiRebuilt" | "data">,
): boolean {
  const { migrations, ran, dropped, apiRebuilt, data } = result;
  return [migrations, ran, dropped, data].some((list) => list.length > 0) || apiRebuilt;
}

function logSource(plan: SourcePlan, log: (line: string) => void): void {
  for (const label of sourceResult(plan).dropped) log(`Dropped ${label}`);
  if (plan.rebuildApi) log("Rebuilt schema api");
  for (const file of plan.run.keys()) if (file.schema !== "api") log(`Ran db/${file.path}`);
}

/** Looks at one state of the database, and cannot change it. */
async function inspect<T>(client: Client, work: () => Promise<T>): Promise<T> {
  await client.query("begin isolation level repeatable read, read only");
  try {
    return await work();
  } finally {
    await client.query("rollback");
  }
}

async function plan(
  client: Client,
  root: string,
  log: (line: string) => void,
): Promise<Omit<DeployResult, "warnings">> {
  const files = await readSource(root);
  const { migrations, data, source } = await inspect(client, async () => ({
    migrations: (await migrationState(client, root)).pending.map((file) => file.path),
    data: (await dataState(client, root)).pending,
    source: await planSource(client, files, { full: false, recreate: new Set() }),
  }));
  const lines = [
    ...migrations.map((path) => `apply db/${path}`),
    ...describePlan(source),
    ...data.map((name) => `run db/data/${name}`),
  ];
  for (const line of lines) log(line);
  if (lines.length === 0) log("Nothing to do: the database is up to date.");
  const result = { ...sourceResult(source), migrations, data };
  return { ...result, changed: lines.length > 0 };
}

async function status(
  client: Client,
  root: string,
  log: (line: string) => void,
): Promise<Omit<DeployResult, "warnings">> {
  const files = await readSource(root);
  const { migrations, data, source } = await inspect(client, async () => ({
    migrations: await migrationState(client, root),
    data: await dataState(client, root),
    source: await planSource(client, files, { full: false, recreate: new Set() }),
  }));
  log(`Migrations (dbmate): ${migrations.applied.length} applied, ${migrations.pending.length} pending`);
  for (const { path } of migrations.applied) log(`  [x] db/${path}`);
  for (const { path } of migrations.pending) log(`  [ ] db/${path}`);
  log(`Data (node-pg-migrate): ${data.applied.length} applied, ${data.pending.length} pending`);
  for (const name of data.applied) log(`  [x] db/data/${name}`);
  for (const name of data.pending) log(`  [ ] db/data/${name}`);
  log(`Source: ${files.length} files, ${source.run.size} to run, ${source.gone.length} gone`);
  for (const [file, reason] of source.run) log(`  db/${file.path} (${reason})`);
  for (const entry of source.gone) log(`  db/${entry.path} (gone)`);
  const result = {
    ...sourceResult(source),
    migrations: migrations.pending.map((file) => file.path),
    data: data.pending,
  };
  return { ...result, changed: isChange(result) || source.gone.length > 0 };
}

async function checkVersion(client: Client): Promise<void> {
  const { rows } = await client.query<{ name: string; supported: boolean }>(
    `select current_setting('server_version') as name, current_setting('server_version_num')::int >= 150000 as supported`,
  );
  if (!rows[0]?.supported)
    throw new DeployError(`PostgreSQL 15 or newer is needed; this server is ${rows[0]?.name}.`);
}

async function waitForOtherDeploys(client: Client, log: (line: string) => void): Promise<void> {
  const key = "hashtextextended('visual-pipeline deploy', 0)";
  const { rows } = await client.query<{ locked: boolean }>(`select pg_try_advisory_lock(${key}) as locked`);
  if (rows[0]?.locked) return;
  log("Another deploy of this database is running: waiting for it");
  await client.query(`select pg_advisory_lock(${key})`);
}

/** One schema a transaction: all their partitions at once may need more locks than the server has. */
async function dropSchemas(client: Client, log: (line: string) => void): Promise<void> {
  for (const schema of ["graphile_worker", ...layers.toReversed()]) {
    await client.query(`drop schema if exists ${schema} cascade`);
  }
  log("Dropped the product's schemas");
}
