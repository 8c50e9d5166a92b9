import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { WorkerHelpers } from "../../worker/services.ts";
import { advance_rollups } from "../../worker/tasks/advance_rollups.ts";
import { refresh_views } from "../../worker/tasks/refresh_views.ts";
import { silent, until, WorkerFixture } from "./fixture.ts";

let fixture: WorkerFixture;
let helpers: WorkerHelpers;
const brand = randomUUID();
const variants = [randomUUID(), randomUUID()];

beforeAll(async () => {
  fixture = await WorkerFixture.create();
  // The tasks use nothing else of the worker.
  helpers = { services: { db: fixture.db, log: silent } } as unknown as WorkerHelpers;
  const request = randomUUID();
  await withoutTriggers(async (query) => {
    await query("insert into brand.brand_profiles (organization_id, id, name) values ($1, $2, 'Fjord')", [
      fixture.organizationId,
      brand,
    ]);
    await query(
      `insert into content.content_requests
         (organization_id, id, brand_profile_id, template_organization_id, content_template_id, title, search_term, placements, status, request_hash)
       values ($1, $2, $3, $1, $2, 'Spring', 'spring', '{instagram/square,instagram/story}', 'ready', 'none')`,
      [fixture.organizationId, request, brand],
    );
    await query(
      `insert into content.asset_variants (organization_id, id, content_request_id, platform, placement, status)
       values ($1, $2, $4, 'instagram', 'square', 'scored'), ($1, $3, $4, 'instagram', 'story', 'scored')`,
      [fixture.organizationId, variants[0], variants[1], request],
    );
  });
});

afterAll(async () => {
  await fixture?.drop();
});

type Query = (text: string, values: unknown[]) => Promise<unknown>;

/** Commits only the rows that a test needs, without the pipeline that makes them. */
async function withoutTriggers(work: (query: Query) => Promise<void>): Promise<void> {
  const client = await fixture.admin.connect();
  try {
    await client.query("begin");
    await client.query("set local session_replication_role = replica");
    await work((text, values) => client.query(text, values));
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw error;
  } finally {
    client.release();
  }
}

/** What a scoring leaves behind: a new current result. */
async function score(query: Query, variant: string | undefined, value: number): Promise<void> {
  await query(
    "update content.compliance_results set is_current = false where organization_id = $1 and asset_variant_id = $2",
    [fixture.organizationId, variant],
  );
  await query(
    `insert into content.compliance_results (organization_id, asset_variant_id, measurement_id, brand_guideline_id, score, verdict)
     values ($1, $2, gen_random_uuid(), gen_random_uuid(), $3, 'pass')`,
    [fixture.organizationId, variant, value],
  );
}

async function rolledUp(): Promise<{ scored: number; score_sum: number }> {
  const { rows } = await fixture.admin.query(
    "select coalesce(sum(scored), 0)::int as scored, coalesce(sum(score_sum), 0)::float8 as score_sum from analytics.brand_compliance_analytics",
  );
  return rows[0];
}

/** Rolls up until so much has been counted: transactions elsewhere in the cluster hold the roll-up back meanwhile. */
async function rollUpTo(scored: number, sum: number): Promise<void> {
  await until(async () => {
    await advance_rollups({}, helpers);
    const now = await rolledUp();
    return now.scored === scored && now.score_sum === sum;
  });
}

test("a result counts when its transaction has ended, and once", async () => {
  const writer = await fixture.admin.connect();
  await writer.query("begin");
  await writer.query("set local session_replication_role = replica");
  await score((text, values) => writer.query(text, values), variants[0], 90);
  await withoutTriggers((query) => score(query, variants[1], 70));

  // Committed, but later than a transaction that is still open: nobody could tell it from one that is read already.
  await advance_rollups({}, helpers);
  expect(await rolledUp()).toEqual({ scored: 0, score_sum: 0 });

  await writer.query("commit");
  writer.release();
  await rollUpTo(2, 160);
  await advance_rollups({}, helpers);
  expect(await rolledUp()).toEqual({ scored: 2, score_sum: 160 });
});

test("a new score takes the place of the former one", async () => {
  await withoutTriggers((query) => score(query, variants[0], 50));
  await rollUpTo(2, 120);
});

test("the views are refreshed and say when", async () => {
  await refresh_views({}, helpers);
  const { rows } = await fixture.admin.query(
    "select view_name, view_rows::int from analytics.refreshes order by view_name",
  );
  expect(rows).toEqual([
    { view_name: "brand_compliance_monthly", view_rows: 1 },
    { view_name: "content_performance_daily", view_rows: 0 },
    { view_name: "violation_ranking", view_rows: 0 },
  ]);
  const seen = await fixture.asEditor<{ scored: string; mean_score: string; fresh: boolean }>(
    "select scored, mean_score, refreshed_at > now() - interval '1 minute' as fresh from api.brand_compliance_monthly",
  );
  expect(seen).toEqual([{ scored: "2", mean_score: "60.00", fresh: true }]);
});

test("one roll-up that fails does not hold up the other, and is not kept quiet", async () => {
  await fixture.admin.query("revoke execute on function integration.advance_usage() from vp_worker");
  await withoutTriggers((query) => score(query, variants[1], 90));
  await until(async () => {
    await expect(advance_rollups({}, helpers)).rejects.toThrow(
      "integration.advance_usage: permission denied",
    );
    return (await rolledUp()).score_sum === 140;
  });
});
