import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Runner } from "graphile-worker";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { workerSettings } from "../../worker/config.ts";
import { FileStore } from "../../worker/files/store.ts";
import { Heartbeat } from "../../worker/heartbeat.ts";
import { type JobEnd, type RunningJob, runJob } from "../../worker/jobs.ts";
import { startQueue } from "../../worker/queue.ts";
import type { WorkerTask } from "../../worker/services.ts";
import { create_partitions } from "../../worker/tasks/create_partitions.ts";
import { recover_jobs } from "../../worker/tasks/recover_jobs.ts";
import { silent, until, WorkerFixture } from "./fixture.ts";

let fixture: WorkerFixture;
let env: Record<string, string>;

beforeAll(async () => {
  fixture = await WorkerFixture.create();
  env = { DATABASE_URL: fixture.database.workerUrl, FILES_DIR: fixture.folder, FREEPIK_API_KEY: "unused" };
});

afterAll(() => fixture?.drop());

interface JobRow {
  state: string;
  attempts: number;
  progress: number;
  last_error: string | null;
}

async function createJob(kind: string): Promise<string> {
  const { rows } = await fixture.admin.query(
    "select system.create_job($1, $2, gen_random_uuid(), requested_by => $3) as id",
    [fixture.organizationId, kind, fixture.userId],
  );
  return rows[0].id;
}

async function jobRow(id: string): Promise<JobRow> {
  const { rows } = await fixture.admin.query<JobRow>(
    "select state, attempts, progress, last_error from system.background_jobs where id = $1",
    [id],
  );
  if (rows[0] === undefined) throw new Error(`There is no job ${id}.`);
  return rows[0];
}

const reached = (id: string, state: string) => until(async () => (await jobRow(id)).state === state);
const queueIsEmpty = () =>
  until(
    async () => (await fixture.admin.query("select from graphile_worker._private_jobs")).rows.length === 0,
  );

/** A worker in this process. */
class TestWorker {
  readonly heartbeat = new Heartbeat(fixture.db, "http://worker.test", silent);
  #runner: Runner | undefined;

  async start(tasks: Record<string, WorkerTask>): Promise<void> {
    const files = new FileStore(fixture.folder);
    await files.prepare();
    const services = { settings: workerSettings(env), db: fixture.db, files, log: silent };
    this.#runner = await startQueue(services, this.heartbeat, new Map(Object.entries(tasks)));
  }

  async stop(): Promise<void> {
    await this.#runner?.stop();
    await this.heartbeat.stop();
  }
}

describe("a job", () => {
  let worker: TestWorker | undefined;
  afterEach(async () => {
    await worker?.stop();
    worker = undefined;
  });

  /** Runs one job of this work, from creation until the queue is done with it. */
  async function runOne(
    work: (job: RunningJob, signal: AbortSignal) => Promise<JobEnd | undefined>,
    meanwhile: (id: string) => Promise<void> = async () => undefined,
  ): Promise<JobRow> {
    worker = new TestWorker();
    await worker.start({ test_job: (payload, helpers) => runJob(payload, helpers, work) });
    const id = await createJob("test_job");
    await meanwhile(id);
    await queueIsEmpty();
    return jobRow(id);
  }

  test("runs, shows its progress and succeeds", async () => {
    const goOn = Promise.withResolvers<undefined>();
    const job = await runOne(
      async (job) => {
        await job.progress(40);
        return goOn.promise;
      },
      async (id) => {
        await until(async () => (await jobRow(id)).progress === 40);
        expect(await jobRow(id)).toMatchObject({ state: "running", attempts: 1 });
        goOn.resolve(undefined);
      },
    );
    expect(job).toEqual({ state: "succeeded", attempts: 1, progress: 100, last_error: null });
  });

  test("is tried again after a failure, and keeps the error", async () => {
    const job = await runOne(async ({ attempts }) => {
      if (attempts === 1) throw new Error("the provider answered 503");
      return undefined;
    });
    expect(job).toEqual({
      state: "succeeded",
      attempts: 2,
      progress: 100,
      last_error: "the provider answered 503",
    });
  });

  test("fails when its attempts are used up", async () => {
    await fixture.admin.query(
      "insert into system.system_settings (organization_id, key, value) values ($1, 'jobs.max_attempts', '1')",
      [fixture.organizationId],
    );
    const job = await runOne(async () => {
      throw new Error("still 503");
    });
    await fixture.admin.query("delete from system.system_settings");
    expect(job).toEqual({ state: "failed", attempts: 1, progress: 0, last_error: "still 503" });
  });

  test("fails at once when no further attempt can help", async () => {
    const job = await runOne(async () => ({ state: "failed", error: "the picture is not for sale" }));
    expect(job).toMatchObject({ state: "failed", attempts: 1, last_error: "the picture is not for sale" });
  });

  test("may ask for a person", async () => {
    const job = await runOne(async () => ({ state: "needs_attention", error: "the answer was lost" }));
    expect(job).toMatchObject({ state: "needs_attention", last_error: "the answer was lost" });
  });

  test("tells clients nothing internal", async () => {
    const job = await runOne(async ({ attempts }) => {
      if (attempts === 1)
        throw Object.assign(new Error("connect ECONNREFUSED 10.0.0.7:5432"), { syscall: "connect" });
      return undefined;
    });
    expect(job.last_error).not.toContain("10.0.0.7");
  });

  test("that is cancelled while it runs stops at its next report, and is not tried again", async () => {
    const begun = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    let signalled = false;
    let wentOn = false;
    const job = await runOne(
      async (job, signal) => {
        begun.resolve();
        await goOn.promise;
        try {
          await job.progress(80);
          wentOn = true;
        } finally {
          signalled = signal.aborted;
        }
        return undefined;
      },
      async (id) => {
        await begun.promise;
        await fixture.admin.query(
          "select system.cancel_jobs(organization_id, subject_id) from system.background_jobs where id = $1",
          [id],
        );
        goOn.resolve();
      },
    );
    expect(job).toMatchObject({ state: "cancelled", attempts: 1, progress: 0 });
    expect({ signalled, wentOn }).toEqual({ signalled: true, wentOn: false });
  });
});

