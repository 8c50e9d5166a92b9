import { BodyError, readBody } from "./body.ts";
import { describeCall, type Endpoint, endpoints, type FreepikCall, type Operation } from "./endpoints.ts";
import { describeFailure, wasNotSent } from "./failures.ts";
import { isWebUrl, text, UnusableAnswer } from "./json.ts";
import { readTask, readTaskList, type Task } from "./tasks.ts";

export interface FreepikOptions {
  readonly baseUrl: string;
  readonly apiKey: string;
  /** The header that the key goes into. */
  readonly authHeader: string;
  /** How long an API call may take, its body included. */
  readonly callTimeoutMs?: number;
  /** How long a file may take. */
  readonly fileTimeoutMs?: number;
}

/** Why a call brought nothing. */
export type Refusal =
  /** The service asks to be left alone for a while. */
  | {
      readonly outcome: "wait";
      readonly status: number;
      readonly error: string;
      readonly retryAfterMs: number;
    }
  /** Refused for now (status), or certainly never sent (null). */
  | { readonly outcome: "retry"; readonly status: number | null; readonly error: string }
  /** Refused for good. */
  | { readonly outcome: "give_up"; readonly status: number; readonly error: string }
  /** Sent, but what came back, if anything, is not the answer: it may have been billed. */
  | { readonly outcome: "lost"; readonly status: number | null; readonly error: string };

/** How a call ended. Booking it is SQL's. */
export type CallOutcome =
  | {
      readonly outcome: "result";
      readonly status: number;
      readonly response: object;
      /** Pictures that came with the answer. */
      readonly pictures?: Buffer[];
    }
  /** The service is at work on it. */
  | { readonly outcome: "accepted"; readonly status: number; readonly taskId: string }
  | Refusal;

/** How asking for a task ended. */
export type PollOutcome = { readonly outcome: "result"; readonly task: Task } | Refusal;

/** How reading the list of tasks ended. */
export type ListOutcome = { readonly outcome: "result"; readonly taskIds: string[] } | Refusal;

/** How fetching a file ended. */
export type FetchOutcome =
  | { readonly outcome: "fetched"; readonly data: Buffer }
  | { readonly outcome: "failed"; readonly status: number | null; readonly error: string };

const maxAnswerBytes = 5_000_000;
const maxRedirects = 3;
/** Statuses that another attempt may heal; those from 520 on are of gateways. */
const passes = (status: number) => [408, 425, 429, 500, 502, 503, 504].includes(status) || status >= 520;
const maxRetryAfterMs = 86_400_000;
const pageSize = 100;
const maxPages = 50;

/** A client of the Freepik (now Magnific) API. It tells how each call ended and decides nothing. */
export class Freepik {
  readonly #options: FreepikOptions;

  constructor(options: FreepikOptions) {
    this.#options = options;
  }

  /**
   * Makes one call. The attempt's id travels in a header, so that both sides' ledgers can be compared.
   * @throws only what is a fault of ours
   */
  async call(
    call: FreepikCall,
    attemptId: string,
    signal: AbortSignal,
    webhookUrl?: string,
  ): Promise<CallOutcome> {
    const endpoint: Endpoint<never> = endpoints[call.operation];
    const { method, path, body, contentType } = describeCall(call, webhookUrl);
    const init: RequestInit = {
      method,
      headers: {
        "x-client-attempt-id": attemptId,
        ...(contentType === undefined ? {} : { "content-type": contentType }),
      },
      ...(body === undefined ? {} : { body }),
    };
    const limit = endpoint.answers === "result" ? endpoint.maxAnswerBytes : undefined;
    const answer = await this.#ask(path, init, signal, limit);
    if (answer.outcome !== "answered") return answer;
    const { status } = answer;
    return read(answer, (json) => {
      if (endpoint.answers === "result") return { outcome: "result", status, ...endpoint.read(json) };
      const task = readTask(json);
      // Some are done at once.
      return task.status === "COMPLETED" && task.generated.length > 0
        ? { outcome: "result", status, response: task }
        : { outcome: "accepted", status, taskId: task.task_id };
    });
  }

  /** Asks how a task is going; this costs nothing. */
  async poll(operation: Operation, taskId: string, signal: AbortSignal): Promise<PollOutcome> {
    const answer = await this.#ask(`${taskPath(operation)}/${encodeURIComponent(taskId)}`, {}, signal);
    if (answer.outcome !== "answered") return answer;
    return read(answer, (json) => {
      const task = readTask(json);
      if (task.task_id !== taskId) throw new UnusableAnswer("its answer is about another task");
      return { outcome: "result", task };
    });
  }

  /** Reads the list of an operation's tasks, all pages of it; this costs nothing. */
  async list(operation: Operation, signal: AbortSignal): Promise<ListOutcome> {
    const ids = new Set<string>();
    for (let page = 1; page <= maxPages; page++) {
      const answer = await this.#ask(`${taskPath(operation)}?page=${page}&page_size=${pageSize}`, {}, signal);
      if (answer.outcome !== "answered") return answer;
      const known = ids.size;
      const listed = read<ListOutcome>(answer, (json) => ({
        outcome: "result",
        taskIds: readTaskList(json),
      }));
      if (listed.outcome !== "result") return listed;
      for (const id of listed.taskIds) ids.add(id);
      // Where pages are not known, each is the whole list.
      if (listed.taskIds.length < pageSize || ids.size === known) break;
    }
    return { outcome: "result", taskIds: [...ids] };
  }

