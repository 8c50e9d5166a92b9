import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withClient } from "../../scripts/stack/database.ts";
import { simulatorLedger } from "../api/world.ts";
import { startTestStack, type TestStack } from "../setup/stack.ts";
import { type DemoResult, startDemo } from "./run-demo.ts";

/** What must be the same however often the worker was killed. */
function outcome({ variants, approvals, publications, analytics }: DemoResult) {
  return {
    variants: variants.map(({ path: _path, ...variant }) => variant),
    approvals,
    publications: publications.map(({ platform }) => platform),
    analytics: analytics.map(({ platform, reach }) => ({ platform, reach })),
  };
}

describe("a worker that is killed mid-demo", () => {
  let stack: TestStack;
  let undisturbed: DemoResult;

  beforeAll(async () => {
    stack = await startTestStack();
    undisturbed = await startDemo(stack.dataDir).result();
  }, 120_000);
  afterAll(() => stack?.stop());

  const moments: [string, string][] = [
    ["while it buys the picture", "finding and buying the picture"],
    ["while it renders", "rendering, measuring and scoring"],
    ["before the analytics are refreshed", "waiting for the analytics"],
  ];

  test.each(moments)(
    "%s: the demo ends with the same result",
    async (_moment, text) => {
      const demo = startDemo(stack.dataDir);
      await demo.said(text);
      const killed = stack.state().pids.worker;
      process.kill(killed ?? 0, "SIGKILL");
      const result = await demo.result();
      expect(outcome(result)).toEqual(outcome(undisturbed));
      expect(stack.state().pids.worker).not.toBe(killed);
    },
    120_000,
  );

  test("nothing was billed that is not in the ledger, and nothing twice", async () => {
    const billed = await simulatorLedger(stack.state());
    const { rows } = await withClient(stack.database.url, (client) =>
      client.query<{ attempt_id: string; cost: number; outcome: string }>(
        "select provider_call_id as attempt_id, cost::float, outcome from integration.api_usage",
      ),
    );
    const booked = new Map(rows.map((row) => [row.attempt_id, row]));
    expect(booked.size).toBe(rows.length);
    for (const { attempt_id, cost } of billed) expect(booked.get(attempt_id ?? "")).toMatchObject({ cost });
    const certain = rows.filter(({ outcome }) => outcome !== "unknown");
    const attempts = new Set(billed.map(({ attempt_id }) => attempt_id));
    expect(certain.filter(({ attempt_id }) => !attempts.has(attempt_id))).toEqual([]);
    expect(attempts.size).toBe(billed.length);
  });
});
