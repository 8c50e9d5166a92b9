import { insist } from "../db.ts";
import { storeResult } from "../files/result.ts";
import type { CallOutcome, Freepik, Refusal } from "../freepik/client.ts";
import type { FreepikCall, Operation } from "../freepik/endpoints.ts";
import { makeFreepik } from "../freepik/profile.ts";
import { type JobEnd, type RunningJob, runJob } from "../jobs.ts";
import {
  type Keyed,
  type ListStep,
  listTasks,
  type PollStep,
  pollTask,
  type WaitStep,
} from "../provider-tasks.ts";
import { ImageError } from "../render/errors.ts";
import { DEFAULT_LIMITS, inspectImage } from "../render/inspect.ts";
import { pictureToSend } from "../render/sent.ts";
import type { Services, WorkerTask } from "../services.ts";

/** What `content.next_source_step()` wants done. */
type Step =
  | CallStep
  | PollStep
  | ListStep
  | FirstListStep
  | WaitStep
  | { readonly action: "fetch"; readonly call_id: string; readonly url: string }
  | { readonly action: "stop"; readonly state: JobEnd["state"]; readonly reason: string };

type CallStep = {
  readonly action: "call";
  readonly call_id: string;
  readonly webhook_url?: string;
  /** The storage key of a picture that is sent along. */
  readonly source?: string;
} & Keyed &
  FreepikCall;

/** Read the list of an operation's tasks before the first call under a key. */
interface FirstListStep extends Keyed {
  readonly action: "list";
  readonly call_id?: undefined;
  readonly operation: Operation;
}

/** What becomes of a job after a failure; SQL decides. */
type Verdict = "retry" | "again" | "failed" | "needs_attention";

/** Finds and buys the source picture of a content request, step by step, as SQL says. */
export const source_assets: WorkerTask = (payload, helpers) =>
  runJob(payload, helpers, async (job, signal) => {
    const { services } = helpers;
    for (;;) {
      const step = await nextStep(services, job);
      if (step.action === "stop") return { state: step.state, error: step.reason };
      const apiKey = "api_key" in step ? step.api_key : undefined;
      const end = await take(services, job, makeFreepik(services.settings, apiKey), step, signal);
      if (end !== undefined) return end;
    }
  });

/** Takes one step. Returns how the job ends, if it does. */
async function take(
  services: Services,
  job: RunningJob,
  freepik: Freepik,
  step: Exclude<Step, { action: "stop" }>,
  signal: AbortSignal,
): Promise<JobEnd | undefined> {
  switch (step.action) {
    case "call":
      return makeCall(services, job, freepik, step, signal);
    case "fetch":
      return fetchFile(services, job, freepik, step, signal);
    case "wait":
      return { state: "waiting" };
    case "poll":
      signal.throwIfAborted();
      await pollTask(services, job, freepik, step, signal);
      return undefined;
    case "list":
      signal.throwIfAborted();
      if (step.call_id === undefined) return readFirstList(services, job, freepik, step, signal);
      await listTasks(services, job, freepik, step, signal);
      return undefined;
  }
}

async function readFirstList(
  { db }: Services,
  job: RunningJob,
  freepik: Freepik,
  { operation, key_id = "platform" }: FirstListStep,
  signal: AbortSignal,
): Promise<JobEnd | undefined> {
  const listed = await freepik.list(operation, signal);
  if (listed.outcome === "result") {
    await db.query("select integration.note_tasks('freepik', $1, $2, $3)", [
      operation,
      key_id,
      listed.taskIds,
    ]);
    return undefined;
  }
  if (listed.outcome !== "give_up") throw new Error(listed.error);
  const { rows } = await db.query<{ verdict: Verdict }>(
    "select content.fail_source_list($1, $2, $3) as verdict",
    [job.organization_id, job.id, listed.error],
  );
  return conclude(rows[0]?.verdict, listed.error);
}

async function nextStep({ db }: Services, job: RunningJob): Promise<Step> {
  const { rows } = await db.query<{ step: Step }>("select content.next_source_step($1, $2) as step", [
    job.organization_id,
    job.id,
  ]);
  return (rows[0] as { step: Step }).step;
}

