import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Api, need } from "../../scripts/demo/client.ts";
import { withClient } from "../../scripts/stack/database.ts";
import { startTestStack, type TestStack } from "../setup/stack.ts";
import { refusal } from "./helpers.ts";
import { ask, makeWorld, requestBody, settled, simulatorLedger, type World } from "./world.ts";

/** What a client sees of money, over HTTP. */
let stack: TestStack;
let world: World;
let editor: Api;
let owner: Api;

beforeAll(async () => {
  stack = await startTestStack();
  world = await makeWorld(stack.state().api_url);
  editor = world.team.editor.api;
  owner = world.team.owner.api;
});
afterAll(() => stack?.stop());

const setCap = (key: string, value: number | null) =>
  need("system_settings", owner.from("system_settings").update({ value }).eq("key", key).select("value"));

const estimate = (more: object = {}) => {
  const { brand_profile_id, content_template_id, placements, caption, alt_text } = requestBody(world);
  return editor.rpc("estimate_content_request", {
    brand_profile_id,
    content_template_id,
    placements,
    caption,
    alt_text,
    ...more,
  });
};

test("the same search is asked once, and what that saved is shown", async () => {
  const ids = [await ask(world), await ask(world)];
  for (const id of ids) expect(await settled(editor, id)).toMatchObject({ status: "ready", failure: null });
  const calls = await need(
    "provider_calls",
    editor
      .from("provider_calls")
      .select("id, subject_id, operation, cached_call_id, saved_amount")
      .in("subject_id", ids)
      .order("sent_at"),
  );
  const searches = calls.filter(({ operation }) => operation === "stock_search");
  const [asked, repeated] = searches;
  expect(searches).toHaveLength(2);
  expect(asked?.cached_call_id).toBeNull();
  expect(repeated).toMatchObject({ cached_call_id: asked?.id, saved_amount: 0 });
  const attempts = (await simulatorLedger(stack.state())).map(({ attempt_id }) => attempt_id);
  expect(attempts).toContain(asked?.id);
  expect(attempts).not.toContain(repeated?.id);
  expect(await need("spend_months", editor.from("spend_months").select())).toMatchObject([
    { currency: "EUR", spent: 0.2, reserved: 0, cap: null, cached_calls: 1 },
  ]);
});

test("an estimate tells price, room and broken limits; beyond a cap it is 402 with the figures", async () => {
  await setCap("spend.monthly_cap", 0.5);
  await setCap("spend.per_request_cap", 0.3);
  expect(await need("estimate", estimate({ caption: "x".repeat(3000) }).single())).toMatchObject({
    price: 0.1,
    currency: "EUR",
    monthly_left: 0.3,
    request_cap: 0.3,
    broken_limits: [{ platform: "instagram", placement: "square", limit: "caption" }],
  });
  const { error, status } = await estimate({
    sources: [{ type: "ai", model: "mystic", resolution: "4k" }],
  });
  expect(status).toBe(402);
  expect(error).toMatchObject({
    code: "VP400",
    message: "The request costs 0.32 EUR, and its spend cap is 0.3 EUR.",
  });
  expect(JSON.parse(error?.details ?? "")).toMatchObject({
    price: 0.32,
    monthly_left: 0.3,
    request_cap: 0.3,
  });
  await setCap("spend.per_request_cap", null);
  await setCap("spend.monthly_cap", 0.25);
  expect(await refusal(estimate())).toEqual({ status: 402, code: "VP400" });
  expect((await need("spend_months", editor.from("spend_months").select("remaining")))[0]).toEqual({
    remaining: 0.05,
  });
  await setCap("spend.monthly_cap", null);
});

test("an improved prompt's price is shown with the picture's", async () => {
  const sources = [{ type: "ai", model: "flux_dev", improve_prompt: true }];
  const { calls, price, full_prompt } = await need(
    "estimate",
    estimate({ sources, prompt: "A cup" }).single(),
  );
  expect(calls).toMatchObject([
    { operation: "improve_prompt", price: 0.01, currency: "EUR" },
    { operation: "flux_dev", price: 0.02, currency: "EUR" },
  ]);
  expect(price).toBe(0.03);
  expect(full_prompt).toMatch(/^A cup\./);
});

