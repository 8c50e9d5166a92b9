import type { WorkerTask } from "../services.ts";

/** Whoever wrote a file says so to the database long before. */
const abandonedAfterMs = 60 * 60 * 1000;

/** Every night: deletes files that belong to nobody, because their worker died before it could say what they are. */
export const sweep_files: WorkerTask = async (_payload, { services: { db, files, log } }) => {
  let deleted = 0;
  for await (const keys of files.untouched(abandonedAfterMs)) {
    const { rows } = await db.query<{ key: string }>("select key from system.unowned_files($1) key", [keys]);
    for (const { key } of rows) if (await files.discard(key, abandonedAfterMs)) deleted += 1;
  }
  if (deleted > 0) log.info({ deleted }, "files that belonged to nobody were deleted");
};
