import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Api, connect, need } from "../../scripts/demo/client.ts";
import { Progress } from "../../scripts/demo/progress.ts";
import { publish, reportMetrics } from "../../scripts/demo/publish.ts";
import { followRequests } from "../../scripts/demo/request.ts";
import { review } from "../../scripts/demo/review.ts";
import { waitFor } from "../../scripts/demo/wait.ts";
import { withClient } from "../../scripts/stack/database.ts";
import { startTestStack, type TestStack } from "../setup/stack.ts";
import { refusal, signUpOwner } from "./helpers.ts";
import { ask, makeWorld, requestBody, type World } from "./world.ts";

/** Rows of one's own and those that everybody reads: no organization_id that another's could hide behind. */
const shared = ["me", "organizations", "platform_placements", "users"];

let stack: TestStack;
/** An organisation that has been through everything. */
let world: World;
let organizationId: string;
let mine: Api;
/** The owner of another one, with a brand of its own. */
let stranger: Api;
let strangers: World;
let ids: Record<
  | "request"
  | "variant"
  | "pending"
  | "guideline"
  | "asset"
  | "file"
  | "job"
  | "call"
  | "publication"
  | "workflow",
  string
>;

beforeAll(async () => {
  stack = await startTestStack();
  const { api_url } = stack.state();
  world = await makeWorld(api_url);
  strangers = await makeWorld(api_url);
  mine = world.team.owner.api;
  stranger = strangers.team.owner.api;
  const requestId = await ask(world, { placements: ["instagram/square", "facebook/link"] });
  const quiet = () => undefined;
  await followRequests(world.team, [requestId], new Progress({ write: quiet }), quiet);
  await review(world.team, world.brand.workflow, [requestId]);
  await reportMetrics(world.team.editor.api, await publish(world.team.editor.api, [requestId]));
  // An invitation that nobody has accepted and a key: admins see them, and only theirs.
  await need("invite_member", mine.rpc("invite_member", { email: "guest@tests.example", role: "viewer" }));
  await need("create_api_key", mine.rpc("create_api_key", { name: "ci", role: "viewer" }));
  const pending = await ask(world, { search_term: "coffee sim:search.slow-body" });
  organizationId =
    (await need("me", mine.from("me").select("organization_id").single())).organization_id ?? "";
  ids = await collect(requestId, pending);
});
afterAll(() => stack?.stop());

async function collect(request: string, pending: string): Promise<typeof ids> {
  const one = async (view: "asset_variants" | "background_jobs" | "brand_assets" | "brand_guidelines") =>
    (await need(view, mine.from(view).select("id").limit(1).single())).id;
  const call = await need("provider_calls", mine.from("provider_calls").select("id").limit(1).single());
  const publication = await need("publications", mine.from("publications").select("id").limit(1).single());
  const file = await need("files", mine.from("files").select("id").eq("kind", "logo").single());
  const workflow = await need("approval_workflows", mine.from("approval_workflows").select("id").single());
  return {
    request,
    pending,
    variant: await one("asset_variants"),
    guideline: await one("brand_guidelines"),
    asset: await one("brand_assets"),
    job: await one("background_jobs"),
    file: file.id,
    call: call.id,
    publication: publication.id,
    workflow: workflow.id,
  };
}

/** Every view that has a column organization_id. */
async function tenantViews(): Promise<string[]> {
  const { rows } = await withClient(stack.database.url, (client) =>
    client.query<{ name: string }>(
      `select table_name as name from information_schema.columns
       where table_schema = 'api' and column_name = 'organization_id' order by 1`,
    ),
  );
  return rows.map(({ name }) => name).filter((name) => !shared.includes(name));
}

/** What somebody reads of a view's rows of one organisation, whatever the view. */
async function read(api: Api, view: string, filter: string): Promise<unknown[]> {
  const response = await fetch(`${api.url}/${view}?${filter}`, { headers: api.headers });
  const body = (await response.json()) as unknown[];
  expect(response.status, `${view}: ${JSON.stringify(body)}`).toBe(200);
  return body;
}

