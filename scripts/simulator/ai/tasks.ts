import { randomUUID } from "node:crypto";
import { appendFileSync, writeFileSync } from "node:fs";
import { readLines } from "../ledger.ts";
import type { Shapes } from "../query.ts";
import { type Random, randomFrom } from "../random.ts";
import type { Scenario } from "../scenarios.ts";
import type { AiPath } from "./endpoints.ts";
import type { Work } from "./works.ts";

export type Status = "CREATED" | "IN_PROGRESS" | "COMPLETED" | "FAILED";
/** A status and the Unix milliseconds at which it begins. */
export type Step = { status: Status; at: number };

/** What a POST has started. Plain data: it survives a restart as a line of JSON. */
export type Task = {
  id: string;
  path: AiPath;
  /** The key whose task it is. */
  owner: string;
  /** Where its files are said to be. */
  baseUrl: string;
  webhookUrl: string | null;
  scenario: Scenario | null;
  /** From the first to the last. */
  steps: readonly Step[];
  work: Work;
  /** What the result says where it is no picture. */
  texts: readonly string[] | null;
};

/** The tasks of a simulator, the latest of them. */
export type Tasks = {
  /** A new task's life, from now. */
  plan(kind: "usual" | "at-once" | "failed" | "stuck", now: Date): { id: string; steps: Step[] };
  add(task: Task): void;
  find(id: string): Task | null;
  /** The latest first. */
  list(owner: string, path: AiPath): Task[];
  /** Those that were not over when the simulator started. */
  unfinished(now: Date): Task[];
};

const mostTasks = 20_000;
const mostBytes = 256 * 1024 * 1024;

/** Starts with the tasks of a file (JSON lines), or with none. */
export function openTasks(options: {
  seed: string;
  shapes: Shapes;
  /** Mean time from POST to the end. */
  taskMs: number;
  file: string | null;
}): Tasks {
  const random = randomFrom(`${options.seed}/tasks`);
  const tasks = new Map<string, Task>();
  let bytes = 0;
  const keep = (task: Task) => {
    tasks.set(task.id, task);
    bytes += bytesOf(task);
    for (const [id, oldest] of tasks) {
      if (tasks.size <= mostTasks && bytes <= mostBytes) return;
      tasks.delete(id);
      bytes -= bytesOf(oldest);
    }
  };
  if (options.file !== null) {
    for (const task of readLines<Task>(options.file)) keep(task);
    writeFileSync(options.file, [...tasks.values()].map((task) => `${JSON.stringify(task)}\n`).join(""));
  }

  return {
    plan: (kind, now) => {
      // Of the task's own sequence, so that one that ends otherwise does not change the next.
      const own = randomFrom(`${options.seed}/task/${random.int(0, 0xffff_ffff)}`);
      return { id: randomUUID(), steps: stepsOf(kind, own, now.getTime(), options) };
    },
    add: (task) => {
      if (options.file !== null) appendFileSync(options.file, `${JSON.stringify(task)}\n`);
      keep(task);
    },
    find: (id) => tasks.get(id) ?? null,
    list: (owner, path) =>
      [...tasks.values()].filter((task) => task.owner === owner && task.path === path).reverse(),
    unfinished: (now) => [...tasks.values()].filter((task) => (task.steps.at(-1) as Step).at > now.getTime()),
  };
}

/** The status that a task has at a moment. */
export function statusAt(task: Task, now: Date): Status {
  const reached = task.steps.filter((step) => step.at <= now.getTime()).at(-1);
  return (reached ?? (task.steps[0] as Step)).status;
}

function stepsOf(
  kind: "usual" | "at-once" | "failed" | "stuck",
  random: Random,
  start: number,
  { shapes, taskMs }: { shapes: Shapes; taskMs: number },
): Step[] {
  if (kind === "at-once") return [{ status: "COMPLETED", at: start }];
  const created: Step = { status: "CREATED", at: start };
  const begun: Step = {
    status: "IN_PROGRESS",
    // The documentation shows tasks that are at work when POST is answered.
    at: shapes === "documented" ? start : start + Math.round(taskMs * random.between(0.1, 0.4)),
  };
  const ended: Step = {
    status: kind === "failed" ? "FAILED" : "COMPLETED",
    at: start + Math.round(taskMs * random.between(0.5, 1.5)),
  };
  const all = kind === "stuck" ? [created, begun] : [created, begun, ended];
  return shapes === "documented" ? all.slice(1) : all;
}

function bytesOf({ work }: Task): number {
  return work.source?.length ?? 0;
}
