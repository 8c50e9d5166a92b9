import type { JobHelpers, Task, TaskList } from "graphile-worker";
import type { Pool } from "pg";
import type { Logger } from "pino";
import type { WorkerSettings } from "./config.ts";
import type { FileStore } from "./files/store.ts";

/** What every part of the worker shares. */
export interface Services {
  readonly settings: WorkerSettings;
  readonly db: Pool;
  readonly files: FileStore;
  readonly log: Logger;
}

/** graphile-worker's helpers and the worker's own. */
export type WorkerHelpers = JobHelpers & { readonly services: Services };

/** A task of the worker: `worker/tasks/<name>.ts` exports one under its file's name. */
export type WorkerTask = (payload: unknown, helpers: WorkerHelpers) => Promise<void>;

/** Gives each task the services beside graphile-worker's helpers. */
export function bindTasks(tasks: ReadonlyMap<string, WorkerTask>, services: Services): TaskList {
  const bind =
    (task: WorkerTask): Task =>
    (payload, helpers) =>
      task(payload, { ...helpers, services });
  return Object.fromEntries([...tasks].map(([name, task]) => [name, bind(task)]));
}
