import type { WorkerTask } from "../services.ts";

/** A temporary file that nothing was written to for this long belongs to nobody any more. */
const abandonedAfterMs = 60 * 60 * 1000;

/** Every minute: jobs of dead workers, lost jobs and calls, uploads that never came, counters and temporary files of the past. */
export const recover_jobs: WorkerTask = async (_payload, { services: { db, files, log } }) => {
  const { rows } = await db.query<{ jobs: number; calls: number; uploads: number; counters: number }>(
    `select system.recover_jobs() as jobs, integration.recover_calls() as calls,
      system.expire_uploads() as uploads, system.forget_rates() as counters`,
  );
  const temporaryFiles = await files.sweep(abandonedAfterMs);
  const recovered = { ...rows[0], temporary_files: temporaryFiles };
  if (Object.values(recovered).some((count) => count > 0)) log.info(recovered, "recovered");
};
