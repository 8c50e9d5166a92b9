import { setTimeout as sleep } from "node:timers/promises";
import pg, { type Client, type DatabaseError } from "pg";
import { findObjects, parentsFirst } from "./catalogue.ts";
import { inheritComments } from "./comments.ts";
import { DeployError, describeError, sqlState } from "./errors.ts";
import { type Identity, identityLabel } from "./identity.ts";
import { folders, layers } from "./layers.ts";
import { type PlanOptions, planSource, type SourcePlan } from "./plan.ts";
import { resetObjects } from "./reset-objects.ts";
import type { SourceFile, Statement } from "./source.ts";

/** Something is not there yet, but may be after another file of the same phase has run. */
const undefinedStates = ["42883", "42P01", "42704", "42703", "3F000"];
/** The definition differs in what `create or replace` cannot change. */
const notReplaceableStates = ["42P13", "42P16", "42809"];
/** Another session holds a lock that we will not wait for, or was quicker. */
const contentionStates = ["55P03", "40P01"];

const patience = { attempts: 60, deadline: 120_000 };

/** Thrown to start over: these files' objects have to be dropped first. */
class Recreate extends Error {
  readonly paths: readonly string[];
  constructor(paths: readonly string[]) {
    super(`to be made anew: ${paths.join(", ")}`);
    this.paths = paths;
  }
}

/** Brings the functions, views, triggers and policies to the state of the files, in one transaction. */
export async function applySource(
  client: Client,
  files: readonly SourceFile[],
  full: boolean,
  log: (line: string) => void,
): Promise<SourcePlan> {
  const recreate = new Set<string>();
  const started = Date.now();
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptSource(client, files, { full, recreate });
    } catch (error) {
      if (error instanceof Recreate) {
        for (const path of error.paths) recreate.add(path);
        attempt--;
        continue;
      }
      if (!isContention(error)) throw error;
      if (attempt >= patience.attempts || Date.now() - started > patience.deadline) {
        throw new DeployError(
          `Other sessions kept the tables busy for ${attempt} attempts; nothing was changed. Deploy again at a quieter moment.\n${describeError(error)}`,
        );
      }
      if (attempt === 1) log("Tables are busy: trying again");
      await sleep(Math.random() * Math.min(100 * attempt, 1500));
    }
  }
}

function isContention(error: unknown): boolean {
  const state = sqlState(error) ?? "";
  if (state === "XX000") return (error as DatabaseError).message.startsWith("tuple concurrently");
  return contentionStates.includes(state);
}

async function attemptSource(
  client: Client,
  files: readonly SourceFile[],
  options: PlanOptions,
): Promise<SourcePlan> {
  await client.query("begin");
  try {
    // The timeout is below deadlock_timeout, so that in a deadlock the deploy yields and never a client.
    await client.query(
      `set local search_path = ''; set local lock_timeout = '500ms'; set local check_function_bodies = off;
       set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0`,
    );
    const plan = await planSource(client, files, options);
    if (plan.run.size > 0 || plan.gone.length > 0) await execute(client, plan, options);
    await client.query("commit");
    return plan;
  } catch (error) {
    await client.query("rollback");
    throw error;
  }
}

async function execute(client: Client, plan: SourcePlan, options: PlanOptions): Promise<void> {
  if (plan.blockers.length > 0) {
    throw new DeployError(
      `These depend on what would be dropped (${plan.drop.map((object) => identityLabel(object.identity)).join(", ")}):\n` +
        `${plan.blockers.map((description) => `  ${description}`).join("\n")}\n` +
        "They do not come from db/src: let a migration drop or change them first.",
    );
  }
  const run = [...plan.run.keys()];
  const creators = new Creators(client);
  await lockTables(client, plan);
  await dropObjects(client, plan);
  for (const file of run) if (file.schema !== "api") await creators.allow(file);
  await resetObjects(client, plan);

  const phases = [
    ...layers
      .filter((layer) => layer !== "api")
      .map((layer) =>
        run.filter((f) => f.schema === layer && (f.folder === "functions" || f.folder === "views")),
      ),
    run.filter((file) => file.schema !== "api" && file.folder === "triggers"),
    run.filter((file) => file.schema !== "api" && file.folder === "policies"),
    run.filter((file) => file.schema === "api"),
  ];
  for (const phase of phases) await runPhase(client, phase, creators, options);
  if (plan.rebuildApi) await inheritComments(client);
  await creators.revoke();
  await record(client, plan);
}

/** Takes every strong lock before the first change, parents first, as clients do. */
async function lockTables(client: Client, plan: SourcePlan): Promise<void> {
  const modes = new Map<string, "access exclusive" | "share row exclusive">();
  const note = (identity: Identity, dropped: boolean) => {
    if (identity.kind === "policy") modes.set(identity.table, "access exclusive");
    if (identity.kind === "trigger" && (dropped || !modes.has(identity.table))) {
      modes.set(identity.table, dropped ? "access exclusive" : "share row exclusive");
    }
    if (identity.kind === "access" && !identity.sequence) modes.set(identity.name, "access exclusive");
  };
  for (const file of plan.run.keys()) {
    if (file.schema !== "api") for (const object of file.objects) note(object.identity, false);
  }
  for (const identity of [...plan.drop.map((o) => o.identity), ...plan.cascades, ...plan.closed])
    note(identity, true);
  for (const table of await parentsFirst(client, [...modes.keys()])) {
    await client.query(`lock table ${table} in ${modes.get(table)} mode`);
  }
}

