import { setTimeout as delay } from "node:timers/promises";
import { isListener } from "./listening.ts";
import { type Child, type ChildOptions, type Exit, logTail, startChild, stopChild } from "./process.ts";

/** A part that is up. */
export interface RunningPart {
  readonly pid: number;
  readonly exited: Promise<Exit>;
  stop(): Promise<void>;
}

export interface PartOptions {
  readonly name: string;
  /** Starts it and resolves when it is ready. Called again after a crash. */
  readonly start: () => Promise<RunningPart>;
  /** Told each time the part's process changes; `undefined` when there is none. */
  readonly onProcess: (pid: number | undefined) => void;
  readonly log: (line: string) => void;
}

const firstPause = 100;
const longestPause = 30_000;
/** A part that ran this long was healthy: its next crash starts the back-off anew. */
const healthyAfter = 60_000;

/** Keeps one part of the stack running: started again after each crash, with growing pauses. */
export class Part {
  readonly #options: PartOptions;
  readonly #stopping = new AbortController();
  #running: RunningPart | undefined;
  #watch: Promise<void> | undefined;

  constructor(options: PartOptions) {
    this.#options = options;
  }

  /** Starts the part for the first time. What goes wrong here goes to the caller. */
  async start(): Promise<void> {
    const running = await this.#startOnce();
    this.#watch = this.#keepRunning(running);
  }

  /** Stops the part for good. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running?.stop();
    await this.#watch;
  }

  async #startOnce(): Promise<RunningPart> {
    const running = await this.#options.start();
    this.#running = running;
    if (this.#stopping.signal.aborted) await running.stop();
    else this.#options.onProcess(running.pid);
    return running;
  }

  async #keepRunning(first: RunningPart): Promise<void> {
    const { name, log, onProcess } = this.#options;
    const { signal } = this.#stopping;
    let running: RunningPart | undefined = first;
    let since = Date.now();
    let pause = firstPause;
    while (!signal.aborted) {
      if (running !== undefined) {
        const exit = await running.exited;
        this.#running = undefined;
        onProcess(undefined);
        if (signal.aborted) return;
        if (Date.now() - since > healthyAfter) pause = firstPause;
        log(`${name} ended (${describeExit(exit)}); starting it again`);
      }
      await delay(pause, undefined, { signal }).catch(() => undefined); // rejects only to say that we stop
      pause = Math.min(pause * 2, longestPause);
      if (signal.aborted) return;
      since = Date.now();
      try {
        running = await this.#startOnce();
        log(`${name} is up again`);
      } catch (error) {
        running = undefined;
        log(
          `${name} does not start; trying again in ${Math.ceil(pause / 1000)} s: ${(error as Error).message}`,
        );
      }
    }
  }
}

function describeExit({ code, signal }: Exit): string {
  return signal === null ? `exit code ${code}` : signal;
}

export interface HttpPartOptions extends Omit<ChildOptions, "deathSignal"> {
  readonly name: string;
  /** Answers 200 when the part is ready. */
  readonly readyUrl: string;
  /** Ports that must be its own by then. */
  readonly ports: readonly number[];
  /** Told as soon as the process exists, before it is ready. */
  readonly onSpawn: (pid: number) => void;
  readonly signal: AbortSignal;
}

const startTimeout = 60_000;
const stopGrace = 10_000;

/** Starts a child process that serves HTTP, and waits until it says that it is ready. */
export async function startHttpPart(options: HttpPartOptions): Promise<RunningPart> {
  options.signal.throwIfAborted();
  const child = await startChild({ ...options, deathSignal: "TERM" });
  options.onSpawn(child.pid);
  try {
    await untilReady(child, options);
  } catch (error) {
    await stopChild(child, "SIGTERM", 1_000);
    throw error;
  }
  return {
    pid: child.pid,
    exited: child.exited,
    async stop() {
      await stopChild(child, "SIGTERM", stopGrace);
    },
  };
}

async function untilReady(
  child: Child,
  { name, readyUrl, ports, logFile, signal }: HttpPartOptions,
): Promise<void> {
  const deadline = Date.now() + startTimeout;
  for (;;) {
    signal.throwIfAborted();
    const exit = child.exit();
    if (exit !== undefined) {
      throw new Error(
        `${name} did not start (${describeExit(exit)}). The end of ${logFile}:\n${logTail(logFile)}`,
      );
    }
    if ((await answers(readyUrl)) && ports.every((port) => isListener(child.pid, port))) return;
    if (Date.now() > deadline) {
      throw new Error(
        `${name} is not ready after ${startTimeout / 1000} s. The end of ${logFile}:\n${logTail(logFile)}`,
      );
    }
    await delay(15);
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false; // nobody listens yet: the caller asks again until its deadline
  }
}
