import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Api, need } from "../../scripts/demo/client.ts";
import { readOverview } from "../../scripts/demo/overview.ts";
import { startTestStack, type TestStack } from "../setup/stack.ts";
import { refusal, unique } from "./helpers.ts";
import { ask, makeWorld, type Request, requestBody, settled, simulatorLedger, type World } from "./world.ts";

let stack: TestStack;
let world: World;
let editor: Api;
let reviewer: Api;
let owner: Api;

beforeAll(async () => {
  stack = await startTestStack();
  world = await makeWorld(stack.state().api_url);
  ({
    editor: { api: editor },
    reviewer: { api: reviewer },
    owner: { api: owner },
  } = world.team);
});
afterAll(() => stack?.stop());

const calls = (id: string) =>
  need("provider_calls", editor.from("provider_calls").select("id, operation, state").eq("subject_id", id));

/** The request's one variant that is current. */
const variantOf = (id: string) =>
  need(
    "asset_variants",
    editor.from("asset_variants").select().eq("content_request_id", id).is("is_current", true).single(),
  );

const openApprovals = async (api: Api, variantId: string) =>
  (
    await need(
      "content_approvals",
      api.from("content_approvals").select("id").eq("asset_variant_id", variantId).eq("status", "open"),
    )
  ).map(({ id }) => id);

const decide = (api: Api, ids: string[], decision: string, comment?: string) =>
  api.rpc("decide_approvals", {
    content_approval_ids: ids,
    decision,
    ...(comment === undefined ? {} : { comment }),
  });

const approveAll = async (variantId: string) => {
  for (const api of [reviewer, owner]) {
    await need("decide_approvals", decide(api, await openApprovals(api, variantId), "approve"));
  }
};

describe("an idempotency key", () => {
  test("makes a POST repeatable: one request, paid once, however often it is sent", async () => {
    const body = requestBody(world, { idempotency_key: randomUUID() });
    const post = () => need("POST", editor.from("content_requests").insert(body).select().single());
    const answers = await Promise.all([post(), post(), post(), post()]);
    const [id] = new Set(answers.map((request) => request.id));
    expect(new Set(answers.map((request) => request.id)).size).toBe(1);
    expect((await settled(editor, id ?? "")).status).toBe("ready");
    const again = await post();
    expect(again).toMatchObject({ id, status: "ready" });
    expect((await calls(id ?? "")).map(({ operation }) => operation).sort()).toEqual([
      "stock_download",
      "stock_search",
    ]);
  });

  test("is refused for another body, and does nothing", async () => {
    const body = requestBody(world, { idempotency_key: randomUUID() });
    const first = await need("POST", editor.from("content_requests").insert(body).select("id").single());
    const other = editor.from("content_requests").insert({ ...body, title: "Something else" });
    expect(await refusal(other)).toEqual({ status: 409, code: "VP203" });
    const stored = await need(
      "content_requests",
      editor
        .from("content_requests")
        .select("id, title")
        .eq("idempotency_key", body.idempotency_key ?? ""),
    );
    expect(stored).toEqual([{ id: first.id, title: body.title }]);
  });
});

describe("bad input", () => {
  const cases: [string, Parameters<typeof requestBody>[1], { status: number; code: string }][] = [
    ["an unknown placement", { placements: ["instagram/sqare"] }, { status: 422, code: "VP204" }],
    ["a placement twice", { placements: ["x/post", "x/post"] }, { status: 422, code: "VP204" }],
    ["no placement", { placements: [] }, { status: 422, code: "VP204" }],
    ["an unknown template", { content_template_id: randomUUID() }, { status: 422, code: "VP205" }],
    ["an unknown brand", { brand_profile_id: randomUUID() }, { status: 422, code: "VP201" }],
    [
      "copy without what the template needs",
      { copy: { headline: "", subline: "b", call_to_action: "c" } },
      { status: 422, code: "VP201" },
    ],
    ["an unknown source", { sources: [{ type: "dream" }] }, { status: 422, code: "VP201" }],
  ];

  test.each(cases)("%s is refused in words, and nothing is stored", async (_what, change, expected) => {
    const title = unique("bad");
    const { error, status } = await editor
      .from("content_requests")
      .insert(requestBody(world, { ...change, title }));
    expect({ status, code: error?.code }).toEqual(expected);
    expect(error?.hint).toEqual(expect.any(String));
    expect((await editor.from("content_requests").select("id").eq("title", title)).data).toEqual([]);
  });

  test("a misspelt placement is answered with the nearest", async () => {
    const { error } = await editor
      .from("content_requests")
      .insert(requestBody(world, { placements: ["instagram/sqare"] }));
    expect(error?.hint).toContain("instagram/square");
  });

  test("one bad request of a list refuses the list", async () => {
    const title = unique("list");
    const list = [requestBody(world, { title }), requestBody(world, { title, placements: ["no/where"] })];
    expect(await refusal(editor.from("content_requests").insert(list))).toEqual({
      status: 422,
      code: "VP204",
    });
    expect((await editor.from("content_requests").select("id").eq("title", title)).data).toEqual([]);
  });

  test("a role that is too low may not ask", async () => {
    expect((await reviewer.from("content_requests").insert(requestBody(world))).status).toBe(403);
  });

  test("a brand without an active guideline is refused before anything is paid", async () => {
    const profile = await need(
      "brand_profiles",
      editor
        .from("brand_profiles")
        .insert({ name: unique("brand") })
        .select("id")
        .single(),
    );
    const template = await need(
      "content_templates",
      editor
        .from("content_templates")
        .insert({
          slug: unique("plain"),
          name: "Plain",
          layout: { background: "#FFFFFF", layers: [{ id: "photo", type: "image" }] },
        })
        .select("id")
        .single(),
    );
    const body = requestBody(world, { brand_profile_id: profile.id, content_template_id: template.id });
    expect(await refusal(editor.from("content_requests").insert(body))).toEqual({
      status: 409,
      code: "VP207",
    });
  });
});