/** The plan has made sure that a cascade takes nothing but what is run again. */
async function dropObjects(client: Client, plan: SourcePlan): Promise<void> {
  const statements = plan.drop.map(({ identity }) => {
    switch (identity.kind) {
      case "trigger":
      case "policy":
        return `drop ${identity.kind} if exists ${pg.escapeIdentifier(identity.name)} on ${identity.table}`;
      case "function":
        return `drop routine if exists ${identity.name} cascade`;
      default:
        return `drop ${identity.kind} if exists ${identity.name} cascade`;
    }
  });
  if (plan.rebuildApi) statements.unshift("drop schema if exists api cascade");
  if (statements.length > 0) await client.query(statements.join(";\n"));
}

/** Lets a role create functions in a schema for as long as this transaction runs. */
class Creators {
  readonly #client: Client;
  readonly #known = new Set<string>();
  readonly #granted: string[] = [];

  constructor(client: Client) {
    this.#client = client;
  }

  async allow(file: SourceFile): Promise<void> {
    for (const role of new Set(file.statements.map((statement) => statement.role))) {
      const target = `schema ${file.schema} to ${role}`;
      if (role === undefined || file.folder === undefined || this.#known.has(target)) continue;
      this.#known.add(target);
      const { rows } = await this.#client.query<{ may: boolean }>(
        "select has_schema_privilege($1, $2, 'create') as may",
        [role, file.schema],
      );
      if (rows[0]?.may) continue;
      await this.#client.query(`grant create on ${target}`);
      this.#granted.push(`schema ${file.schema} from ${role}`);
    }
  }

  async revoke(): Promise<void> {
    for (const target of this.#granted) await this.#client.query(`revoke create on ${target}`);
  }
}

/** Runs files in an order that works: those that miss something are tried again while there is progress. */
async function runPhase(
  client: Client,
  phase: readonly SourceFile[],
  creators: Creators,
  options: PlanOptions,
): Promise<void> {
  let waiting = [...phase].sort((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : 1));
  const recreate: string[] = [];
  const failures: string[] = [];
  while (waiting.length > 0) {
    const missing: { file: SourceFile; failure: string }[] = [];
    for (const file of waiting) {
      if (file.schema === "api") await creators.allow(file);
      await client.query("savepoint file");
      const failed = await runFile(client, file);
      if (failed === undefined) {
        await client.query("release file");
        continue;
      }
      if (isContention(failed.error)) throw failed.error;
      await client.query("rollback to file; release file");
      const state = sqlState(failed.error) ?? "";
      const failure = `db/${file.path}:${failed.line}: ${describeError(failed.error)}`;
      if (undefinedStates.includes(state)) missing.push({ file, failure });
      else if (
        notReplaceableStates.includes(state) &&
        file.schema !== "api" &&
        !options.recreate.has(file.path)
      ) {
        recreate.push(file.path);
      } else failures.push(failure);
    }
    const stuck = missing.length === waiting.length;
    waiting = missing.map(({ file }) => file);
    if (stuck) {
      if (recreate.length === 0) failures.push(...missing.map(({ failure }) => failure));
      break;
    }
  }
  if (failures.length > 0) throw new DeployError([...failures, "Nothing in db/src was deployed."].join("\n"));
  if (recreate.length > 0) throw new Recreate(recreate);
}

function rank(file: SourceFile): number {
  return file.folder === undefined ? -1 : folders.indexOf(file.folder);
}

async function runFile(
  client: Client,
  file: SourceFile,
): Promise<{ error: unknown; line: number } | undefined> {
  for (const statement of file.statements) {
    const prefix = `set local role ${statement.role ?? "none"};\n`;
    try {
      await client.query(prefix + statement.sql);
    } catch (error) {
      return { error, line: statement.line + lineOffset(error, statement, prefix) };
    }
  }
  await client.query("set local role none");
  return undefined;
}

function lineOffset(error: unknown, statement: Statement, prefix: string): number {
  const position = Number((error as DatabaseError).position ?? 0) - prefix.length - 1;
  return position > 0 ? [...statement.sql].slice(0, position).join("").split("\n").length - 1 : 0;
}

async function record(client: Client, plan: SourcePlan): Promise<void> {
  const files = [...plan.run.keys()];
  const objects = files.flatMap((file) => file.objects);
  const found = await findObjects(
    client,
    objects.map((object) => object.identity),
  );
  let position = 0;
  const entries = files.map((file) => {
    const identity = file.objects.map((object) => {
      const match = found[position++];
      if (match === undefined) {
        throw new DeployError(`db/${file.path} ran, but ${identityLabel(object.identity)} is not there.`);
      }
      return match.identity;
    });
    return { path: file.path, sha256: file.sha256, identity };
  });
  await client.query(
    `insert into core.deployed (path, sha256, identity, deployed_at)
     select path, sha256, identity, now() from jsonb_to_recordset($1::jsonb) as e (path text, sha256 text, identity jsonb)
     on conflict (path) do update
       set sha256 = excluded.sha256, identity = excluded.identity, deployed_at = excluded.deployed_at`,
    [JSON.stringify(entries)],
  );
  await client.query("delete from core.deployed where path = any ($1)", [
    plan.gone.map((entry) => entry.path),
  ]);
}
