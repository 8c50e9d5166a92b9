import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Logger, type Runner, run } from "graphile-worker";
import pg from "pg";
import { pino } from "pino";
import { readDatabaseUrl, workerSettings } from "../../worker/config.ts";
import { createPool } from "../../worker/db.ts";
import { FileStore } from "../../worker/files/store.ts";
import { Heartbeat } from "../../worker/heartbeat.ts";
import { runJob } from "../../worker/jobs.ts";
import { startQueue } from "../../worker/queue.ts";
import { otherUrl } from "../stack/database.ts";
import { TestServer } from "../testing/test-server.ts";
import { type BenchCase, benchCase, median } from "./report.ts";

const repeats = 7;
const latencyJobs = 60;
const tenants = 25;
const jobsPerTenant = 20;
const silent = pino({ level: "silent" });

/** A queue to measure: where its jobs come from, and what tells that they run. */
interface Contestant {
  /** Makes one job, as its trigger would. */
  trigger(): Promise<unknown>;
  /** Makes many, in one statement. */
  triggerAll(): Promise<unknown>;
  /** Told each time the queue starts a job's task. */
  started: () => void;
  /** Told each time the work of a job begins: ours has told the ledger by then. */
  began: () => void;
  stop(): Promise<void>;
}

/**
 * Our ledger and dispatch against graphile-worker alone: how long after its trigger a job's task starts (and, with the
 * attempt written down in the ledger, its work), and how many jobs a second go through. Both have a database of their own on one server, the same pool and the same concurrency.
 */
export async function benchQueue(log: (line: string) => void): Promise<BenchCase[]> {
  const server = await TestServer.start(readDatabaseUrl(process.env, "TEST_SERVER_URL"), log);
  const stops: (() => Promise<void>)[] = [() => server.stop()];
  try {
    const ours = await startOurs(server);
    stops.unshift(() => ours.stop());
    const reference = await startReference(server);
    stops.unshift(() => reference.stop());
    const starts: Pair[] = [];
    const begins: Pair[] = [];
    const rates: Pair[] = [];
    await takeTurns(ours, reference); // the first time loads code and plans, and is not counted
    await Promise.all([rate(ours), rate(reference)]);
    for (let repeat = 1; repeat <= repeats; repeat++) {
      const latencies = await takeTurns(ours, reference);
      starts.push(latencies.start);
      begins.push(latencies.begin);
      rates.push(
        repeat % 2 === 0
          ? { ours: await rate(ours), reference: await rate(reference) }
          : await rate(reference).then(async (theirs) => ({ ours: await rate(ours), reference: theirs })),
      );
      log(`repeat ${repeat} of ${repeats}`);
    }
    return [
      benchCase(
        { bench: "queue", case: "trigger to task start, p50", goal: 1.3, better: "lower", unit: "ms" },
        starts,
      ),
      benchCase(
        { bench: "queue", case: "trigger to work, p50", goal: null, better: "lower", unit: "ms" },
        begins,
      ),
      benchCase(
        { bench: "queue", case: "jobs through the queue", goal: 0.5, better: "higher", unit: "jobs/s" },
        rates,
      ),
    ];
  } finally {
    for (const stop of stops) await stop();
  }
}

/** What is compared: ours, and what it is measured against. */
interface Pair {
  readonly ours: number;
  readonly reference: number;
}

/** How long after its trigger a job got so far, in ms. */
interface Latency {
  readonly start: number;
  readonly begin: number;
}

/** One job after the other, in turns: the median times from the trigger. */
async function takeTurns(ours: Contestant, reference: Contestant): Promise<{ start: Pair; begin: Pair }> {
  const times: { ours: Latency; reference: Latency }[] = [];
  for (let job = 0; job < latencyJobs; job++) {
    times.push({ ours: await latency(ours), reference: await latency(reference) });
  }
  const medians = (of: keyof Latency): Pair => ({
    ours: median(times.map((time) => time.ours[of])),
    reference: median(times.map((time) => time.reference[of])),
  });
  return { start: medians("start"), begin: medians("begin") };
}

async function latency(contestant: Contestant): Promise<Latency> {
  const start = Promise.withResolvers<number>();
  const begin = Promise.withResolvers<number>();
  contestant.started = () => start.resolve(performance.now());
  contestant.began = () => begin.resolve(performance.now());
  const triggered = performance.now();
  await contestant.trigger();
  return { start: (await start.promise) - triggered, begin: (await begin.promise) - triggered };
}