test("a filter by another organisation finds nothing in any view, where its owner finds rows", async () => {
  const views = await tenantViews();
  expect(views.length).toBeGreaterThan(25);
  // Rolled up by the worker every minute.
  const rolledUp = [
    "brand_compliance_analytics",
    "brand_compliance_monthly",
    "violation_ranking",
    "check_agreement",
    "daily_usage_summaries",
  ];
  // What the story leaves empty.
  const empty = ["approval_comments"];
  await waitFor("content_performance_daily", 30, async () =>
    (await read(mine, "content_performance_daily", "limit=1")).length > 0 ? true : undefined,
  );
  for (const view of views) {
    const filter = `organization_id=eq.${organizationId}&limit=1`;
    expect(await read(stranger, view, filter), view).toEqual([]);
    if (![...rolledUp, ...empty].includes(view)) expect(await read(mine, view, filter), view).toHaveLength(1);
    const others = await read(stranger, view, "select=organization_id");
    expect(others, view).not.toContainEqual({ organization_id: organizationId });
  }
});

test("an embedding does not reach across", async () => {
  const [own] = await need(
    "brand_profiles",
    stranger.from("brand_profiles").select("name, content_requests(id), brand_assets(id, files(id))"),
  );
  expect(own?.content_requests).toEqual([]);
  expect(own?.brand_assets.map(({ id }) => id)).not.toContain(ids.asset);
  const people = await need("users", stranger.from("users").select("email"));
  expect(people).toHaveLength(3);
});

describe("a function called with another organisation's ids", () => {
  const notFound = { status: 404, code: "VP200" };

  test("finds nothing", async () => {
    expect(await refusal(stranger.rpc("cancel_content_request", { id: ids.pending }))).toEqual(notFound);
    expect(await refusal(stranger.rpc("retry_content_request", { id: ids.request }))).toEqual(notFound);
    expect(await refusal(stranger.rpc("activate_guideline", { brand_guideline_id: ids.guideline }))).toEqual(
      notFound,
    );
    expect(await refusal(stranger.rpc("retire_guideline", { brand_guideline_id: ids.guideline }))).toEqual(
      notFound,
    );
    const versions = { from_guideline_id: ids.guideline, to_guideline_id: ids.guideline };
    expect(await refusal(stranger.rpc("diff_guidelines", versions))).toEqual(notFound);
    expect(await refusal(stranger.rpc("complete_upload", { id: ids.file }))).toEqual(notFound);
    expect(await refusal(stranger.rpc("resolve_call", { id: ids.call, decision: "retry" }))).toEqual(
      notFound,
    );
    expect(await refusal(stranger.rpc("switch_organization", { organization_id: organizationId }))).toEqual(
      notFound,
    );
    expect(await refusal(stranger.rpc("submit_for_review", { asset_variant_ids: [ids.variant] }))).toEqual(
      notFound,
    );
    expect(await refusal(stranger.rpc("revise_asset_variant", { asset_variant_id: ids.variant }))).toEqual(
      notFound,
    );
    expect(
      await refusal(stranger.rpc("record_publication", { asset_variant_id: ids.variant, external_id: "x" })),
    ).toEqual(notFound);
    const [approval] = await need("content_approvals", mine.from("content_approvals").select("id").limit(1));
    expect(
      await refusal(
        stranger.rpc("decide_approvals", {
          content_approval_ids: [approval?.id ?? ""],
          decision: "approve",
        }),
      ),
    ).toEqual(notFound);
    expect(await refusal(stranger.rpc("explain_score", { asset_variant_id: ids.variant }))).toEqual(notFound);
    expect(await refusal(stranger.rpc("similar_variants", { asset_variant_id: ids.variant }))).toEqual(
      notFound,
    );
    const { brand_profile_id, content_template_id } = world.brand;
    for (const call of [
      stranger.rpc("preview_rerender", { content_template_id }),
      stranger.rpc("preview_rerender", { brand_profile_id }),
      stranger.rpc("preview_replacement", { brand_asset_id: ids.asset }),
      stranger.rpc("suggest_rules", { brand_profile_id }),
      stranger.rpc("rerender_template", { content_template_id }),
      stranger.rpc("rerender_brand", { brand_profile_id }),
      stranger.rpc("cancel_job", { background_job_id: ids.request }),
    ]) {
      expect(await refusal(call)).toEqual(notFound);
    }
    const estimate = stranger.rpc("estimate_content_request", {
      brand_profile_id,
      content_template_id,
      placements: ["instagram/square"],
    });
    expect(await refusal(estimate)).toEqual({ status: 422, code: "VP201" });
    const found = await need(
      "search_assets",
      stranger.rpc("search_assets", { query: "inter" }).select("organization_id"),
    );
    expect(found).toHaveLength(3);
    expect(found).not.toContainEqual({ organization_id: organizationId });
  });

  test("stores nothing", async () => {
    const metric = {
      publication_id: ids.publication,
      native_metric: "reach",
      value: 1,
      captured_at: new Date().toISOString(),
    };
    expect(await refusal(stranger.rpc("ingest_metrics", { metrics: [metric] }))).toEqual({
      status: 422,
      code: "VP209",
    });
  });

  test("the pending request goes on as if nothing had been", async () => {
    const { status } = await need(
      "content_requests",
      mine.from("content_requests").select("status").eq("id", ids.pending).single(),
    );
    expect(status).not.toBe("cancelled");
  });
});

