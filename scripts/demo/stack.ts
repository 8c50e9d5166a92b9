import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { dataDirectory } from "../../worker/config.ts";
import { type StackState, startStack } from "../stack/stack.ts";
import { AlreadyRunningError } from "../stack/start-lock.ts";

/** The stack that the demo runs on. */
export interface DemoStack {
  readonly dataDir: string;
  readonly apiUrl: string;
  /** Whether the demo started it, and so stops it. */
  readonly isOurs: boolean;
  stop(): Promise<void>;
}

const patience = 60_000;

/** Takes the stack that runs on the data folder, or starts one. */
export async function takeStack(log: (line: string) => void, signal: AbortSignal): Promise<DemoStack> {
  const dataDir = dataDirectory(process.env);
  try {
    const stack = await startStack({ log, signal });
    return { dataDir, apiUrl: stack.state().api_url, isOurs: true, stop: () => stack.stop() };
  } catch (error) {
    if (!(error instanceof AlreadyRunningError)) throw error;
    const { api_url } = await readState(dataDir, error, signal);
    return { dataDir, apiUrl: api_url, isOurs: false, stop: async () => undefined };
  }
}

/** Where the running stack is. One that is only just starting has not written it yet. */
async function readState(
  dataDir: string,
  running: AlreadyRunningError,
  signal: AbortSignal,
): Promise<StackState> {
  const file = join(dataDir, "stack.json");
  const deadline = Date.now() + patience;
  while (!existsSync(file)) {
    if (Date.now() > deadline)
      throw new Error(`${running.message} It is not ready after ${patience / 1000} s.`);
    await delay(100, undefined, { signal });
  }
  return JSON.parse(readFileSync(file, "utf8")) as StackState;
}
