import { expect } from "vitest";
import type { LedgerEntry } from "../../scripts/simulator/ledger.ts";
import { workerSettings } from "../../worker/config.ts";
import { FileStore } from "../../worker/files/store.ts";
import { Heartbeat } from "../../worker/heartbeat.ts";
import { startQueue } from "../../worker/queue.ts";
import type { WorkerTask } from "../../worker/services.ts";
import { silent, type WorkerFixture } from "./fixture.ts";

export interface TestQueue {
  stop(): Promise<void>;
}

/** The worker's queue over a fixture's database and folder, in this process; with these tasks and no others. */
export async function startTestQueue(
  fixture: WorkerFixture,
  tasks: Record<string, WorkerTask>,
  env: Record<string, string> = {},
  files = new FileStore(fixture.folder),
): Promise<TestQueue> {
  const settings = workerSettings({
    DATABASE_URL: fixture.database.workerUrl,
    FILES_DIR: fixture.folder,
    FREEPIK_URL: "http://127.0.0.1:1", // nobody listens there
    FREEPIK_API_KEY: "none",
    ...env,
  });
  await files.prepare();
  const heartbeat = new Heartbeat(fixture.db, "http://worker.test", silent);
  const services = { settings, db: fixture.db, files, log: silent };
  const runner = await startQueue(services, heartbeat, new Map(Object.entries(tasks)));
  return {
    async stop() {
      await runner.stop();
      await heartbeat.stop();
    },
  };
}

/** Everything that a simulator was asked, as it billed it. */
export async function ledgerOf(simulator: { url: string }): Promise<LedgerEntry[]> {
  return (await (await fetch(`${simulator.url}/_simulator/ledger`)).json()) as LedgerEntry[];
}

/** What is booked is what was billed, call for call. */
export async function expectSameLedgers(fixture: WorkerFixture, simulator: { url: string }): Promise<void> {
  const { rows } = await fixture.admin.query<{ id: string; cost: number }>(
    "select provider_call_id as id, sum(cost)::float as cost from integration.api_usage group by 1 having sum(cost) > 0",
  );
  const lines = (list: { id: string | null; cost: number }[]) =>
    list.map(({ id, cost }) => `${id} ${cost}`).sort();
  const billed = (await ledgerOf(simulator)).filter(({ cost }) => cost > 0);
  expect(lines(rows)).toEqual(lines(billed.map(({ attempt_id, cost }) => ({ id: attempt_id, cost }))));
}
