import { type Api, need } from "./client.ts";
import type { Person, Team } from "./people.ts";

/** A variant that waits for people. */
interface Scored {
  readonly id: string;
  readonly platform: string;
  readonly placement: string;
  readonly status: string;
  readonly verdict: string | null;
}

/** What a person decided. */
export interface Decision {
  readonly by: string;
  readonly role: string;
  readonly step: number;
  readonly decision: string;
  readonly approvals: number;
}

/**
 * Takes all variants of the requests through both steps of the review, each step decided in bulk by another person.
 * What failed the brand's checks is not sent to review by itself: the editor submits it, and it is said.
 */
export async function review(
  team: Team,
  requestIds: readonly string[],
  log: (line: string) => void,
): Promise<Decision[]> {
  const { editor, reviewer, owner } = team;
  const variants = await need(
    "Reading the variants",
    editor.api
      .from("asset_variants")
      .select("id, platform, placement, status, verdict")
      .in("content_request_id", requestIds)
      .is("is_current", true),
  );
  await submitFailed(editor.api, variants, log);
  const decisions: Decision[] = [];
  for (const [index, person] of [reviewer, owner].entries()) {
    const decision = await approve(person, index + 1, variants);
    log(`${person.name} (${person.role}) approved ${decision.approvals} of ${variants.length}.`);
    decisions.push(decision);
  }
  return decisions;
}

async function submitFailed(
  editor: Api,
  variants: readonly Scored[],
  log: (line: string) => void,
): Promise<void> {
  const held = variants.filter(({ status }) => status === "scored");
  if (held.length === 0) return;
  for (const { platform, placement, verdict } of held)
    log(`${platform}/${placement}: ${verdict}. The editor submits it by hand, for people to decide.`);
  await need(
    "Submitting for review",
    editor.rpc("submit_for_review", { asset_variant_ids: held.map(({ id }) => id) }),
  );
}

async function approve(person: Person, step: number, variants: readonly Scored[]): Promise<Decision> {
  const open = await need(
    `Reading what ${person.name} has to decide`,
    person.api
      .from("content_approvals")
      .select("id")
      .eq("status", "open")
      .eq("position", step)
      .in(
        "asset_variant_id",
        variants.map(({ id }) => id),
      ),
  );
  if (open.length !== variants.length)
    throw new Error(
      `Step ${step} of the review asks for ${open.length} decisions, not for ${variants.length}.`,
    );
  const decided = await need(
    `Deciding as ${person.name}`,
    person.api.rpc("decide_approvals", {
      content_approval_ids: open.map(({ id }) => id),
      decision: "approve",
    }),
  );
  return { by: person.name, role: person.role, step, decision: "approve", approvals: decided.length };
}