describe("a state moves only as it may", () => {
  let request: Request;

  beforeAll(async () => {
    request = await settled(editor, await ask(world));
    expect(request.status).toBe("ready");
  });

  const refused = { status: 409, code: "VP202" };

  test("what is ready is neither cancelled nor retried", async () => {
    const { id } = request;
    expect(await refusal(editor.rpc("cancel_content_request", { id }))).toEqual(refused);
    expect(await refusal(editor.rpc("retry_content_request", { id }))).toEqual(refused);
  });

  test("no status can be written", async () => {
    // @ts-expect-error: not a writable column
    const requests = editor.from("content_requests").update({ status: "queued" }).eq("id", request.id);
    expect((await requests).status).toBe(403);
    const { id } = await variantOf(request.id);
    // @ts-expect-error: not a writable column
    expect((await editor.from("asset_variants").update({ status: "approved" }).eq("id", id)).status).toBe(
      403,
    );
  });

  test("only what is approved is published, by every step in its order", async () => {
    const { id } = await variantOf(request.id);
    const publish = () =>
      editor.rpc("record_publication", { asset_variant_id: id, external_id: `post-${id}` }).single();
    expect(await refusal(publish())).toEqual(refused);
    expect(await refusal(editor.rpc("submit_for_review", { asset_variant_ids: [id] }))).toEqual(refused);

    const first = await openApprovals(reviewer, id);
    const waiting = await need(
      "content_approvals",
      owner.from("content_approvals").select("id").eq("asset_variant_id", id).eq("status", "waiting"),
    );
    expect(
      await refusal(
        decide(
          owner,
          waiting.map((row) => row.id),
          "approve",
        ),
      ),
    ).toEqual(refused);
    expect(await refusal(decide(editor, first, "approve"))).toEqual({ status: 403, code: "VP103" });
    expect(await refusal(decide(reviewer, first, "reject"))).toEqual({ status: 422, code: "VP206" });
    await approveAll(id);
    expect(await refusal(decide(reviewer, first, "approve"))).toEqual(refused);

    const publication = await need("record_publication", publish());
    expect(await need("record_publication", publish())).toEqual(publication);
    expect((await variantOf(request.id)).status).toBe("published");
  });

  test("a change makes a revision, and the approval of the former one is void", async () => {
    const made = await settled(editor, await ask(world));
    const former = await variantOf(made.id);
    await approveAll(former.id);
    const copy = { headline: "Another night", subline: "", call_to_action: "" };
    const revision = await need(
      "revise_asset_variant",
      editor.rpc("revise_asset_variant", { asset_variant_id: former.id, copy }).single(),
    );
    expect(revision).toMatchObject({ revision: 2, status: "pending", is_current: true, copy });
    expect((await settled(editor, made.id)).status).toBe("ready");

    expect(await variantOf(made.id)).toMatchObject({ id: revision.id, revision: 2, status: "in_review" });
    const old = await need(
      "asset_variants",
      editor.from("asset_variants").select("status, is_current, url, bytes").eq("id", former.id).single(),
    );
    expect(old).toMatchObject({ status: "superseded", is_current: false, bytes: former.bytes });
    expect((await fetch(old.url ?? "")).status).toBe(200);
    expect(
      await refusal(editor.rpc("record_publication", { asset_variant_id: former.id, external_id: "x" })),
    ).toEqual(refused);
    expect(await refusal(editor.rpc("revise_asset_variant", { asset_variant_id: former.id }))).toEqual(
      refused,
    );
    expect(await calls(made.id)).toHaveLength(2);
  });

  test("a finished picture comes with what a review page shows, and what looks like it is found", async () => {
    const [one, other] = [await settled(editor, await ask(world)), await settled(editor, await ask(world))];
    const { id, url, width, height, bytes, format, placeholder, phash, alt_text } = await variantOf(one.id);
    expect({ width, height, format }).toEqual({ width: 1080, height: 1080, format: "jpeg" });
    expect(alt_text).toBeTruthy();
    expect(placeholder).toMatch(/^[A-Za-z0-9+/]{20,36}=*$/);
    expect(phash).toMatch(/^[0-9a-f]{16}$/);
    const whole = await fetch(url ?? "");
    expect((await whole.arrayBuffer()).byteLength).toBe(bytes);
    const small = await fetch(`${url}&w=320`, { headers: { Accept: "image/avif,image/webp,*/*" } });
    expect(small.headers.get("content-type")).toBe("image/avif");
    expect((await small.arrayBuffer()).byteLength).toBeLessThan((bytes ?? 0) / 4);
    const alike = await need("similar_variants", editor.rpc("similar_variants", { asset_variant_id: id }));
    expect(alike.map((variant) => variant.id)).toContain((await variantOf(other.id)).id);
    expect(alike.map((variant) => variant.id)).not.toContain(id);
  });

  test("a logo that a picture shows is not deleted", async () => {
    await settled(editor, await ask(world));
    const used = await need(
      "brand_asset_usage",
      editor
        .from("brand_asset_usage")
        .select("brand_asset_id, variants, templates")
        .eq("brand_profile_id", world.brand.brand_profile_id)
        .eq("kind", "logo")
        .eq("is_default", true)
        .single(),
    );
    expect(used.variants).toBeGreaterThan(0);
    expect(used.templates).toMatchObject([{ slug: "bold-headline", variants: used.variants }]);
    const { brand_asset_id } = used;
    const refused = await world.team.owner.api
      .from("brand_assets")
      .delete()
      .eq("id", brand_asset_id ?? "");
    expect([refused.status, refused.error?.code]).toEqual([409, "VP208"]);
    const effects = await need(
      "preview_replacement",
      editor.rpc("preview_replacement", { brand_asset_id: brand_asset_id ?? "" }),
    );
    expect(effects.find(({ effect }) => effect === "revise")).toMatchObject({ provider_calls: 0 });
  });

  test("changes are asked for with a reason, and made in a new revision", async () => {
    const made = await settled(editor, await ask(world));
    const { id } = await variantOf(made.id);
    const open = await openApprovals(reviewer, id);
    await need("decide_approvals", decide(reviewer, open, "request_changes", "The headline is too long."));
    expect((await variantOf(made.id)).status).toBe("changes_requested");
    const approvals = await need(
      "content_approvals",
      editor.from("content_approvals").select("status, comment").eq("asset_variant_id", id).order("position"),
    );
    expect(approvals).toEqual([
      { status: "changes_requested", comment: "The headline is too long." },
      { status: "voided", comment: null },
    ]);
  });
});

