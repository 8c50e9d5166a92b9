import { isProductError, type Queryable } from "./db.ts";
import type { WorkerHelpers } from "./services.ts";

/** A row of system.background_jobs, as far as tasks need it. */
export interface BackgroundJob {
  readonly organization_id: string;
  readonly id: string;
  readonly kind: string;
  readonly attempts: number;
}

/** A job while it runs. */
export interface RunningJob extends BackgroundJob {
  /**
   * Stores how far the job is, in percent, and learns whether to go on: it throws, and aborts the job's signal, when the
   * job was cancelled.
   */
  progress(percent: number): Promise<void>;
}

/** How a job ends when no further attempt can help, or when a person decides. `error` is shown to clients. */
export interface JobEnd {
  /** waiting: SQL knows what becomes of it. It has put the job off and has it begun again, or has ended it itself. */
  readonly state: "succeeded" | "failed" | "needs_attention" | "cancelled" | "waiting";
  readonly error?: string;
}

class JobCancelled extends Error {
  override name = "JobCancelled";
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function jobIds(payload: unknown): [organizationId: string, jobId: string] {
  const { organization_id, job_id } = (payload ?? {}) as Record<string, unknown>;
  if (typeof organization_id !== "string" || typeof job_id !== "string") {
    throw new Error("A job's payload must hold organization_id and job_id.");
  }
  if (!uuid.test(organization_id) || !uuid.test(job_id)) {
    throw new Error(`A job's payload must hold UUIDs, not ${organization_id} and ${job_id}.`);
  }
  return [organization_id, job_id];
}

/**
 * Does the work of one background job: begins it, does `work`, and ends it as what `work` returns (nothing: succeeded).
 * When `work` throws, the attempt is recorded and graphile-worker tries again later, until the job's attempts are used up.
 * The signal aborts when the job is cancelled or the worker stops.
 */
export async function runJob(
  payload: unknown,
  helpers: WorkerHelpers,
  work: (job: RunningJob, signal: AbortSignal) => Promise<JobEnd | undefined>,
): Promise<void> {
  const ids = jobIds(payload);
  const { db, log: rootLog } = helpers.services;
  // Prepared, as each job runs these two.
  const { rows } = await db.query<BackgroundJob>({
    name: "begin_job",
    text: "select organization_id, id, kind, attempts from system.begin_job($1, $2)",
    values: ids,
  });
  const begun = rows[0];
  if (begun === undefined) return;

  const log = rootLog.child({ organization_id: begun.organization_id, job_id: begun.id, kind: begun.kind });
  const cancelled = new AbortController();
  const signal = AbortSignal.any([helpers.abortSignal, cancelled.signal]);
  const job: RunningJob = {
    ...begun,
    async progress(percent) {
      const goOn = await reportProgress(db, ids, percent);
      if (!goOn) cancelled.abort(new JobCancelled("The job was cancelled."));
      signal.throwIfAborted();
    },
  };

  log.info({ attempt: begun.attempts }, "job begins");
  try {
    const end = (await work(job, signal)) ?? { state: "succeeded" };
    if (end.state !== "waiting") await endJob(db, ids, end);
    log.info({ state: end.state, reason: end.error }, "job ends");
  } catch (error) {
    if (cancelled.signal.aborted) {
      log.info("job was cancelled");
      return;
    }
    const message = describeForClients(error);
    const { rows: states } = await db.query<{ state: string }>(
      "select system.retry_or_fail_job($1, $2, $3) as state",
      [...ids, message],
    );
    const state = states[0]?.state;
    log.warn({ err: error, state }, "attempt failed");
    if (state === "retry") throw error;
  }
}

/** For so long a job goes on at a stretch: long ones would keep the worker from all others, whoever's they are. */
const TURN_MS = 10_000;

/**
 * Has SQL go on with a job, a transaction a step, until there is none left or the job was cancelled. `step` ends the job itself.
 * When its turn is over, it is queued again behind what waits.
 */
export const advanceJob = (
  payload: unknown,
  helpers: WorkerHelpers,
  step: string,
  turn = TURN_MS,
): Promise<void> =>
  runJob(payload, helpers, async (job, signal) => {
    const { db } = helpers.services;
    const ids = [job.organization_id, job.id];
    const end = performance.now() + turn;
    do {
      signal.throwIfAborted();
      const { rows } = await db.query<{ action: "continue" | "stop" }>(
        `select ${step}($1, $2) as action`,
        ids,
      );
      // The step has ended it; or it was taken from this worker, and another one goes on with it.
      if (rows[0]?.action !== "continue") return { state: "waiting" };
    } while (performance.now() < end);
    await db.query("select system.defer_job($1, $2, clock_timestamp())", ids);
    return { state: "waiting" };
  });

async function reportProgress(db: Queryable, ids: string[], percent: number): Promise<boolean> {
  const { rows } = await db.query<{ running: boolean }>(
    "select system.report_progress($1, $2, $3) as running",
    [...ids, Math.round(Math.min(100, Math.max(0, percent)))],
  );
  return rows[0]?.running === true;
}

async function endJob(db: Queryable, ids: string[], end: JobEnd): Promise<void> {
  await db.query({
    name: "end_job",
    text: "select system.end_job($1, $2, $3, $4)",
    values: [...ids, end.state, end.error ?? null],
  });
}

/**
 * What clients read in last_error. Errors of the operating system and of the database name internals (paths, addresses,
 * SQL): those stay in the log.
 */
function describeForClients(error: unknown): string {
  if (!(error instanceof Error)) return "An internal error; the worker's log has the details.";
  const ofSystem = "syscall" in error;
  const ofDatabase = "severity" in error && !isProductError(error);
  if (ofSystem || ofDatabase) return "An internal error; the worker's log has the details.";
  return error.message;
}
