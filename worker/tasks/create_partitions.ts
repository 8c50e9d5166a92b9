import type { WorkerTask } from "../services.ts";

/** Every night: the month partitions that will be needed. */
export const create_partitions: WorkerTask = async (_payload, { services: { db, log } }) => {
  const { rows } = await db.query<{ made: number }>("select core.create_partitions() as made");
  if (rows[0] !== undefined && rows[0].made > 0) log.info(rows[0], "partitions created");
};
