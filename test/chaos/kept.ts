import { setTimeout as delay } from "node:timers/promises";
import type { RunningPart } from "../../scripts/stack/part.ts";

/** Keeps a process up: whenever it ends, however it ends, it is started again; after kill() not before revive(). */
export class Kept {
  readonly #start: () => Promise<RunningPart>;
  readonly #ended: (pid: number) => Promise<void>;
  #running: RunningPart | undefined;
  #isStopping = false;
  #watch: Promise<void> | undefined;
  #revived = Promise.withResolvers<void>();

  constructor(start: () => Promise<RunningPart>, ended: (pid: number) => Promise<void>) {
    this.#start = start;
    this.#ended = ended;
    this.revive();
  }

  get pid(): number | undefined {
    return this.#running?.pid;
  }

  async start(): Promise<void> {
    this.#running = await this.#start();
    this.#watch = this.#keep(this.#running);
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    this.revive();
    await this.#running?.stop();
    await this.#watch;
  }

  /** kill -9. Resolves when the process is dead. */
  async kill(): Promise<void> {
    this.#revived = Promise.withResolvers<void>();
    const running = this.#running;
    if (running === undefined) return;
    process.kill(running.pid, "SIGKILL");
    await running.exited;
  }

  revive(): void {
    this.#revived.resolve();
  }

  async #keep(first: RunningPart): Promise<void> {
    for (let running: RunningPart | undefined = first; ; ) {
      if (running !== undefined) {
        await running.exited;
        this.#running = undefined;
        if (this.#isStopping) return;
        await this.#ended(running.pid);
      }
      running = undefined;
      await this.#revived.promise;
      if (this.#isStopping) return;
      try {
        running = await this.#start();
        this.#running = running;
        if (this.#isStopping) await running.stop();
      } catch {
        await delay(200); // what it needs is down as well; its log tells
      }
    }
  }
}
