import { isDiskFull } from "./http-error.ts";
import type { FileStore } from "./store.ts";

/** Stores a file that a task has made. A full disk is an error that clients may read: the job is tried again later. */
export async function storeResult(
  files: FileStore,
  organizationId: string,
  data: Buffer,
): Promise<{ sha256: string; bytes: number }> {
  try {
    return await files.write(organizationId, data);
  } catch (cause) {
    if (isDiskFull(cause)) throw new Error("The file store is full.", { cause });
    throw cause;
  }
}
