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
    expect(result.approvals.map(({ approvals }) => approvals)).toEqual([3, 3]);
    expect(new Set(result.approvals.map(({ by }) => by)).size).toBe(2);
    expect(result.publications).toHaveLength(3);
    expect(result.analytics).toHaveLength(3);
    expect(result.analytics.every(({ reach }) => reach > 0)).toBe(true);
    expect(result.cost).toEqual({ amount: 0.1, currency: "EUR", calls: 2 });
    expect(result.spend).toMatchObject({ spent: 0.1, reserved: 0, cap: 10, remaining: 9.9 });
    // 30 s is what it may take alone on two cores; here other tests run beside it.
    expect(result.elapsed_ms).toBeLessThan(75_000);

    const sheet = await sharp(result.contact_sheet).metadata();
    expect(sheet.format).toBe("png");
    expect(sheet.width).toBeGreaterThan(2_000);

    const { said } = await demo.ended;
    for (const text of ["instagram/square", "1080 × 1080", "0.10 EUR", "npm start", dataDir])
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

    test("what the simulator billed is what provider_calls and api_usage say, call for call", async () => {
      const billed = await simulatorLedger(stack.state());
      expect(billed).toHaveLength(6);
      const { calls, usage } = await withClient(stack.state().database_url, async (client) => ({
        calls: (
          await client.query(
            `select id as attempt_id, reserved_amount::float as cost, currency from integration.provider_calls
             where state = 'succeeded' order by id`,
          )
        ).rows,
        usage: (
          await client.query(
            "select provider_call_id as attempt_id, cost::float, currency from integration.api_usage order by 1",
          )
        ).rows,
      }));
      const ours = billed
        .map(({ attempt_id, cost, currency }) => ({ attempt_id, cost, currency }))
        .sort((a, b) => String(a.attempt_id).localeCompare(String(b.attempt_id)));
      expect(calls).toEqual(ours);
      expect(usage).toEqual(ours);
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
