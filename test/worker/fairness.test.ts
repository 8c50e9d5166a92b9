import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runJob } from "../../worker/jobs.ts";
import type { WorkerTask } from "../../worker/services.ts";
import { until, WorkerFixture } from "./fixture.ts";
import { startTestQueue, type TestQueue } from "./test-queue.ts";

/** One organisation's queue must not be another's wait. */
let fixture: WorkerFixture;
let queue: TestQueue | undefined;
const other = randomUUID();

/** Whose jobs began, in order. Each goes on when it is let go. */
const begun: string[] = [];
const held: (() => void)[] = [];
const test_work: WorkerTask = (payload, helpers) =>
  runJob(payload, helpers, async (job) => {
    begun.push(job.organization_id);
    await new Promise<void>((letGo) => held.push(letGo));
    return undefined;
  });

beforeAll(async () => {
  fixture = await WorkerFixture.create();
  await fixture.admin.query(
    "insert into identity.organizations (id, name, slug) values ($1, 'Other', 'other-worker')",
    [other],
  );
  await fixture.admin.query(
    `insert into system.background_jobs (organization_id, kind, subject_id, priority)
     select $1, 'test_work', gen_random_uuid(), 100 from generate_series(1, 10000)`,
    [fixture.organizationId],
  );
  await fixture.admin.query("analyze system.background_jobs");
  queue = await startTestQueue(fixture, { test_work }, { WORKER_CONCURRENCY: "3" });
});

afterAll(async () => {
  const stopped = queue?.stop();
  const letGo = setInterval(() => {
    for (const go of held.splice(0)) go();
  }, 20);
  await stopped;
  clearInterval(letGo);
  await fixture?.drop();
});

test("with 10,000 jobs of one organisation queued, another's first begins after those with the workers", async () => {
  const { admin, organizationId } = fixture;
  const count = async (states: string[]) => {
    const { rows } = await admin.query<{ jobs: number }>(
      "select count(*)::int as jobs from system.background_jobs where organization_id = $1 and state = any($2)",
      [organizationId, states],
    );
    return rows[0]?.jobs ?? 0;
  };
  await admin.query("select system.dispatch($1)", [organizationId]);
  await until(() => begun.length === 3);
  // The queue is on the move when the other one comes.
  for (let n = 0; n < 5; n++) {
    const before = begun.length;
    held.shift()?.();
    await until(() => begun.length > before);
  }
  const ahead = await count(["dispatched", "running"]);
  expect(ahead).toBe(4);
  const before = begun.length;
  await admin.query("select system.create_job($1, 'test_work', gen_random_uuid(), priority => -100)", [
    other,
  ]);
  for (let n = begun.length; !begun.includes(other); n = begun.length) {
    held.shift()?.();
    await until(() => begun.length > n);
  }
  expect(begun.indexOf(other) - before).toBeLessThanOrEqual(ahead - 3);
  expect(await count(["queued"])).toBeGreaterThan(9_980);
});
