import pg from "pg";
import { deploy } from "../deploy/deploy.ts";
import { scramVerifier } from "../deploy/roles.ts";
import type { Secrets } from "./secrets.ts";

export const databaseName = "visual_pipeline";
const deployLogin = "vp_deployer";

/** Runs statements on one connection. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: "visual-pipeline" });
  // A connection that breaks between queries makes the next one fail; without a listener it would end the process.
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function exists(client: pg.Client, query: string, value: string): Promise<boolean> {
  const { rowCount } = await client.query(query, [value]);
  return rowCount === 1;
}

/** The same server and parameters, another login or database. */
export function otherUrl(
  url: string,
  change: { user?: string; password?: string; database?: string },
): string {
  const other = new URL(url);
  if (change.user !== undefined) other.username = encodeURIComponent(change.user);
  if (change.password !== undefined) other.password = encodeURIComponent(change.password);
  if (change.database !== undefined) other.pathname = `/${encodeURIComponent(change.database)}`;
  return other.href;
}

/**
 * What a managed platform would give us: a database, and a login with CREATEROLE that owns it and is no superuser.
 * @param superuserUrl a superuser's URL of the server, any database
 * @returns the deploy login's URL of that database
 */
export async function createDatabase(
  superuserUrl: string,
  deployerPassword: string,
  name: string = databaseName,
): Promise<string> {
  await withClient(superuserUrl, async (client) => {
    if (!(await exists(client, "select 1 from pg_roles where rolname = $1", deployLogin))) {
      await client.query(`create role ${deployLogin} login createrole`);
    }
    // The verifier, so that the password itself is in no log and no statistics.
    const verifier = client.escapeLiteral(scramVerifier(deployerPassword));
    await client.query(`alter role ${deployLogin} password ${verifier}`);
    if (!(await exists(client, "select 1 from pg_database where datname = $1", name))) {
      await client.query(`create database ${client.escapeIdentifier(name)} owner ${deployLogin}`);
    }
  });
  return otherUrl(superuserUrl, { user: deployLogin, password: deployerPassword, database: name });
}

/** Gives what only a superuser can: the deploy does without it where it must. */
export async function addSuperuserExtras(superuserUrl: string): Promise<void> {
  await withClient(superuserUrl, async (client) => {
    await client.query("create extension if not exists pg_stat_statements schema extensions");
    await client.query("grant pg_monitor to vp_monitor");
  });
}

/** Brings a database to the current state. */
export async function deployDatabase(
  databaseUrl: string,
  secrets: Secrets,
  log: (line: string) => void,
  webhookUrl?: string | null,
): Promise<void> {
  await deploy({ databaseUrl, mode: "apply", secrets, webhookUrl, log });
}
