import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { waitFor } from "../../scripts/demo/wait.ts";
import { withClient } from "../../scripts/stack/database.ts";
import { simulatorLedger } from "../api/world.ts";
import { startTestStack, type TestStack } from "../setup/stack.ts";
import { type Demo, type DemoResult, startDemo } from "./run-demo.ts";

/** What must be the same however often the worker was killed. */
function outcome({ requests, variants, approvals, publications, analytics }: DemoResult) {
  return {
    requests: requests.map(({ source, model, prompt, estimate }) => ({ source, model, prompt, estimate })),
    variants: variants.map(({ path: _path, request_id: _id, ...variant }) => variant),
    approvals,
    publications: publications.map(({ platform }) => platform),
    analytics: analytics.map(({ platform, placement, impressions, views, reach }) => ({
      ...{ platform, placement, impressions, views, reach },
    })),
  };
}

/** One is enough: it has a request from stock and one from AI. */
const brands = ["Spotify"];

describe("a worker that is killed mid-demo", () => {
  let stack: TestStack;
  let undisturbed: DemoResult;

  beforeAll(async () => {
    // An AI model takes long enough to be met at work.
    stack = await startTestStack({ FREEPIK_SIM_TASK_MS: "2000" });
    // So that an AI task that never arrived at the provider is soon known as such.
    await withClient(stack.database.url, (client) =>
      client.query(
        `insert into system.system_settings (organization_id, key, value)
         values (identity.system_organization_id(), 'integration.lost_call_grace_s', '3')`,
      ),
    );
    undisturbed = await startDemo(stack.dataDir, { brands }).result();
  });
  afterAll(() => stack?.stop());

  /**
   * Lets nobody write to a table until it is released: a worker that comes to it is met there for sure, however fast the machine.
   * What its connection had asked for is still done when it is gone, as with any answer that is lost.
   */
  async function hold(table: string): Promise<{ met: () => Promise<unknown>; release: () => Promise<void> }> {
    const client = new pg.Client({ connectionString: stack.database.url, application_name: "holds a table" });
    await client.connect();
    await client.query(`begin; lock table ${table} in exclusive mode`);
    return {
      met: () =>
        waitFor(`The worker at ${table}`, 60, async () => {
          const { rowCount } = await client.query(
            `select from pg_catalog.pg_locks l
             join pg_catalog.pg_stat_activity a on a.pid = l.pid
             where l.relation = $1::regclass and not l.granted and a.application_name = 'visual-pipeline-worker'`,
            [table],
          );
          return (rowCount ?? 0) > 0 || undefined;
        }),
      release: () => client.end(),
    };
  }
  const aiAtWork = () =>
    waitFor("The AI task", 60, () =>
      withClient(stack.database.url, async (client) => {
        const { rows } = await client.query(
          "select from integration.provider_calls where operation = 'flux_dev' and state = 'accepted'",
        );
        return rows.length > 0 || undefined;
      }),
    );
  const moments: { moment: string; held?: string; reached?: (demo: Demo) => Promise<unknown> }[] = [
    { moment: "while it buys the picture", held: "integration.provider_calls" },
    { moment: "while an AI model is at work", reached: aiAtWork },
    { moment: "while it renders", held: "content.measurements" },
    {
      moment: "before the analytics are refreshed",
      reached: (demo) => demo.said("waiting for the analytics"),
    },
  ];

  test.each(moments)("$moment: the demo ends with the same result", async ({ held, reached }) => {
    const table = held === undefined ? undefined : await hold(held);
    const demo = startDemo(stack.dataDir, { brands });
    const killed = stack.state().pids.worker;
    try {
      await (table?.met() ?? reached?.(demo));
      process.kill(killed ?? 0, "SIGKILL");
    } finally {
      // Whatever went wrong: a table that stays held would fail the next tests too.
      await table?.release();
    }
    const result = await demo.result();
    expect(outcome(result)).toEqual(outcome(undisturbed));
    expect(stack.state().pids.worker).not.toBe(killed);
  });

  test("nothing was billed that is not in the ledger, and nothing twice", async () => {
    const billed = await simulatorLedger(stack.state());
    const { booked, months } = await withClient(stack.database.url, async (client) => ({
      booked: (
        await client.query<{ attempt_id: string; units: number; outcome: string }>(
          `select provider_call_id as attempt_id, (cost * 1000000)::int as units, outcome
           from integration.api_usage`,
        )
      ).rows,
      months: (
        await client.query<{ spent: number; reserved: number; missing: number }>(
          // A call whose answer went with the worker keeps its price reserved for a while: it may turn up yet.
          `select sum(m.spent * 1000000)::int as spent, sum(m.reserved * 1000000)::int as reserved,
             (select coalesce(sum(c.reserved_amount * 1000000), 0)::int from integration.provider_calls c where c.state = 'missing') as missing
           from integration.spend_months m`,
        )
      ).rows,
    }));
    const units = (cost: number) => Math.round(cost * 1e6);
    const attempts = new Set(billed.map(({ attempt_id }) => attempt_id));
    expect(attempts.size).toBe(billed.length);
    const byAttempt = new Map(booked.map((row) => [row.attempt_id, row]));
    expect(byAttempt.size).toBe(booked.length);
    for (const { attempt_id, cost } of billed)
      expect(byAttempt.get(attempt_id ?? "")).toMatchObject({ units: units(cost) });
    // What the provider did not bill is booked only where nobody can know, and costs nothing where it failed.
    for (const { units, outcome } of booked.filter(({ attempt_id }) => !attempts.has(attempt_id)))
      expect(outcome === "failed" ? units === 0 : outcome === "unknown").toBe(true);
    expect(billed.some(({ endpoint }) => endpoint.includes("flux-dev"))).toBe(true);
    const [{ missing } = { missing: 0 }] = months;
    expect(months).toEqual([
      { spent: booked.reduce((sum, { units }) => sum + units, 0), reserved: missing, missing },
    ]);
  });
});
