import { join } from "node:path";
import type { Environment } from "../../worker/config.ts";
import { Part, type RunningPart, startHttpPart } from "./part.ts";
import { Ports } from "./ports.ts";
import { childEnvironment } from "./settings.ts";
import type { StartLock } from "./start-lock.ts";

/** In the order in which they stop: each before those it needs. */
const partNames = ["worker", "api", "freepik", "database"] as const;
export type PartName = (typeof partNames)[number];

/** A part that is a process serving HTTP. */
export interface ChildPart {
  readonly name: PartName;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Record<string, string>;
  /** Ports that it opens. */
  readonly ports: readonly number[];
  readonly readyUrl: string;
}

export interface SupervisorOptions {
  readonly dataDir: string;
  /** What the parts inherit, as far as it is meant for them. */
  readonly env: Environment;
  readonly lock: StartLock;
  readonly log: (line: string) => void;
  /** Whether to log how long each part took to start. */
  readonly timings: boolean;
  /** Told each time a part's process changes. */
  readonly onProcess: () => void;
}

/** Runs the parts of a stack: starts them together, starts each again after a crash, and stops all in order. */
export class Supervisor {
  readonly ports = new Ports();
  readonly #options: SupervisorOptions;
  readonly #parts = new Map<PartName, Part>();
  readonly #pids = new Map<PartName, number>();
  readonly #stopping = new AbortController();

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  /** Process ids by part. */
  get pids(): Readonly<Partial<Record<PartName, number>>> {
    return Object.fromEntries(this.#pids);
  }

  get isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  /** Breaks off what is being started. */
  breakOff(reason: unknown): void {
    this.#stopping.abort(reason);
  }

  /** Stops all parts and gives their ports free. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    for (const name of partNames) await this.#parts.get(name)?.stop();
    await this.ports.releaseAll();
  }

  /** Waits for all; the first that fails breaks off the others. */
  async together<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
    const abort = (error: unknown) => this.breakOff(error);
    first.catch(abort);
    second.catch(abort);
    await Promise.allSettled([first, second]);
    this.#stopping.signal.throwIfAborted();
    return [await first, await second];
  }

  /** Starts a process and waits until it answers. */
  startChild(part: ChildPart): Promise<void> {
    const { dataDir, env, lock } = this.#options;
    return this.timed(part.name, () =>
      this.keep(part.name, async () => {
        await Promise.all(part.ports.map((port) => this.ports.release(port)));
        return startHttpPart({
          ...part,
          // Compiled code is kept: that halves the time until a Node process is up.
          env: childEnvironment(env, { NODE_COMPILE_CACHE: join(dataDir, "cache"), ...part.env }),
          logFile: join(dataDir, "logs", `${part.name}.log`),
          signal: this.#stopping.signal,
          onSpawn: (pid) =>
            lock.record(part.name, { pid, marker: part.args[0] ?? part.command, signal: "SIGTERM" }),
        });
      }),
    );
  }

  /** Starts a part, and again after each crash until the stack stops. */
  async keep(name: PartName, start: () => Promise<RunningPart>): Promise<void> {
    this.#stopping.signal.throwIfAborted();
    const { log, onProcess } = this.#options;
    const part = new Part({
      name,
      start,
      log,
      onProcess: (pid) => {
        if (pid === undefined) this.#pids.delete(name);
        else this.#pids.set(name, pid);
        onProcess();
      },
    });
    this.#parts.set(name, part);
    await part.start();
  }

  /** Does a step of the start, and logs how long it took if that is wanted. */
  async timed<T>(what: string, work: () => Promise<T>): Promise<T> {
    const begin = performance.now();
    const result = await work();
    if (this.#options.timings) {
      this.#options.log(`${what} ready after ${Math.round(performance.now() - begin)} ms`);
    }
    return result;
  }
}
