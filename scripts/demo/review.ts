import type { Workflow } from "./brand.ts";
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

/** What people decided on a brand's variants. */
export interface Review {
  readonly decisions: readonly Decision[];
  /** Variants that failed the brand's checks, which the editor submits all the same, for people to decide. */
  readonly failed: readonly string[];
}

/** Takes all variants of the requests through the brand's workflow, each step decided in bulk by another person. */
export async function review(team: Team, workflow: Workflow, requestIds: readonly string[]): Promise<Review> {
  const { editor } = team;
  const variants = await need(
    "Reading the variants",
    editor.api
      .from("asset_variants")
      .select("id, platform, placement, status, verdict")
      .in("content_request_id", requestIds)
      .is("is_current", true),
  );
  await submit(editor.api, workflow, variants);
  const decisions: Decision[] = [];
  for (const [index, role] of workflow.roles.entries())
    decisions.push(await approve(team[role], index + 1, variants));
  const failed = variants.filter(({ verdict }) => verdict !== "pass" && verdict !== "warn");
  return { decisions, failed: failed.map(({ platform, placement }) => `${platform}/${placement}`) };
}

/** The organisation's default workflow takes what passed by itself; all else is submitted. */
async function submit(editor: Api, { id }: Workflow, variants: readonly Scored[]): Promise<void> {
  const scored = variants.filter(({ status }) => status === "scored");
  if (scored.length === 0) return;
  await need(
    "Submitting for review",
    editor.rpc("submit_for_review", {
      asset_variant_ids: scored.map((variant) => variant.id),
      approval_workflow_id: id,
    }),
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
