import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withClient } from "../../scripts/stack/database.ts";
import { type Stack, startStack } from "../../scripts/stack/stack.ts";
import { simulatorLedger } from "../api/world.ts";
import { type DemoResult, startDemo } from "./run-demo.ts";

let dataDir: string;

beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), "visual-pipeline-demo-"));
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

/** What each placement must be: exact pixels, accepted formats, the most bytes. */
const limits = [
  {
    platform: "instagram",
    placement: "square",
    width: 1080,
    height: 1080,
    formats: ["jpeg"],
    most: 8_000_000,
  },
  {
    platform: "instagram",
    placement: "story",
    width: 1080,
    height: 1920,
    formats: ["jpeg"],
    most: 8_000_000,
  },
  {
    platform: "facebook",
    placement: "link",
    width: 1200,
    height: 630,
    formats: ["jpeg", "png"],
    most: 4_000_000,
  },
  {
    platform: "instagram",
    placement: "portrait",
    width: 1080,
    height: 1350,
    formats: ["jpeg"],
    most: 8_000_000,
  },
  {
    platform: "linkedin",
    placement: "post",
    width: 1200,
    height: 627,
    formats: ["jpeg", "png"],
    most: 5_000_000,
  },
];

async function expectVisuals({ variants }: DemoResult): Promise<void> {
  expect(variants).toHaveLength(limits.length);
  for (const { platform, placement, width, height, formats, most } of limits) {
    const variant = variants.find((one) => one.platform === platform && one.placement === placement);
    expect(variant).toMatchObject({ width, height, status: "published" });
    if (variant === undefined) continue;
    expect(formats).toContain(variant.format);
    expect(variant.score).toBeGreaterThan(80);
    expect(variant.score).toBeLessThanOrEqual(100);
    const data = readFileSync(variant.path);
    expect(data.length).toBe(variant.bytes);
    expect(data.length).toBeLessThanOrEqual(most);
    const picture = await sharp(data).metadata();
    expect(picture).toMatchObject({ format: variant.format, width, height });
  }
}

describe("npm run demo", () => {
  test("on a machine with nothing running: shows all of it, and leaves nothing running", async () => {
    const demo = startDemo(dataDir);
    const result = await demo.result();
    await expectVisuals(result);
    expect(result.approvals.map(({ approvals }) => approvals)).toEqual([5, 5]);
    expect(new Set(result.approvals.map(({ by }) => by)).size).toBe(2);
    expect(result.publications).toHaveLength(5);
    expect(result.analytics).toHaveLength(5);
    expect(result.analytics.every(({ reach }) => reach > 0)).toBe(true);
    const [stock, ai] = result.requests;
    expect(stock).toMatchObject({
      id: result.request_id,
      source: "stock",
      estimate: 0.1,
      cost: { amount: 0.1, calls: 2 },
    });
    expect(ai).toMatchObject({
      source: "ai",
      model: "flux_dev",
      estimate: 0.02,
      cost: { amount: 0.02, calls: 1 },
    });
    // What the brand adds to the request's own words.
    expect(ai?.prompt).toMatch(
      /^Neon city lights .+ Mood: Short and direct\. .+ Colours: Green #1ED760, .+ Not these colours: #FF0000/,
    );
    expect(new Set(result.variants.map(({ request_id }) => request_id))).toEqual(
      new Set([stock?.id, ai?.id]),
    );
    expect(
      result.calls.map(({ request_id, operation, model, amount }) => [request_id, operation, model, amount]),
    ).toEqual([
      [stock?.id, "stock_search", null, 0],
      [stock?.id, "stock_download", null, 0.1],
      [ai?.id, "flux_dev", "flux_dev", 0.02],
    ]);
    expect(result.cost).toEqual({ amount: 0.12, currency: "EUR", calls: 3 });
    expect(result.spend).toMatchObject({ spent: 0.12, reserved: 0, cap: 10, remaining: 9.88 });
    // 30 s is what it may take alone on two cores; here other tests run beside it.
    expect(result.elapsed_ms).toBeLessThan(75_000);

    const sheet = await sharp(result.contact_sheet).metadata();
    expect(sheet.format).toBe("png");
    expect(sheet.width).toBeGreaterThan(2_000);

    const { said } = await demo.ended;
    for (const text of [
      "instagram/square",
      "1080 × 1080",
      "AI picture      flux_dev  succeeded  0.02 EUR",
      "0.12 EUR spent of the cap of 10.00 EUR, 9.88 EUR left",
      "Mood: Short and direct.",
      "npm start",
      dataDir,
    ])
      expect(said).toContain(text);
    expect(existsSync(join(dataDir, "stack.json"))).toBe(false);
  }, 120_000);

  describe("on a running stack", () => {
    let stack: Stack;

    beforeAll(async () => {
      stack = await startStack({
        env: { PATH: process.env.PATH, HOME: process.env.HOME, DATA_DIR: dataDir },
        log: () => undefined,
      });
    });
    afterAll(() => stack?.stop());

    test("two at the same time both work, each for its own organisation", async () => {
      const results = await Promise.all([startDemo(dataDir).result(), startDemo(dataDir).result()]);
      for (const result of results) await expectVisuals(result);
      expect(new Set(results.map(({ request_id }) => request_id)).size).toBe(2);
      expect(existsSync(join(dataDir, "stack.json"))).toBe(true);
    }, 120_000);

    test("what the simulator billed is what the ledgers say, call for call and to the micro-unit", async () => {
      const billed = (await simulatorLedger(stack.state()))
        .map(({ attempt_id, cost, currency }) => `${attempt_id} ${Math.round(cost * 1e6)} ${currency}`)
        .sort();
      expect(billed).toHaveLength(9);
      const { calls, usage, months, sum } = await withClient(stack.state().database_url, async (client) => {
        const column = async (sql: string) =>
          (await client.query<{ line: string }>(sql)).rows.map(({ line }) => line).sort();
        return {
          calls: await column(
            `select concat_ws(' ', id, trim_scale(reserved_amount * 1000000), currency) as line
             from integration.provider_calls where state = 'succeeded'`,
          ),
          usage: await column(
            `select concat_ws(' ', provider_call_id, trim_scale(cost * 1000000), currency) as line
             from integration.api_usage`,
          ),
          months: await column(
            `select concat_ws(' ', organization_id, currency, trim_scale(spent), trim_scale(reserved)) as line
             from integration.spend_months`,
          ),
          sum: await column(
            `select concat_ws(' ', organization_id, currency, trim_scale(sum(cost)), 0) as line
             from integration.api_usage group by organization_id, currency`,
          ),
        };
      });
      expect(calls).toEqual(billed);
      expect(usage).toEqual(billed);
      expect(months).toEqual(sum);
      expect(months).toHaveLength(3);
    });
  });

  test("says what is wrong and exits with 1 when it cannot work", async () => {
    const { code, said, stdout } = await startDemo(dataDir, { API_PORT: "none" }).ended;
    expect(code).toBe(1);
    expect(said).toContain("The demo failed. API_PORT must be a whole number");
    expect(stdout).toBe("");
  });

  test("shows the request's own failure", async () => {
    const folder = mkdtempSync(join(tmpdir(), "visual-pipeline-demo-"));
    const { code, said } = await startDemo(folder, { FREEPIK_SIM_SCENARIO: "402" }).ended;
    rmSync(folder, { recursive: true, force: true });
    expect(code).toBe(1);
    expect(said).toMatch(/The demo failed\. The content request is (failed|needs_attention): .{10}/);
  }, 120_000);
});
