import type { Client } from "pg";
import { withClient } from "../stack/database.ts";

/** Clones a database on the same server. `url` is a superuser's URL of another database of it. */
export async function cloneDatabase(url: string, template: string, name: string): Promise<void> {
  await withClient(url, async (client) => {
    const { rows } = await client.query<{ owner: string }>(
      "select pg_get_userbyid(datdba) as owner from pg_database where datname = $1",
      [template],
    );
    const owner = rows[0]?.owner;
    if (owner === undefined) throw new Error(`There is no template database ${template}.`);
    const [from, to, by] = [template, name, owner].map((identifier) => client.escapeIdentifier(identifier));
    await client.query(`create database ${to} template ${from} owner ${by} strategy file_copy`);
  });
}

/** Drops a database together with the connections to it. */
export async function dropDatabase(client: Client, name: string): Promise<void> {
  await client.query(`drop database if exists ${client.escapeIdentifier(name)} with (force)`);
}