describe("bad input is refused before a cent is spent:", () => {
  const spent = async () => ({
    billed: (await simulatorLedger(stack.state())).length,
    months: await need("spend_months", editor.from("spend_months").select("spent, reserved, currency")),
    requests: (await need("content_requests", editor.from("content_requests").select("id"))).length,
  });

  test.each([
    [
      "a prompt over the limit",
      { type: "ai", model: "nano_banana_pro" },
      "x".repeat(3001),
      /3001 characters/,
    ],
    [
      "a prompt that is too long to improve",
      { type: "ai", model: "mystic", improve_prompt: true },
      "x".repeat(2501),
      /2501/,
    ],
    ["an unknown model", { type: "ai", model: "dall_e" }, "A cup", /no model dall_e/],
    ["a seed out of range", { type: "ai", model: "flux_dev", seed: 4_294_967_296 }, "A cup", /seed/],
    ["a resolution that the model lacks", { type: "ai", model: "mystic", resolution: "8k" }, "A cup", /8k/],
    ["an unknown filter", { type: "stock", colour: "red" }, null, /no field "colour"/],
    ["a filter's unknown value", { type: "stock", color: "mauve" }, null, /"mauve" cannot be the color/],
    ["a page that is not there", { type: "stock", page: 101 }, null, /101 cannot be the page/],
    ["a picture's id that is none", { type: "stock", resource_id: "9/download" }, null, /resource_id/],
  ])("%s", async (_what, source, prompt, message) => {
    const before = await spent();
    const body = { ...requestBody(world, { sources: [source] }), prompt };
    for (const answer of [
      await editor.from("content_requests").insert(body),
      await estimate({ sources: [source], prompt }),
    ]) {
      expect(answer.status).toBe(422);
      expect(answer.error).toMatchObject({
        code: "VP201",
        message: expect.stringMatching(message),
        hint: expect.stringMatching(/\w+\W+\w+/),
      });
    }
    expect(await spent()).toEqual(before);
  });

  test("a cap in another currency than the price, a price that is missing for the day, a plan without the model", async () => {
    const change = (sql: string) => withClient(stack.database.url, (client) => client.query(sql));
    const refused = async (model: string, status: number, code: string, reason: RegExp) => {
      const before = await simulatorLedger(stack.state());
      const sources = [{ type: "ai", model }];
      expect(await refusal(estimate({ sources, prompt: "A cup" }))).toEqual({ status, code });
      const id = await ask(world, { sources });
      expect(await settled(editor, id)).toMatchObject({
        status: "needs_attention",
        failure: expect.stringMatching(reason),
      });
      expect(await need("api_usage", editor.from("api_usage").select("id").eq("subject_id", id))).toEqual([]);
      expect(await simulatorLedger(stack.state())).toEqual(before);
    };
    await setCap("spend.monthly_cap", 100);
    await refused("nano_banana_pro", 402, "VP400", /cap is in EUR, and this call costs 0\.1 USD/);
    await setCap("spend.monthly_cap", null);

    await change(
      "update integration.provider_prices set valid_to = '2025-01-02' where operation = 'hyperflux'",
    );
    await refused("hyperflux", 422, "VP401", /There is no price of freepik hyperflux for \d{4}-\d\d-\d\d/);

    await change(`insert into system.system_settings (organization_id, key, value)
      values (identity.system_organization_id(), 'integration.key_plan', '"free"')`);
    await refused(
      "mystic",
      409,
      "VP202",
      /The free plan of freepik has 0 calls of mystic a day\. The premium plan has 6000\./,
    );
    await change("delete from system.system_settings where key = 'integration.key_plan'");
    expect(await need("spend_months", editor.from("spend_months").select("currency, reserved"))).toEqual([
      { currency: "EUR", reserved: 0 },
    ]);
  });
});

test("what was paid for and cannot be used is kept out, booked and said", async () => {
  for (const [scenario, reason] of [
    ["nsfw", /not safe for work: it is kept out, and its price is booked/],
    ["no-url", /holds no picture; its price is booked/],
    ["asset-html", /not a picture that can be used/],
  ] as const) {
    const id = await ask(world, {
      sources: [{ type: "ai", model: "flux_dev" }],
      search_term: `cup sim:${scenario}`,
    });
    expect(await settled(editor, id), scenario).toMatchObject({
      status: "failed",
      failure: expect.stringMatching(reason),
    });
    const usage = await need(
      "api_usage",
      editor.from("api_usage").select("operation, outcome, cost").eq("subject_id", id),
    );
    expect(usage, scenario).toEqual([{ operation: "flux_dev", outcome: "succeeded", cost: 0.02 }]);
    const pictures = editor.from("generated_assets").select("id").eq("content_request_id", id);
    expect(await need("generated_assets", pictures), scenario).toEqual([]);
  }
});

test("an organisation's own key is used, and shown to nobody", async () => {
  const api_key = "sim-key-of-our-own";
  expect(await refusal(editor.rpc("set_provider_key", { provider: "freepik", api_key }))).toEqual({
    status: 403,
    code: "VP103",
  });
  const answer = await need(
    "set_provider_key",
    owner.rpc("set_provider_key", { provider: "freepik", api_key }),
  );
  expect(JSON.stringify(answer)).not.toContain(api_key);
  // The simulator knows the platform's key alone.
  const id = await ask(world, { search_term: "concert by night" });
  expect(await settled(editor, id)).toMatchObject({
    status: "failed",
    failure: "Freepik answered 401: Invalid API key",
  });
  // A model's list of tasks is read before it is called for the first time.
  const painted = await ask(world, { sources: [{ type: "ai", model: "imagen3" }] });
  expect(await settled(editor, painted)).toMatchObject({
    status: "failed",
    failure: "Freepik answered 401: Invalid API key",
  });

  await need(
    "set_provider_key",
    owner.rpc("set_provider_key", { provider: "freepik", api_key: null as unknown as string }),
  );
  await need("retry_content_request", editor.rpc("retry_content_request", { id }));
  expect(await settled(editor, id)).toMatchObject({ status: "ready", failure: null });
});
