import { Logger, runMigrations } from "graphile-worker";
import type { Client } from "pg";
import { urlAsRole } from "./connection.ts";

async function revision(client: Client): Promise<number> {
  const { rows } = await client.query<{ exists: boolean }>(
    "select to_regclass('graphile_worker.migrations') is not null as exists",
  );
  if (!rows[0]?.exists) return 0;
  const { rows: last } = await client.query<{ id: number }>(
    "select coalesce(max(id), 0) as id from graphile_worker.migrations",
  );
  return last[0]?.id ?? 0;
}

/** graphile-worker's tables have row-level security and no policy of their own, so that only their owner would see a row. */
const openToWorker = `
do $$
declare
  closed regclass;
begin
  grant usage on schema graphile_worker to vp_worker;
  grant select on graphile_worker.migrations to vp_worker;
  grant usage on all sequences in schema graphile_worker to vp_worker;
  grant execute on all functions in schema graphile_worker to vp_worker;
  for closed in
    select c.oid from pg_class c
    where c.relnamespace = 'graphile_worker'::regnamespace and c.relkind = 'r' and c.relrowsecurity
      and not exists (select from pg_policy p where p.polrelid = c.oid)
  loop
    execute format('grant select, insert, update, delete on %s to vp_worker', closed);
    execute format('create policy vp_worker__all on %s for all to vp_worker using (true) with check (true)', closed);
  end loop;
end $$`;

async function isOpenToWorker(client: Client): Promise<boolean> {
  const { rows } = await client.query(
    "select from pg_policy where polrelid = 'graphile_worker._private_jobs'::regclass",
  );
  return rows.length > 0;
}

/** Brings graphile-worker's schema to the installed package's revision, for the worker to use and not to change. Returns whether that changed anything. */
export async function deployQueue(
  client: Client,
  databaseUrl: string,
  onWarning: (message: string) => void,
): Promise<boolean> {
  const before = await revision(client);
  const logger = new Logger(() => (level, message) => {
    if (level === "warning" || level === "error") onWarning(message);
  });
  const connectionString = urlAsRole(databaseUrl, "vp_queue");
  await runMigrations({ connectionString, maxPoolSize: 1, schema: "graphile_worker", logger });
  const changed = (await revision(client)) !== before || !(await isOpenToWorker(client));
  if (changed) await client.query(openToWorker);
  return changed;
}
