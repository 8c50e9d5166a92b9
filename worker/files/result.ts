import { inTransaction, type Queryable } from "../db.ts";
import type { Services } from "../services.ts";
import { isDiskFull } from "./http-error.ts";
import { sha256Of, storageKey, type TemporaryFile } from "./store.ts";

/** What the row of a result says of its bytes. */
export interface StoredBytes {
  readonly sha256: string;
  readonly bytes: number;
}

/**
 * Stores a file that a task has made, together with its row. `record` writes the row; when it answers false, nobody
 * wants the file any more, and nothing is left of it. A full disk is an error that clients may read: the job is tried
 * again later.
 */
export async function storeResult(
  { db, files }: Pick<Services, "db" | "files">,
  organizationId: string,
  data: Buffer,
  record: (client: Queryable, stored: StoredBytes) => Promise<boolean>,
): Promise<void> {
  const stored = { sha256: sha256Of(data), bytes: data.length };
  let file: TemporaryFile | undefined;
  try {
    file = await files.openTemporary();
    await file.write(data);
    const written = file;
    await inTransaction(db, async (client) => {
      if (await record(client, stored)) await written.keep(storageKey(organizationId, stored.sha256));
    });
  } catch (cause) {
    if (isDiskFull(cause)) throw new Error("The file store is full.", { cause });
    throw cause;
  } finally {
    await file?.discard();
  }
}
