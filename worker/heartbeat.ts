import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import type { Pool } from "pg";
import type { Logger } from "pino";

const intervalMs = 5_000;

/**
 * Tells the database that this process lives, and which locks of the queue are its own. When another process has fallen
 * silent, its jobs are recovered.
 */
export class Heartbeat {
  readonly #db: Pool;
  readonly #publicUrl: string;
  readonly #log: Logger;
  readonly #id = randomUUID();
  readonly #poolIds = new Set<string>();
  readonly #stopping = new AbortController();
  #beating: Promise<void> | undefined;

  constructor(db: Pool, publicUrl: string, log: Logger) {
    this.#db = db;
    this.#publicUrl = publicUrl;
    this.#log = log;
  }

  /** Registers one of the process's worker pools. It must not take a job before this resolves. */
  async register(poolId: string): Promise<void> {
    if (this.#poolIds.has(poolId)) return;
    this.#poolIds.add(poolId);
    // First of all, so that one beat that fails is not the last.
    this.#beating ??= this.#keepBeating();
    await this.#beat();
  }

  /** Ends it: this process holds no job any more. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#beating;
    await this.#db.query("select system.unregister_worker($1)", [this.#id]);
  }

  async #keepBeating(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      await delay(intervalMs, undefined, { signal: this.#stopping.signal }).catch(() => undefined); // rejects when stopped
      if (this.#stopping.signal.aborted) return;
      try {
        await this.#beat();
      } catch (error) {
        // The database may be away for a moment; the next beat tells.
        this.#log.error({ err: error }, "heartbeat failed");
      }
    }
  }

  async #beat(): Promise<void> {
    const { rows } = await this.#db.query<{ others_silent: boolean }>(
      "select system.register_worker($1, $2, $3, $4, $5) as others_silent",
      [this.#id, hostname(), process.pid, this.#publicUrl, [...this.#poolIds]],
    );
    if (rows[0]?.others_silent === true) await this.#recover();
  }

  async #recover(): Promise<void> {
    try {
      const { rows } = await this.#db.query<{ jobs: number }>("select system.recover_jobs() as jobs");
      this.#log.warn({ jobs: rows[0]?.jobs }, "another worker fell silent; its jobs were taken back");
    } catch (error) {
      // Busy workers can be in its way. The other is as silent at the next beat.
      this.#log.error({ err: error }, "the jobs of a silent worker could not be taken back yet");
    }
  }
}