describe("writing", () => {
  test("with another organisation's id in a filter changes nothing", async () => {
    const changed = await stranger
      .from("brand_profiles")
      .update({ name: "Taken over" })
      .eq("id", world.brand.brand_profile_id)
      .select();
    expect(changed.data).toEqual([]);
    const deleted = await stranger.from("brand_assets").delete().eq("id", ids.asset).select();
    expect(deleted.data).toEqual([]);
    expect((await mine.from("brand_assets").select("id").eq("id", ids.asset)).data).toHaveLength(1);
  });

  test("with a reference to another organisation's row is refused", async () => {
    const asset = { brand_profile_id: world.brand.brand_profile_id, kind: "logo", name: "Theirs" } as const;
    const refused = await stranger.from("brand_assets").insert({ ...asset, file_id: ids.file });
    expect(refused.error).not.toBeNull();
    expect([404, 409, 422]).toContain(refused.status);
    const step = await stranger
      .from("approval_steps")
      .insert({ approval_workflow_id: ids.workflow, position: 9, name: "Theirs", approver_role: "reviewer" });
    expect([404, 409]).toContain(step.status);
    const body = requestBody(strangers, { content_template_id: world.brand.content_template_id });
    expect(await refusal(strangers.team.editor.api.from("content_requests").insert(body))).toEqual({
      status: 422,
      code: "VP205",
    });
    const brand = requestBody(strangers, { brand_profile_id: world.brand.brand_profile_id });
    expect(await refusal(strangers.team.editor.api.from("content_requests").insert(brand))).toEqual({
      status: 422,
      code: "VP201",
    });
  });

  test("in another organisation's name is refused", async () => {
    const row = { organization_id: organizationId, name: "In your name" };
    expect((await stranger.from("brand_profiles").insert(row)).status).toBe(403);
    expect((await mine.from("brand_profiles").select("id").eq("name", row.name)).data).toEqual([]);
  });

  test("the same idempotency key is another organisation's own", async () => {
    const key = "launch-week";
    const other = await ask(strangers, { idempotency_key: key, search_term: "sim:402" });
    const own = await ask(world, { idempotency_key: key, search_term: "sim:402" });
    expect(other).not.toBe(own);
  });
});

test("a token for one organisation shows nothing of the caller's other one", async () => {
  const { api_url } = stack.state();
  const guest = await signUpOwner(api_url);
  const invitation = await need(
    "invite_member",
    mine.rpc("invite_member", { email: guest.email, role: "viewer" }),
  );
  const session = await need(
    "accept_invitation",
    guest.api.rpc("accept_invitation", { token: invitation.token }),
  );
  const inside = connect(api_url, session.access_token);
  expect((await inside.from("content_requests").select("id").eq("id", ids.request)).data).toHaveLength(1);
  const back = await need(
    "switch_organization",
    inside.rpc("switch_organization", { organization_id: guest.organizationId }),
  );
  const outside = connect(api_url, back.access_token);
  expect((await outside.from("content_requests").select("id")).data).toEqual([]);
});
