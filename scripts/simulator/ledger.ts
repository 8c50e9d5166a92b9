import { appendFileSync, existsSync, readFileSync } from "node:fs";
import type { Charge } from "./call.ts";

/** One call that the service would put on the bill. */
export type LedgerEntry = {
  /** Method and path with placeholders. */
  endpoint: string;
  task_id: string | null;
  attempt_id: string | null;
  time: string;
  cost: number;
  currency: string;
  key: string;
  resource_id?: number;
};

/** The simulator's own record of what it billed. */
export type Ledger = {
  entries(): readonly LedgerEntry[];
  bill(call: Charge & { attemptId: string | null; key: string; time: Date }): void;
};

/** Opens the ledger; with a file (JSON lines) it goes on where the last run ended. */
export function openLedger(file: string | null): Ledger {
  const entries: LedgerEntry[] = file === null ? [] : readLines<LedgerEntry>(file);
  return {
    entries: () => entries,
    bill: ({ endpoint, taskId, attemptId, key, resourceId, time, cost, currency }) => {
      const entry: LedgerEntry = {
        endpoint,
        task_id: taskId,
        attempt_id: attemptId,
        time: time.toISOString(),
        cost,
        currency,
        key,
        ...(resourceId === null ? {} : { resource_id: resourceId }),
      };
      // Written before the answer is sent: a call whose answer is lost stays billed.
      if (file !== null) appendFileSync(file, `${JSON.stringify(entry)}\n`);
      entries.push(entry);
    },
  };
}

/** Reads a file of JSON lines; none where there is no file. */
export function readLines<T>(file: string): T[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.flatMap((line, index) => {
    if (line === "") return [];
    try {
      return [JSON.parse(line) as T];
    } catch (cause) {
      throw new Error(`${file}, line ${index + 1}: not JSON; repair or remove the file`, { cause });
    }
  });
}