/** Jobs a second, from the statement that makes many until the work of the last has begun. */
async function rate(contestant: Contestant): Promise<number> {
  const count = tenants * jobsPerTenant;
  const { promise, resolve } = Promise.withResolvers<void>();
  let begun = 0;
  contestant.started = () => undefined;
  contestant.began = () => {
    begun += 1;
    if (begun === count) resolve();
  };
  const triggered = performance.now();
  await contestant.triggerAll();
  await promise;
  return (count * 1000) / (performance.now() - triggered);
}

/** A clone of the deployed database, with a superuser's pool and the worker's. */
async function openDatabase(server: TestServer, name: string) {
  const url = await server.clone(`${server.template}_${name}`);
  const workerUrl = otherUrl(url, { user: "vp_worker", password: server.secrets.workerPassword });
  const env = { DATABASE_URL: workerUrl, FILES_DIR: join(server.folder, name), FREEPIK_API_KEY: "unused" };
  const settings = workerSettings(env);
  const admin = new pg.Pool({ connectionString: url, max: 2 });
  admin.on("error", () => undefined); // the database is dropped at the end
  const db = createPool(workerUrl, settings.concurrency + 6, silent);
  return { admin, db, settings };
}

async function startOurs(server: TestServer): Promise<Contestant> {
  const { admin, db, settings } = await openDatabase(server, "ours");
  mkdirSync(settings.filesDir);
  await admin.query(
    `with people as (
      insert into identity.users (email, full_name) values ('bench@tests.example', 'Bench') returning id
    ), organizations as (
      insert into identity.organizations (name, slug) select 'Bench', 'bench-' || n from generate_series(1, $1) n returning id
    ) select from people, organizations`,
    [tenants],
  );
  const { rows: editors } = await admin.query<{ organization_id: string; user_id: string }>(
    `insert into identity.user_organizations (organization_id, user_id, role)
     select o.id, u.id, 'editor' from identity.organizations o, identity.users u
     where o.slug like 'bench-%' and u.email = 'bench@tests.example'
     returning organization_id, user_id`,
  );
  // As the trigger of content requests makes them.
  const create = (jobs: number) =>
    admin.query("select system.create_jobs($1)", [
      JSON.stringify(
        Array.from({ length: jobs }, (_, job) => {
          const { organization_id, user_id } = editors[job % editors.length] ?? {};
          return { organization_id, kind: "bench_job", subject_id: randomUUID(), requested_by: user_id };
        }),
      ),
    ]);
  const services = { settings, db, files: new FileStore(settings.filesDir), log: silent };
  const heartbeat = new Heartbeat(db, settings.publicUrl, silent);
  const contestant: Contestant = {
    trigger: () => create(1),
    triggerAll: () => create(tenants * jobsPerTenant),
    started: () => undefined,
    began: () => undefined,
    async stop() {
      await runner.stop();
      await heartbeat.stop();
      await Promise.all([admin.end(), db.end()]);
    },
  };
  const work = async () => {
    contestant.began();
    return undefined;
  };
  const runner: Runner = await startQueue(
    services,
    heartbeat,
    new Map([
      [
        "bench_job",
        (payload, helpers) => {
          contestant.started();
          return runJob(payload, helpers, work);
        },
      ],
    ]),
  );
  return contestant;
}

async function startReference(server: TestServer): Promise<Contestant> {
  const { admin, db, settings } = await openDatabase(server, "reference");
  const add = "select graphile_worker.add_job('bare_job', '{}') from generate_series(1, $1::int)";
  const contestant: Contestant = {
    trigger: () => admin.query(add, [1]),
    triggerAll: () => admin.query(add, [tenants * jobsPerTenant]),
    started: () => undefined,
    began: () => undefined,
    async stop() {
      await runner.stop();
      await Promise.all([admin.end(), db.end()]);
    },
  };
  const runner: Runner = await run({
    pgPool: db,
    concurrency: settings.concurrency,
    noHandleSignals: true,
    logger: new Logger(() => () => undefined),
    taskList: {
      bare_job: () => {
        contestant.started();
        contestant.began();
      },
    },
    parsedCronItems: [],
  });
  return contestant;
}
