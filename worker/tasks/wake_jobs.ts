import type { WorkerTask } from "../services.ts";

/** Queues a waiting job again, whose time has come. */
export const wake_jobs: WorkerTask = async (payload, { services: { db } }) => {
  const { organization_id, job_id } = payload as { organization_id: string; job_id: string };
  await db.query("select system.wake_jobs($1, array[$2]::uuid[])", [organization_id, job_id]);
};
