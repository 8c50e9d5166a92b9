import { isRenditionKey } from "../files/store.ts";
import type { WorkerTask } from "../services.ts";

/** Whoever wrote a file says so to the database long before. */
const abandonedAfterMs = 60 * 60 * 1000;

/** A rendition is made again when somebody looks at its picture again. */
const unusedAfterMs = 30 * 24 * 60 * 60 * 1000;

/**
 * Every night: deletes files that belong to nobody, because their worker died before it could say what they are, or
 * because the file that they are renditions of has gone; and renditions that nobody has looked at for a month.
 */
export const sweep_files: WorkerTask = async (_payload, { services: { db, files, log } }) => {
  let deleted = 0;
  for await (const keys of files.untouched(abandonedAfterMs)) {
    const { rows } = await db.query<{ key: string }>("select key from system.unowned_files($1) key", [keys]);
    const unowned = new Set(rows.map(({ key }) => key));
    for (const key of keys) {
      const after = unowned.has(key) ? abandonedAfterMs : isRenditionKey(key) ? unusedAfterMs : null;
      if (after !== null && (await files.discard(key, after))) deleted += 1;
    }
  }
  if (deleted > 0) log.info({ deleted }, "files that belonged to nobody, or that nobody used, were deleted");
};
