import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { type BilledEndpoint, prices } from "./prices.ts";

/** One call that the service would put on the bill. */
export type LedgerEntry = {
  endpoint: BilledEndpoint;
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
  bill(call: {
    endpoint: BilledEndpoint;
    attemptId: string | null;
    key: string;
    resourceId: number | null;
    time: Date;
  }): void;
};

/** Opens the ledger; with a file (JSON lines) it goes on where the last run ended. */
export function openLedger(file: string | null): Ledger {
  const entries: LedgerEntry[] = file !== null && existsSync(file) ? readLines(file) : [];
  return {
    entries: () => entries,
    bill: ({ endpoint, attemptId, key, resourceId, time }) => {
      const entry: LedgerEntry = {
        endpoint,
        task_id: null,
        attempt_id: attemptId,
        time: time.toISOString(),
        ...prices[endpoint],
        key,
        ...(resourceId === null ? {} : { resource_id: resourceId }),
      };
      // Written before the answer is sent: a call whose answer is lost stays billed.
      if (file !== null) appendFileSync(file, `${JSON.stringify(entry)}\n`);
      entries.push(entry);
    },
  };
}

function readLines(file: string): LedgerEntry[] {
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.flatMap((line, index) => {
    if (line === "") return [];
    try {
      return [JSON.parse(line) as LedgerEntry];
    } catch (cause) {
      throw new Error(`${file}, line ${index + 1}: not a ledger entry; repair or remove the file`, { cause });
    }
  });
}
