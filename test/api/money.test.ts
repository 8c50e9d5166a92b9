import { afterAll, beforeAll, expect, test } from "vitest";
import { type Api, need } from "../../scripts/demo/client.ts";
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

  await need(
    "set_provider_key",
    owner.rpc("set_provider_key", { provider: "freepik", api_key: null as unknown as string }),
  );
  await need("retry_content_request", editor.rpc("retry_content_request", { id }));
  expect(await settled(editor, id)).toMatchObject({ status: "ready", failure: null });
});
