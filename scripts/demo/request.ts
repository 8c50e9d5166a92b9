import { randomUUID } from "node:crypto";
import type { Brand } from "./brand.ts";
import type { Brief } from "./briefs.ts";
import { type Api, need, type Row } from "./client.ts";
import type { Person, Team } from "./people.ts";
import type { Progress } from "./progress.ts";
import { waitFor } from "./wait.ts";

/** A request that was made, and what it asks for. */
export interface Asked {
  readonly id: string;
  readonly brief: Brief;
}

/**
 * How long requests may take: a killed worker's jobs are taken up again within half a minute, and an AI task whose answer
 * was lost with it is looked for in the provider's list for a minute and a half before it counts as never sent.
 */
const patience = 180;

/** Asks for the pictures. The key makes the POST repeatable: sent again, it answers the same request. */
export async function makeRequest(editor: Api, brand: Brand, brief: Brief): Promise<Asked> {
  const { brand_profile_id, content_template_id } = brand;
  const { id } = await need(
    `Making the content request “${brief.title}”`,
    editor
      .from("content_requests")
      .insert({ ...brief, brand_profile_id, content_template_id, idempotency_key: randomUUID() })
      .select("id")
      .single(),
  );
  return { id, brief };
}

type Request = Pick<Row<"content_requests">, "id" | "status" | "failure" | "sources"> & {
  readonly jobs: readonly Job[];
};

type Job = Pick<
  Row<"background_jobs">,
  "subject_id" | "kind" | "state" | "progress" | "attempts" | "max_attempts" | "last_error"
>;

/** The jobs of a request, in their order, as the progress bar names them. */
const stages: Record<string, { readonly stock: string; readonly ai: string }> = {
  source_assets: { stock: "finding and buying the picture", ai: "having the picture made" },
  render_variants: { stock: "rendering, measuring and scoring", ai: "rendering, measuring and scoring" },
};

/** Follows requests, side by side, until all are ready. Throws with a request's own words when it does not get there. */
export async function followRequests(
  { editor, owner }: Team,
  ids: readonly string[],
  progress: Progress,
  log: (line: string) => void,
): Promise<void> {
  let requests: Request[] = [];
  const look = async (): Promise<true | undefined> => {
    requests = await readRequests(editor.api, ids);
    for (const { id, status, failure } of requests) {
      const isDecided = status === "needs_attention" && (await decideLostCalls(owner, id, progress, log));
      if (["failed", "needs_attention", "cancelled"].includes(status) && !isDecided)
        throw new Error(`The content request is ${status}: ${failure ?? "It gives no reason."}`);
    }
    const at = requests.map(describeRequest);
    const percent = at.reduce((sum, { percent }) => sum + percent / at.length, 0);
    progress.show(percent, [...new Set(at.map(({ text }) => text))].join(" · "));
    return requests.every(({ status }) => status === "ready") || undefined;
  };
  try {
    await waitFor("The content request", patience, look, () =>
      requests
        .flatMap(({ jobs }) => jobs)
        .map(describeJob)
        .join("; "),
    );
  } finally {
    progress.end();
  }
}

/** A paid call whose answer was lost is a person's to decide: it may cost twice. */
async function decideLostCalls(
  owner: Person,
  requestId: string,
  progress: Progress,
  log: (line: string) => void,
): Promise<boolean> {
  const lost = await need(
    "Reading the calls that need a decision",
    owner.api
      .from("provider_calls")
      .select("id, operation, error")
      .eq("subject_id", requestId)
      .eq("state", "needs_attention"),
  );
  for (const { id, operation, error } of lost) {
    progress.end();
    log(`${operation}: ${error ?? "the answer was lost"} ${owner.name} decides to call again.`);
    await need("Deciding on the lost call", owner.api.rpc("resolve_call", { id, decision: "retry" }));
  }
  return lost.length > 0;
}

async function readRequests(api: Api, ids: readonly string[]): Promise<Request[]> {
  const requests = await need(
    "Reading the content requests",
    api.from("content_requests").select("id, status, failure, sources").in("id", ids),
  );
  const jobs = await need(
    "Reading the background jobs",
    api
      .from("background_jobs")
      .select("subject_id, kind, state, progress, attempts, max_attempts, last_error")
      .in("subject_id", ids)
      .order("created_at"),
  );
  return requests
    .sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))
    .map((request) => ({ ...request, jobs: jobs.filter(({ subject_id }) => subject_id === request.id) }));
}

function describeRequest({ status, sources, jobs }: Request): { percent: number; text: string } {
  if (status === "ready") return { percent: 100, text: "ready" };
  const kinds = Object.keys(stages);
  const percent = kinds
    .map((kind) => jobs.findLast((job) => job.kind === kind))
    .reduce((sum, job) => sum + (job?.state === "succeeded" ? 100 : (job?.progress ?? 0)) / kinds.length, 0);
  const current = jobs.findLast((job) => job.state !== "succeeded");
  if (current === undefined) return { percent, text: "waiting for the worker" };
  const [source] = sources as unknown as Brief["sources"];
  const retried = current.attempts > 1 ? ` (attempt ${current.attempts} of ${current.max_attempts})` : "";
  return { percent, text: `${stages[current.kind]?.[source?.type ?? "stock"] ?? current.kind}${retried}` };
}

function describeJob({ kind, state, progress, attempts, last_error }: Job): string {
  const error = last_error === null ? "" : `: ${last_error}`;
  return `The job ${kind} is ${state} at ${progress} %, attempt ${attempts}${error}`;
}
