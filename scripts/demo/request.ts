import { randomUUID } from "node:crypto";
import type { Brand } from "./brand.ts";
import { type Api, need, type Row } from "./client.ts";
import type { Person, Team } from "./people.ts";
import type { Progress } from "./progress.ts";
import { waitFor } from "./wait.ts";

/** What the demo asks for. */
export const brief = {
  title: "Live sessions, launch week",
  search_term: "concert crowd, green stage lights",
  placements: ["instagram/square", "instagram/story", "facebook/link"],
  copy: {
    headline: "Front row, every night",
    subline: "Live sessions from forty festivals, recorded this summer. Free to stream all August.",
    call_to_action: "Listen now",
  },
  caption:
    "Forty festivals, one front row. The live sessions are here: new recordings every night, free to stream all August. #LiveSessions #FrontRow",
  alt_text:
    "A concert crowd with raised hands in front of a stage in green light. Text: Front row, every night.",
};

/** How long a request may take; a killed worker's jobs are taken up again within half a minute. */
const patience = 120;

/** Asks for the pictures. The key makes the POST repeatable: sent again, it answers the same request. */
export async function makeRequest(editor: Api, brand: Brand): Promise<string> {
  const { brand_profile_id, content_template_id } = brand;
  const request = await need(
    "Making the content request",
    editor
      .from("content_requests")
      .insert({ ...brief, brand_profile_id, content_template_id, idempotency_key: randomUUID() })
      .select("id")
      .single(),
  );
  return request.id;
}

type Job = Pick<
  Row<"background_jobs">,
  "kind" | "state" | "progress" | "attempts" | "max_attempts" | "last_error"
>;

/** The jobs of a request, in their order, as the progress bar names them. */
const stages: Record<string, string> = {
  source_assets: "finding and buying the picture",
  render_variants: "rendering, measuring and scoring",
};

/** Follows a request's jobs until it is ready. Throws with the request's own words when it does not get there. */
export async function followRequest(
  { editor, owner }: Team,
  id: string,
  progress: Progress,
  log: (line: string) => void,
): Promise<void> {
  let jobs: Job[] = [];
  const look = async (): Promise<true | undefined> => {
    const { status, failure } = await need(
      "Reading the content request",
      editor.api.from("content_requests").select("status, failure").eq("id", id).single(),
    );
    jobs = await readJobs(editor.api, id);
    if (status === "ready") {
      progress.show(100, "ready");
      return true;
    }
    if (status === "needs_attention" && (await decideLostCalls(owner, id, progress, log))) return undefined;
    if (["failed", "needs_attention", "cancelled"].includes(status)) {
      throw new Error(`The content request is ${status}: ${failure ?? "It gives no reason."}`);
    }
    const { percent, text } = describeJobs(jobs);
    progress.show(percent, text);
    return undefined;
  };
  try {
    await waitFor("The content request", patience, look, () => jobs.map(describeJob).join("; "));
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

function readJobs(api: Api, subjectId: string): Promise<Job[]> {
  return need(
    "Reading the background jobs",
    api
      .from("background_jobs")
      .select("kind, state, progress, attempts, max_attempts, last_error")
      .eq("subject_id", subjectId)
      .order("created_at"),
  );
}

function describeJobs(jobs: readonly Job[]): { percent: number; text: string } {
  const kinds = Object.keys(stages);
  const done = kinds.map(
    (kind) => jobs.findLast((job) => job.kind === kind) ?? { progress: 0, state: "queued" },
  );
  const percent = done.reduce(
    (sum, { progress, state }) => sum + (state === "succeeded" ? 100 : progress) / kinds.length,
    0,
  );
  const current = jobs.findLast((job) => job.state !== "succeeded");
  if (current === undefined) return { percent, text: "waiting for the worker" };
  const retried = current.attempts > 1 ? ` (attempt ${current.attempts} of ${current.max_attempts})` : "";
  return { percent, text: `${stages[current.kind] ?? current.kind}${retried}` };
}

function describeJob({ kind, state, progress, attempts, last_error }: Job): string {
  const error = last_error === null ? "" : `: ${last_error}`;
  return `The job ${kind} is ${state} at ${progress} %, attempt ${attempts}${error}`;
}