async function makeCall(
  services: Services,
  job: RunningJob,
  freepik: Freepik,
  step: CallStep,
  signal: AbortSignal,
): Promise<JobEnd | undefined> {
  const { db } = services;
  const prepared = await prepare(services, step);
  const made =
    "error" in prepared ? prepared : await freepik.call(prepared, step.call_id, signal, step.webhook_url);
  if (made.outcome === "result") {
    await insist(db, "select integration.complete_call($1, $2, $3, $4)", [
      job.organization_id,
      step.call_id,
      made.status,
      JSON.stringify(await keepPictures(services, job, made)),
    ]);
    return undefined;
  }
  if (made.outcome === "accepted") {
    await insist(db, "select integration.accept_call($1, $2, $3, $4)", [
      job.organization_id,
      step.call_id,
      made.taskId,
      made.status,
    ]);
    return undefined;
  }
  const rows = await insist<{ verdict: Verdict }>(
    db,
    "select content.fail_source_call($1, $2, $3, $4, $5, $6, $7, $8) as verdict",
    [
      job.organization_id,
      job.id,
      step.call_id,
      made.outcome === "lost",
      made.status,
      made.error,
      made.outcome === "wait" ? made.retryAfterMs : null,
      // Neither is the provider's fault.
      signal.aborted || made === prepared,
    ],
  );
  return conclude(rows[0]?.verdict, made.error);
}

/** A call with the picture that goes along; where that cannot be had, a refusal: it was never sent. */
async function prepare({ files, log }: Services, step: CallStep): Promise<FreepikCall | Refusal> {
  if (step.operation !== "image_expand" || step.source === undefined) return step;
  const { operation, request, source } = step;
  try {
    const picture = await pictureToSend(await files.read(source), request);
    return { operation, request: { ...request, image: picture.toString("base64") } };
  } catch (cause) {
    log.warn({ err: cause, call_id: step.call_id }, "picture cannot be sent");
    const reason = cause instanceof ImageError ? cause.message : "It cannot be read.";
    return { outcome: "retry", status: null, error: `The picture to be expanded cannot be sent. ${reason}` };
  }
}

/** What to keep of an answer: pictures that came with it are stored before it is booked. */
async function keepPictures(
  services: Services,
  job: RunningJob,
  { response, pictures }: Extract<CallOutcome, { outcome: "result" }>,
): Promise<object> {
  if (pictures === undefined) return response;
  const stored: (object | null)[] = [];
  for (const data of pictures) {
    const picture = await inspectImage(data).catch((error: unknown) => {
      if (error instanceof ImageError) return null;
      throw error;
    });
    if (picture === null) {
      stored.push(null);
      continue;
    }
    const { mime_type, width, height } = picture;
    // Its row comes with the answer. Should that not arrive, the nightly sweep finds the file.
    await storeResult(services, job.organization_id, data, async (_client, bytes) => {
      stored.push({ ...bytes, mime_type, width, height });
      return true;
    });
  }
  return { ...response, files: stored };
}

async function fetchFile(
  services: Services,
  job: RunningJob,
  freepik: Freepik,
  step: Extract<Step, { action: "fetch" }>,
  signal: AbortSignal,
): Promise<JobEnd | undefined> {
  const fail = async (isUnusable: boolean, status: number | null, error: string) => {
    const { rows } = await services.db.query<{ verdict: Verdict }>(
      "select content.fail_source_fetch($1, $2, $3, $4, $5, $6) as verdict",
      [job.organization_id, job.id, step.call_id, isUnusable, status, error],
    );
    return conclude(rows[0]?.verdict, error);
  };
  const fetched = await freepik.fetchFile(step.url, DEFAULT_LIMITS.max_bytes, signal);
  if (fetched.outcome === "failed") return fail(false, fetched.status, fetched.error);

  let picture: Awaited<ReturnType<typeof inspectImage>>;
  try {
    picture = await inspectImage(fetched.data);
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    return fail(true, null, `What was bought is not a picture that can be used. ${error.message}`);
  }
  const { mime_type, width, height } = picture;
  let goesOn = false;
  await storeResult(services, job.organization_id, fetched.data, async (client, stored) => {
    const { rows } = await client.query<{ goes_on: boolean }>(
      "select content.receive_source($1, $2, $3, $4) as goes_on",
      [job.organization_id, job.id, step.call_id, JSON.stringify({ ...stored, mime_type, width, height })],
    );
    goesOn = rows[0]?.goes_on === true;
    return true; // what is paid for is kept, even when the request was cancelled
  });
  return goesOn ? undefined : { state: "succeeded" };
}

/** Throws what another attempt may heal; nothing when there is a next step. */
function conclude(verdict: Verdict | undefined, error: string): JobEnd | undefined {
  if (verdict === "again") return undefined;
  if (verdict === "failed" || verdict === "needs_attention") return { state: verdict, error };
  throw new Error(error);
}
