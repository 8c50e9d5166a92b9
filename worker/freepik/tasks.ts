/** What the provider says about a task, and what it answers at once instead. */

import { fields, isWebUrl, text, UnusableAnswer } from "./json.ts";

export type TaskStatus = "CREATED" | "IN_PROGRESS" | "COMPLETED" | "FAILED";

/** A task, as `integration.update_task()` takes it. */
export interface Task {
  readonly task_id: string;
  readonly status: TaskStatus;
  /** Addresses of pictures; texts, where a text was asked for, and sometimes where none was. */
  readonly generated: string[];
  readonly has_nsfw: boolean[];
}

/** What an answer that is no task holds: what to keep of it, and pictures that came inside. */
export interface Result {
  readonly response: object;
  readonly pictures?: Buffer[];
}

const statuses: readonly string[] = ["CREATED", "IN_PROGRESS", "COMPLETED", "FAILED"] satisfies TaskStatus[];
const maxTextLength = 20_000;

/**
 * Reads a task, with or without its `data`; some endpoints name the status `task_status`.
 * @throws {UnusableAnswer}
 */
export function readTask(body: unknown): Task {
  const outer = fields(body);
  const task = typeof outer.data === "object" ? fields(outer.data) : outer;
  const id = readId(task.task_id);
  const status = String(task.status ?? task.task_status).toUpperCase();
  if (id === null || !statuses.includes(status)) throw new UnusableAnswer("its answer has no task");
  return {
    task_id: id,
    status: status as TaskStatus,
    generated: (Array.isArray(task.generated) ? task.generated : [])
      .map((item) => text(item, maxTextLength))
      .filter((item) => item !== null),
    has_nsfw: (Array.isArray(task.has_nsfw) ? task.has_nsfw : []).map((flag) => flag === true),
  };
}

/** A task's id, be it a text or a number. */
function readId(value: unknown): string | null {
  if (Number.isSafeInteger(value)) return String(value);
  return text(value, 200) || null;
}

/**
 * Reads a page of the list of tasks: their ids. Each must have one, or a task that is there would be taken for missing
 * and made again.
 * @throws {UnusableAnswer}
 */
export function readTaskList(body: unknown): string[] {
  const { data } = fields(body);
  if (!Array.isArray(data)) throw new UnusableAnswer("its answer has no list of tasks");
  return data.map((item) => {
    const id = readId(fields(item).task_id);
    if (id === null) throw new UnusableAnswer("its answer lists a task without an id");
    return id;
  });
}

/**
 * Reads pictures that came with the answer.
 * @throws {UnusableAnswer}
 */
export function readPictures(body: unknown): Result {
  const { data } = fields(body);
  const items = Array.isArray(data) ? data.map(fields) : [];
  if (items.length === 0 || items.some(({ base64 }) => typeof base64 !== "string" || base64 === "")) {
    throw new UnusableAnswer("its answer has no picture");
  }
  return {
    response: { has_nsfw: items.map(({ has_nsfw }) => has_nsfw === true) },
    pictures: items.map(({ base64 }) => Buffer.from(String(base64), "base64")),
  };
}

/**
 * Reads the answer of cutting out: addresses that are good for five minutes, the best first.
 * @throws {UnusableAnswer}
 */
export function readCutOut(body: unknown): Result {
  const { high_resolution, url } = fields(body);
  const addresses = [high_resolution, url]
    .map((item) => text(item))
    .filter((item) => item !== null && isWebUrl(item));
  if (addresses.length === 0) throw new UnusableAnswer("its answer has no address of a file");
  return { response: { generated: addresses } };
}

/**
 * Reads how likely a picture was made by AI.
 * @throws {UnusableAnswer}
 */
export function readClasses(body: unknown): Result {
  const { data } = fields(body);
  const classes = (Array.isArray(data) ? data.map(fields) : []).map(({ class_name, probability }) => ({
    class_name: text(class_name, 100),
    probability: Number(probability),
  }));
  if (
    classes.length === 0 ||
    classes.some((one) => one.class_name === null || !Number.isFinite(one.probability))
  ) {
    throw new UnusableAnswer("its answer has no classes");
  }
  return { response: { classes } };
}
