import { setTimeout as delay } from "node:timers/promises";
import { insist } from "../db.ts";
import { storeResult } from "../files/result.ts";
import { Freepik, type FreepikCall } from "../freepik/client.ts";
import { authHeader } from "../freepik/profile.ts";
import { type JobEnd, type RunningJob, runJob } from "../jobs.ts";
import { ImageError } from "../render/errors.ts";
import { DEFAULT_LIMITS, inspectImage } from "../render/inspect.ts";
import type { Services, WorkerTask } from "../services.ts";

/** What `content.next_source_step()` wants done. */
type Step =
  | ({ readonly action: "call"; readonly call_id: string } & FreepikCall)
  | { readonly action: "fetch"; readonly call_id: string; readonly url: string }
  | { readonly action: "stop"; readonly state: JobEnd["state"]; readonly reason: string };

/** What becomes of a job after a failure; SQL decides. */
type Verdict = "retry" | "failed" | "needs_attention";

/** The longest that a job waits in its place because the service asks for it. */
const longestWaitMs = 60_000;

/** Finds and buys the source picture of a content request, step by step, as SQL says. */
export const source_assets: WorkerTask = (payload, helpers) =>
  runJob(payload, helpers, async (job, signal) => {
    const { services } = helpers;
    const { freepikUrl, freepikApiKey } = services.settings;
    const freepik = new Freepik({
      baseUrl: freepikUrl,
      apiKey: freepikApiKey,
      authHeader: authHeader(freepikUrl),
    });
    for (;;) {
      const step = await nextStep(services, job);
      if (step.action === "stop") return { state: step.state, error: step.reason };
      const end =
        step.action === "call"
          ? await makeCall(services, job, freepik, step, signal)
          : await fetchFile(services, job, freepik, step, signal);
      if (end !== undefined) return end;
    }
  });

async function nextStep({ db }: Services, job: RunningJob): Promise<Step> {
  const { rows } = await db.query<{ step: Step }>("select content.next_source_step($1, $2) as step", [
    job.organization_id,
    job.id,
  ]);
  return (rows[0] as { step: Step }).step;
}

async function makeCall(
  { db }: Services,
  job: RunningJob,
  freepik: Freepik,
  step: Extract<Step, { action: "call" }>,
  signal: AbortSignal,
): Promise<JobEnd | undefined> {
  const made = await freepik.call(step, step.call_id, signal);
  if (made.outcome === "succeeded") {
    await insist(db, "select integration.complete_call($1, $2, $3, $4)", [
      job.organization_id,
      step.call_id,
      made.status,
      JSON.stringify(made.response),
    ]);
    return undefined;
  }
  const rows = await insist<{ verdict: Verdict }>(
    db,
    "select content.fail_source_call($1, $2, $3, $4, $5, $6) as verdict",
    [job.organization_id, job.id, step.call_id, made.outcome === "lost", made.status, made.error],
  );
  const verdict = rows[0]?.verdict;
  if (verdict === "retry" && made.outcome === "failed" && made.retryAfterMs !== undefined) {
    await delay(Math.min(made.retryAfterMs, longestWaitMs), undefined, { signal });
  }
  return conclude(verdict, made.error);
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
  await storeResult(services, job.organization_id, fetched.data, async (client, stored) => {
    await client.query("select content.receive_source($1, $2, $3, $4)", [
      job.organization_id,
      job.id,
      step.call_id,
      JSON.stringify({ ...stored, mime_type, width, height }),
    ]);
    return true; // what is paid for is kept, even when the request was cancelled
  });
  return { state: "succeeded" };
}

/** Throws what another attempt may heal. */
function conclude(verdict: Verdict | undefined, error: string): JobEnd {
  if (verdict === "failed" || verdict === "needs_attention") return { state: verdict, error };
  throw new Error(error);
}