  /** Sends one request and reads its answer's body. */
  async #ask(
    path: string,
    init: RequestInit,
    signal: AbortSignal,
    maxBytes = maxAnswerBytes,
  ): Promise<Answer | Refusal> {
    if (signal.aborted)
      return { outcome: "retry", status: null, error: "Freepik was not called: the worker stops." };
    const { baseUrl, apiKey, authHeader, callTimeoutMs = 60_000 } = this.#options;
    let response: Response;
    try {
      response = await fetch(baseUrl + path, {
        ...init,
        headers: {
          accept: "application/json",
          "accept-language": "en-US",
          [authHeader]: apiKey,
          ...init.headers,
        },
        redirect: "manual",
        signal: AbortSignal.any([signal, AbortSignal.timeout(callTimeoutMs)]),
      });
    } catch (error) {
      const text = `Freepik did not answer: ${describeFailure(error)}.`;
      return { outcome: wasNotSent(error) ? "retry" : "lost", status: null, error: text };
    }
    if (!response.ok) return readRefusal(response);
    try {
      const body = (await readBody(response, maxBytes)).toString("utf8");
      return { outcome: "answered", status: response.status, body };
    } catch (error) {
      return lost(response.status, error instanceof BodyError ? error.message : describeFailure(error));
    }
  }

  /**
   * Fetches a file that was paid for, without the API key.
   * @throws what the signal aborts with
   */
  async fetchFile(url: string, maxBytes: number, signal: AbortSignal): Promise<FetchOutcome> {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(this.#options.fileTimeoutMs ?? 120_000)]);
    const secure = this.#options.baseUrl.startsWith("https:");
    let status: number | null = null;
    try {
      let address = url;
      for (let hop = 0; hop <= maxRedirects; hop++) {
        if (!isWebUrl(address) || (secure && !address.startsWith("https:"))) {
          return { outcome: "failed", status, error: "The file's address is not one of the web." };
        }
        const response = await fetch(address, { redirect: "manual", signal: limit });
        status = response.status;
        const location = response.headers.get("location");
        if (status >= 300 && status < 400 && location !== null) {
          await response.body?.cancel();
          address = new URL(location, address).href;
          continue;
        }
        if (response.ok) return { outcome: "fetched", data: await readBody(response, maxBytes) };
        await response.body?.cancel();
        const expired = [401, 403, 404, 410].includes(status) ? " Its address has expired." : "";
        return { outcome: "failed", status, error: `The file was refused with ${status}.${expired}` };
      }
      return { outcome: "failed", status, error: "The file's address leads in circles." };
    } catch (error) {
      signal.throwIfAborted();
      const reason = error instanceof BodyError ? error.message : describeFailure(error);
      return { outcome: "failed", status: null, error: `The file did not come: ${reason}.` };
    }
  }
}

/** An answer of the service that is not a refusal. */
interface Answer {
  readonly outcome: "answered";
  readonly status: number;
  readonly body: string;
}

function taskPath(operation: Operation): string {
  const endpoint: Endpoint<never> = endpoints[operation];
  if (endpoint.answers !== "task") throw new Error(`${operation} has no tasks.`);
  return endpoint.path;
}

function lost(status: number, why: string): Refusal {
  return { outcome: "lost", status, error: `Freepik answered ${status}, but ${why}.` };
}

/** Makes something of an answer; what is not what was asked for is lost. */
function read<Outcome>({ status, body }: Answer, understand: (json: unknown) => Outcome): Outcome | Refusal {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return lost(status, /^\s*</.test(body) ? "with a page of HTML" : "not with JSON");
  }
  try {
    return understand(json);
  } catch (error) {
    if (error instanceof UnusableAnswer) return lost(status, error.message);
    throw error;
  }
}

async function readRefusal(response: Response): Promise<Refusal> {
  const { status } = response;
  const retryAfterMs = readRetryAfter(response.headers.get("retry-after"));
  let message: string | null;
  try {
    message = readMessage((await readBody(response, maxAnswerBytes)).toString("utf8"));
  } catch (error) {
    message = error instanceof BodyError ? error.message : describeFailure(error);
  }
  const error = `Freepik answered ${status}${message === null ? "" : `: ${message}`}`;
  if (!passes(status)) return { outcome: "give_up", status, error };
  return retryAfterMs === null
    ? { outcome: "retry", status, error }
    : { outcome: "wait", status, error, retryAfterMs };
}

/** The reason in an error's body: `message`, or that of a problem with its parameters; null for a page or nothing. */
function readMessage(body: string): string | null {
  let json: {
    message?: unknown;
    problem?: { message?: unknown; invalid_params?: unknown };
    invalid_params?: unknown;
  };
  try {
    json = JSON.parse(body);
  } catch {
    return null;
  }
  const problem = json?.problem ?? json;
  if (typeof problem?.message !== "string") return null;
  const parameters = Array.isArray(problem.invalid_params)
    ? problem.invalid_params.map(({ name, reason }) => ` ${name} ${reason}.`).join("")
    : "";
  return text(problem.message + parameters, 500);
}

/** Seconds or a date, as milliseconds from now, a day at most; null where there is none or it says nothing. */
function readRetryAfter(value: string | null): number | null {
  if (value === null) return null;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return ms > 0 ? Math.min(ms, maxRetryAfterMs) : null;
}
