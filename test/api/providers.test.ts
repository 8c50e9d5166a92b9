import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Api, need } from "../../scripts/demo/client.ts";
import { waitFor } from "../../scripts/demo/wait.ts";
import { withClient } from "../../scripts/stack/database.ts";
import { startTestStack, type TestStack } from "../setup/stack.ts";
import { refusal } from "./helpers.ts";
import { ask, makeWorld, settled, simulatorLedger, type World } from "./world.ts";

let stack: TestStack;
let world: World;
let editor: Api;
let owner: Api;

beforeAll(async () => {
  stack = await startTestStack({ FREEPIK_SIM_SLOW_MS: "3000" });
  world = await makeWorld(stack.state().api_url);
  editor = world.team.editor.api;
  owner = world.team.owner.api;
  // What stays broken is given up after two attempts, not after an hour of them.
  await withClient(stack.database.url, (client) =>
    client.query(
      `insert into system.system_settings (organization_id, key, value)
       values (identity.system_organization_id(), 'jobs.max_attempts', '2'),
         -- One request's trouble must not be another's here.
         (identity.system_organization_id(), 'integration.circuit_failures', '1000')`,
    ),
  );
});
afterAll(() => stack?.stop());

/** Asks for a picture, with the trouble that the search term brings the simulator. */
const askWith = (scenario: string) => ask(world, { search_term: `concert sim:${scenario}` });

const cost = async (id: string) =>
  (await need("api_usage", editor.from("api_usage").select("cost").eq("subject_id", id))).reduce(
    (sum, row) => sum + row.cost,
    0,
  );

const pictures = async (id: string) =>
  (await need("generated_assets", editor.from("generated_assets").select("id").eq("content_request_id", id)))
    .length;

describe.concurrent("a provider in trouble", () => {
  test.each(["503-then-ok", "429", "asset-slow", "slow-body"])(
    "%s: the request is ready in the end, and paid once",
    async (scenario) => {
      const id = await askWith(scenario);
      const first = await settled(editor, id);
      // What fails every other time fails at both calls, and two attempts are all there are.
      if (first.status === "failed")
        await need("retry_content_request", editor.rpc("retry_content_request", { id }));
      expect(await settled(editor, id)).toMatchObject({ status: "ready", failure: null });
      expect(await cost(id)).toBeCloseTo(0.1, 6);
    },
  );

  test.each(["search.html", "search.html-502", "search.503", "402", "daily-quota"])(
    "%s: the request says so, and nothing is paid",
    async (scenario) => {
      const id = await askWith(scenario);
      const { status, failure } = await settled(editor, id);
      expect(["failed", "needs_attention"]).toContain(status);
      expect(failure).toMatch(/\w+ \w+/);
      expect(failure).not.toMatch(/<html|ECONN|at .*\.ts/i);
      expect(await cost(id)).toBe(0);
      expect(await pictures(id)).toBe(0);
    },
  );

  test.each(["asset-html", "asset-truncated", "asset-cut", "asset-huge"])(
    "%s: what is no picture is not taken for one",
    async (scenario) => {
      const id = await askWith(scenario);
      const request = await settled(editor, id);
      expect(request.status).toBe("failed");
      expect(request.failure).toMatch(/\w+ \w+/);
      expect(await pictures(id)).toBe(0);
      expect(await cost(id)).toBeCloseTo(0.1, 6);
      const jobs = await need(
        "background_jobs",
        editor.from("background_jobs").select("kind, state, last_error").eq("subject_id", id),
      );
      expect(jobs).toEqual([{ kind: "source_assets", state: "failed", last_error: request.failure }]);
    },
  );

  test.each(["download.html", "download.cut-after-billing"])(
    "%s: a paid call whose answer was lost is a person's to decide",
    async (scenario) => {
      const id = await askWith(scenario);
      const request = await settled(editor, id);
      expect(request.status).toBe("needs_attention");
      expect(await cost(id)).toBeCloseTo(0.1, 6);
      const call = await need(
        "provider_calls",
        editor
          .from("provider_calls")
          .select("id, operation, state")
          .eq("subject_id", id)
          .eq("state", "needs_attention")
          .single(),
      );
      expect(call.operation).toBe("stock_download");
      expect(request.failure).toContain(call.id);
      const decide = (api: Api, decision: string) => api.rpc("resolve_call", { id: call.id, decision });
      expect(await refusal(decide(editor, "retry"))).toEqual({ status: 403, code: "VP103" });
      expect(await refusal(decide(owner, "whatever"))).toEqual({ status: 422, code: "VP201" });
      expect(await refusal(editor.rpc("retry_content_request", { id }))).toEqual({
        status: 409,
        code: "VP202",
      });

      const isOnce = scenario === "download.cut-after-billing";
      await need("resolve_call", decide(owner, isOnce ? "retry" : "write_off"));
      expect((await settled(editor, id)).status).toBe(isOnce ? "ready" : "failed");
      expect(await cost(id)).toBeCloseTo(isOnce ? 0.2 : 0.1, 6);
      expect(await refusal(decide(owner, "retry"))).toEqual({ status: 409, code: "VP202" });
    },
  );

  test("a term that nothing is found for fails in words, and costs nothing", async () => {
    const id = await ask(world, { search_term: "xyzzyplugh" });
    const { status, failure } = await settled(editor, id);
    expect(status).toBe("failed");
    expect(failure).toContain("xyzzyplugh");
    expect(await cost(id)).toBe(0);
  });

  test("a cancelled request pays for nothing more, and goes on when it is retried", async () => {
    const id = await askWith("search.slow-body");
    await waitFor("The search", 20, async () => {
      const calls = await need(
        "provider_calls",
        editor.from("provider_calls").select("id").eq("subject_id", id),
      );
      return calls.length > 0 ? true : undefined;
    });
    const cancelled = await need(
      "cancel_content_request",
      editor.rpc("cancel_content_request", { id }).single(),
    );
    expect(cancelled.status).toBe("cancelled");
    const variants = await need(
      "asset_variants",
      editor.from("asset_variants").select("status").eq("content_request_id", id),
    );
    expect(variants).toEqual([{ status: "cancelled" }]);
    const jobs = await need(
      "background_jobs",
      editor.from("background_jobs").select("state").eq("subject_id", id),
    );
    expect(jobs).toEqual([{ state: "cancelled" }]);
    expect(await refusal(editor.rpc("cancel_content_request", { id }))).toEqual({
      status: 409,
      code: "VP202",
    });
    expect(await cost(id)).toBe(0);

    await need("retry_content_request", editor.rpc("retry_content_request", { id }));
    expect((await settled(editor, id)).status).toBe("ready");
    expect(await cost(id)).toBeCloseTo(0.1, 6);
  });
});

