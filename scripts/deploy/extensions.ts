import pg, { type Client } from "pg";
import { asRole } from "./connection.ts";
import { DeployError, describeError, sqlState } from "./errors.ts";

/** Trusted: the owner of a database may create them without being a superuser. */
const required = ["uuid-ossp", "pg_trgm", "btree_gin", "pgcrypto", "unaccent"];
const optional = ["pg_stat_statements"];

/** Makes the schema `extensions` and what is missing in it. Returns the extensions that it made. */
export async function deployExtensions(
  client: Client,
  onWarning: (message: string) => void,
): Promise<string[]> {
  const { rows: schemas } = await client.query("select from pg_namespace where nspname = 'extensions'");
  if (schemas.length === 0) {
    await asRole(client, "vp_owner", () =>
      client.query(
        `create schema extensions;
         comment on schema extensions is 'Extensions of PostgreSQL, apart from the product''s own objects.'`,
      ),
    );
  }
  const { rows: existing } = await client.query<{ name: string; schema: string }>(
    "select e.extname as name, n.nspname as schema from pg_extension e join pg_namespace n on n.oid = e.extnamespace",
  );
  const misplaced = existing.filter((e) => required.includes(e.name) && e.schema !== "extensions");
  if (misplaced.length > 0) {
    throw new DeployError(
      misplaced
        .map(
          ({ name, schema }) =>
            `The extension ${name} is in schema ${schema}, but the product looks for it in schema extensions. ` +
            `Move it: alter extension ${pg.escapeIdentifier(name)} set schema extensions;`,
        )
        .join("\n"),
    );
  }
  const missing = (names: string[]) => names.filter((name) => !existing.some((e) => e.name === name));
  const create = (name: string) =>
    client.query(`create extension if not exists ${pg.escapeIdentifier(name)} schema extensions`);
  const made: string[] = [];

  const { rows: rights } = await client.query<{ owner_may: boolean; usage_missing: boolean }>(
    `select has_schema_privilege('vp_owner', 'extensions', 'create') as owner_may,
       not (select bool_and(has_schema_privilege(role, 'extensions', 'usage'))
            from unnest(array['vp_owner', 'vp_definer', 'vp_queue', 'vp_anon', 'vp_member', 'vp_worker', 'vp_dba',
                              'vp_monitor']) as role) as usage_missing`,
  );
  for (const name of missing(required)) {
    // A managed server may have made the schema itself; then only the login can create in it.
    if (rights[0]?.owner_may) await asRole(client, "vp_owner", () => create(name));
    else await create(name);
    made.push(name);
  }
  for (const name of missing(optional)) {
    try {
      await create(name);
      made.push(name);
    } catch (error) {
      // Insufficient privilege, or the server does not have it.
      if (!["42501", "0A000", "58P01", "55000"].includes(sqlState(error) ?? "")) throw error;
      onWarning(`The extension ${name} is left out: ${describeError(error).replace(/\s*\n\s*/g, " ")}`);
    }
  }
  if (rights[0]?.usage_missing) {
    await client.query(
      "grant usage on schema extensions to vp_owner, vp_definer, vp_queue, vp_anon, vp_member, vp_worker, vp_dba, vp_monitor",
    );
  }
  return made;
}
