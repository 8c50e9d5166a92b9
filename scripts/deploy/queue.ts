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

/** Brings graphile-worker's schema to the installed package's revision. Returns whether that changed anything. */
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
  return (await revision(client)) !== before;
}