test("a spend cap holds, is told before it is paid, and can be raised", async () => {
  const poor = await makeWorld(stack.state().api_url);
  const { api } = poor.team.owner;
  const cap = (value: number) =>
    need(
      "system_settings",
      api.from("system_settings").update({ value }).eq("key", "spend.monthly_cap").select("value"),
    );
  await cap(0.05);
  const id = await ask(poor);
  const request = await settled(api, id);
  expect(request.status).toBe("needs_attention");
  expect(request.failure).toMatch(/cap/i);
  const usage = () => need("api_usage", api.from("api_usage").select("cost"));
  expect((await usage()).reduce((sum, row) => sum + row.cost, 0)).toBe(0);
  await cap(1);
  await need("retry_content_request", api.rpc("retry_content_request", { id }));
  expect((await settled(api, id)).status).toBe("ready");
  expect((await usage()).reduce((sum, row) => sum + row.cost, 0)).toBeCloseTo(0.1, 6);
});

test("after all that trouble, the ledgers agree call for call", async () => {
  const billed = await simulatorLedger(stack.state());
  const { rows } = await withClient(stack.database.url, (client) =>
    client.query<{ attempt_id: string; cost: number; outcome: string }>(
      "select provider_call_id as attempt_id, cost::float, outcome from integration.api_usage",
    ),
  );
  expect(new Set(rows.map(({ attempt_id }) => attempt_id)).size).toBe(rows.length);
  const priced = (list: readonly { attempt_id: string | null; cost: number }[]) =>
    list
      .filter((row) => row.cost > 0)
      .map(({ attempt_id, cost }) => `${attempt_id} ${cost}`)
      .sort();
  expect(priced(rows)).toEqual(priced(billed));
  const known = new Set(rows.map(({ attempt_id }) => attempt_id));
  expect(billed.filter(({ attempt_id }) => !known.has(attempt_id ?? ""))).toEqual([]);
});