describe("dispatching", () => {
  test("keeps at most jobs.per_organization with the workers, however many clients write and workers end", async () => {
    const kinds = Array.from({ length: 60 }, (_, n) => `test_crowd_${"abcdefghij"[n % 10]}`);
    const inFlight = async () => {
      const { rows } = await fixture.admin.query<{ id: string }>(
        `select id from system.background_jobs
        where organization_id = $1 and kind like 'test_crowd%' and state in ('dispatched', 'running')`,
        [fixture.organizationId],
      );
      return rows.map(({ id }) => id);
    };
    await Promise.all(kinds.map((kind) => createJob(kind)));
    expect(await inFlight()).toHaveLength(4);

    let ended = 0;
    for (;;) {
      const ids = await inFlight();
      expect(ids.length).toBeLessThanOrEqual(4);
      if (ids.length === 0) break;
      // All at once, and a sweep between them.
      await Promise.all([
        ...ids.map((id) =>
          fixture.db.query("select system.end_job($1, $2, 'succeeded')", [fixture.organizationId, id]),
        ),
        fixture.db.query("select system.dispatch_all()"),
      ]);
      ended += ids.length;
    }
    expect(ended).toBe(60);
    await fixture.admin.query("delete from graphile_worker._private_jobs");
  });
});

describe("a worker that is killed", () => {
  test("loses its job to the next within 30 seconds of its start", async () => {
    const id = await createJob("test_killed");
    const program = fileURLToPath(new URL("programs/hanging-worker.ts", import.meta.url));
    const killed = spawn(process.execPath, [program], {
      env: { PATH: process.env.PATH, ...env },
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(killed.stdout, "data");
    expect(await jobRow(id)).toMatchObject({ state: "running", attempts: 1, progress: 30 });
    killed.kill("SIGKILL");
    await once(killed, "exit");

    const started = Date.now();
    const next = new TestWorker();
    await next.start({ test_killed: (payload, helpers) => runJob(payload, helpers, async () => undefined) });
    try {
      await reached(id, "succeeded");
    } finally {
      await next.stop();
    }
    expect(Date.now() - started).toBeLessThan(30_000);
    expect(await jobRow(id)).toMatchObject({ attempts: 2, progress: 100 });
  });
});

describe("maintenance", () => {
  test("recovers what was left over and makes the partitions", async () => {
    await fixture.admin.query(
      `insert into system.files (organization_id, kind, filename, mime_type, bytes, sha256, upload_expires_at)
      values ($1, 'image', 'late.png', 'image/png', 1, repeat('f', 64), now() - interval '1 minute')`,
      [fixture.organizationId],
    );
    const worker = new TestWorker();
    await worker.start({ recover_jobs, create_partitions });
    await fixture.admin.query(
      "select graphile_worker.add_job('recover_jobs'), graphile_worker.add_job('create_partitions')",
    );
    await queueIsEmpty();
    await worker.stop();
    const { rows } = await fixture.admin.query("select state from system.files where filename = 'late.png'");
    expect(rows).toEqual([{ state: "expired" }]);
  });
});
