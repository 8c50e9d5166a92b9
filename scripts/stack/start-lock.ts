import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { commandLine, endProcess, isAlive, startTime } from "./process.ts";

/** One process, named so that another that got the same id later is not taken for it. */
interface ProcessMark {
  readonly pid: number;
  /** When it started; absent where the system does not tell. */
  readonly started: string | undefined;
  /** A piece of its command line that tells what it is; empty where its id and start say enough. */
  readonly marker: string;
}

interface PartMark extends ProcessMark {
  /** What asks it to end. */
  readonly signal: "SIGINT" | "SIGTERM";
}

interface LockContent extends ProcessMark {
  readonly parts: Record<string, PartMark>;
}

/** How long a part of an earlier start may take to end before it is made to. */
const leftoverGrace = 5_000;

/** Another start holds the data folder. */
export class AlreadyRunningError extends Error {
  override name = "AlreadyRunningError";
}

function mark(pid: number, marker: string): ProcessMark {
  return { pid, started: startTime(pid), marker };
}

/** Whether the process that a mark names is still there. */
function lives({ pid, started, marker }: ProcessMark): boolean {
  return isAlive(pid) && startTime(pid) === started && commandLine(pid).includes(marker);
}

/**
 * The lock on a data folder: one stack at a time. It also remembers the processes of the parts, so that the next start
 * can end what this one may leave behind.
 */
export class StartLock {
  readonly #file: string;
  #content: LockContent;

  private constructor(file: string, content: LockContent) {
    this.#file = file;
    this.#content = content;
  }

  /**
   * Takes the lock. Parts that an earlier start left running are ended first.
   * @throws AlreadyRunningError when a stack is running on this folder.
   */
  static async acquire(dataDir: string): Promise<StartLock> {
    mkdirSync(dataDir, { recursive: true });
    const file = join(dataDir, "start.lock");
    const content = { ...mark(process.pid, ""), parts: {} };
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, JSON.stringify(content), { mode: 0o600 });
    try {
      for (;;) {
        try {
          linkSync(draft, file);
          return new StartLock(file, content);
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
          await StartLock.#clearStale(file, dataDir);
        }
      }
    } finally {
      rmSync(draft, { force: true });
    }
  }

  static async #clearStale(file: string, dataDir: string): Promise<void> {
    const holder = readLock(file);
    if (holder === undefined) return; // released in the meantime
    if (lives(holder)) {
      throw new AlreadyRunningError(
        `The stack is already running on ${dataDir} (process ${holder.pid}). ` +
          `Where its parts are is in ${join(dataDir, "stack.json")}. ` +
          "Stop it with Ctrl-C, or set DATA_DIR to start another one beside it.",
      );
    }
    await Promise.all(
      Object.values(holder.parts)
        .filter(lives)
        .map(({ pid, signal }) => endProcess(pid, signal, leftoverGrace)),
    );
    rmSync(file, { force: true });
  }

  /** Remembers the process of a part. */
  record(part: string, process: Omit<PartMark, "started">): void {
    const known = { ...mark(process.pid, process.marker), signal: process.signal };
    this.#content = { ...this.#content, parts: { ...this.#content.parts, [part]: known } };
    writePrivately(this.#file, this.#content);
  }

  release(): void {
    rmSync(this.#file, { force: true });
  }
}

function readLock(file: string): LockContent | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, "utf8")) as LockContent;
  } catch (error) {
    throw new Error(
      `${file} is not readable (${(error as Error).message}). If no stack is running, delete it.`,
    );
  }
}

/** Writes JSON that only we may read, and that others see whole or not at all. */
export function writePrivately(file: string, content: unknown): void {
  const draft = `${file}.new`;
  writeFileSync(draft, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, file);
}
