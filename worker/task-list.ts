import { readdir } from "node:fs/promises";
import { type ParsedCronItem, parseCronItems } from "graphile-worker";
import type { WorkerTask } from "./services.ts";

/** Loads the tasks: each file of the folder exports one under its own name. */
export async function loadTasks(
  folder = new URL("tasks/", import.meta.url),
): Promise<Map<string, WorkerTask>> {
  const tasks = new Map<string, WorkerTask>();
  for (const file of (await readdir(folder)).filter((name) => name.endsWith(".ts")).sort()) {
    const name = file.replace(/\.ts$/, "");
    const exported = ((await import(new URL(file, folder).href)) as Record<string, unknown>)[name];
    if (typeof exported !== "function")
      throw new Error(`worker/tasks/${file} must export a task named ${name}.`);
    tasks.set(name, exported as WorkerTask);
  }
  return tasks;
}

/** When the maintenance tasks run (UTC). The identifiers are permanent: graphile-worker keeps its place by them. */
const schedule = {
  recover_jobs: "* * * * *",
  advance_rollups: "* * * * *",
  refresh_views: "*/5 * * * *",
  create_partitions: "17 3 * * *",
  sweep_files: "41 3 * * *",
  forget_past: "53 3 * * *",
};

/** The cron items of the tasks that there are. */
export function cronItems(tasks: ReadonlyMap<string, WorkerTask>): ParsedCronItem[] {
  return parseCronItems(
    Object.entries(schedule)
      .filter(([task]) => tasks.has(task))
      .map(([task, match]) => ({
        task,
        match,
        identifier: task,
        // One waiting run is enough, and it goes before the tenants' work.
        options: { jobKey: `cron:${task}`, maxAttempts: 3, priority: -10 },
      })),
  );
}