test("the overview joins score, review, publication, metrics and cost in one query", async () => {
  const id = await ask(world, { placements: ["instagram/square", "facebook/link"] });
  await settled(editor, id);
  const folder = `${stack.dataDir}/overview`;
  const variants = await readOverview(editor, id, folder);
  expect(
    variants.map(({ platform, placement, width, height }) => [platform, placement, width, height]),
  ).toEqual([
    ["instagram", "square", 1080, 1080],
    ["facebook", "link", 1200, 630],
  ]);
  const rows = await need(
    "variant_overview",
    editor
      .from("variant_overview")
      .select("asset_variant_id, score, cost, currency, approvals, publication_id, reach")
      .eq("content_request_id", id),
  );
  expect(rows.reduce((sum, { cost }) => sum + (cost ?? 0), 0)).toBeCloseTo(0.1, 6);
  for (const row of rows) {
    expect(row).toMatchObject({ currency: "EUR", approvals: 2, publication_id: null, reach: null });
    const violations = await need(
      "explain_score",
      editor.rpc("explain_score", { asset_variant_id: row.asset_variant_id }),
    );
    expect(violations.length).toBeGreaterThanOrEqual(8);
  }
});

test("the simulator's ledger is ours, call for call", async () => {
  const billed = await simulatorLedger(stack.state());
  const usage = await need(
    "api_usage",
    owner.from("api_usage").select("provider_call_id, cost, currency").order("provider_call_id"),
  );
  expect(billed.length).toBeGreaterThan(0);
  expect(
    billed
      .map(({ attempt_id, cost, currency }) => ({ provider_call_id: attempt_id, cost, currency }))
      .sort((a, b) => String(a.provider_call_id).localeCompare(String(b.provider_call_id))),
  ).toEqual(usage);
});
