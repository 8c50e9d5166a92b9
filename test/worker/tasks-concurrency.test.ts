import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { until, WorkerFixture } from "./fixture.ts";

/** What several connections do at the same time: pgTAP has only one. */
let fixture: WorkerFixture;
let brand: string;
let template: string;

beforeAll(async () => {
  fixture = await WorkerFixture.create();
  ({ brand, template } = await fixture.addBrand({
    background: "#101010",
    layers: [{ id: "photo", type: "image", fit: "cover" }],
  }));
}, 60_000);

afterAll(() => fixture?.drop());

const insert = `insert into api.content_requests (brand_profile_id, content_template_id, title, search_term, placements, idempotency_key)
  values ($1, $2, $3, 'coffee', '{x/post}', $4) returning id`;

function ask(title: string, key: string | null): Promise<{ id: string }[]> {
  return fixture.asEditor<{ id: string }>(insert, [brand, template, title, key]);
}

test("requests sent at once under one idempotency key are one request", async () => {
  const made = await Promise.all(Array.from({ length: 8 }, () => ask("Same", "at-once")));
  expect(new Set(made.map(([row]) => row?.id)).size).toBe(1);
  const { rows } = await fixture.admin.query(
    "select count(*)::int as jobs from system.background_jobs where subject_id = $1",
    [made[0]?.[0]?.id],
  );
  expect(rows).toEqual([{ jobs: 1 }]);
});

test("of different requests sent at once under one key, one is made and the others are refused", async () => {
  const made = await Promise.allSettled(Array.from({ length: 8 }, (_, n) => ask(`Title ${n}`, "different")));
  expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const result of made) {
    if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "VP203" });
  }
});

test("calls claimed at once stay under the cap, to the cent", async () => {
  const { admin, organizationId } = fixture;
  await admin.query(
    "insert into system.system_settings (organization_id, key, value) values ($1, 'spend.monthly_cap', '0.5')",
    [organizationId],
  );
  const claims = await Promise.allSettled(
    Array.from({ length: 10 }, (_, n) =>
      admin.query("select integration.claim_call($1, null, null, $2, 'freepik', 'stock_download', '{}')", [
        organizationId,
        `crowd ${n}`,
      ]),
    ),
  );
  expect(claims.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
  for (const claim of claims)
    if (claim.status === "rejected") expect(claim.reason).toMatchObject({ code: "VP400" });
  const { rows } = await admin.query(
    "select reserved, spent from integration.spend_months where organization_id = $1",
    [organizationId],
  );
  expect(rows).toEqual([{ reserved: "0.500000", spent: "0.000000" }]);
  await admin.query("delete from system.system_settings");
});

test("a call claimed by two workers at once is made by one", async () => {
  const { admin, organizationId } = fixture;
  const claims = await Promise.allSettled(
    [1, 2].map(() =>
      admin.query<{ id: string; state: string }>(
        "select id, state from integration.claim_call($1, null, null, 'twice', 'freepik', 'stock_download', '{}')",
        [organizationId],
      ),
    ),
  );
  const sent = claims.filter(
    (claim) => claim.status === "fulfilled" && claim.value.rows[0]?.state === "sent",
  );
  expect(sent).toHaveLength(1);
});

test("a variant revised by two people at once has one new revision", async () => {
  const { admin, organizationId } = fixture;
  const [request] = await ask("Revised", null);
  const asset = randomUUID();
  const client = await admin.connect();
  try {
    await client.query("begin");
    // Only the rows that a revision needs, without the pipeline that makes them.
    await client.query("set local session_replication_role = replica");
    await client.query(
      `insert into content.generated_assets (organization_id, id, content_request_id, kind, file_id, width, height)
       values ($1, $2, $3, 'stock', gen_random_uuid(), 1, 1)`,
      [organizationId, asset, request?.id],
    );
    await client.query("update content.content_requests set status = 'ready' where id = $1", [request?.id]);
    await client.query(
      "update content.asset_variants set status = 'scored', generated_asset_id = $2 where content_request_id = $1",
      [request?.id, asset],
    );
    await client.query("commit");
  } finally {
    client.release();
  }
  const { rows } = await admin.query<{ id: string }>(
    "select id from content.asset_variants where content_request_id = $1",
    [request?.id],
  );
  const revised = await Promise.allSettled(
    ["One", "Two"].map((caption) =>
      fixture.asEditor("select api.revise_asset_variant($1, null, $2)", [rows[0]?.id, caption]),
    ),
  );
  expect(revised.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  for (const result of revised)
    if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "VP202" });
});

test("usage that is written while it is rolled up is counted once", async () => {
  const { admin, db, organizationId } = fixture;
  const write = async (n: number) => {
    const { rows } = await admin.query<{ id: string }>(
      "select id from integration.claim_call($1, null, null, $2, 'freepik', 'stock_download', '{}')",
      [organizationId, `usage ${n}`],
    );
    await admin.query("select integration.complete_call($1, $2, 200, '{}')", [organizationId, rows[0]?.id]);
  };
  const advance = () => db.query("select integration.advance_usage()");
  await Promise.all(Array.from({ length: 40 }, (_, n) => (n % 4 === 3 ? advance() : write(n))));
  // An open transaction of another test's database holds the cursor for a moment.
  await until(async () => {
    await advance();
    const { rows } = await admin.query<{ same: boolean }>(
      `select (select sum(calls) from integration.daily_usage_summaries) = count(*)
         and (select sum(cost) from integration.daily_usage_summaries) = sum(cost) as same from integration.api_usage`,
    );
    return rows[0]?.same === true;
  });
  const { rows } = await admin.query(
    "select sum(calls)::int as calls from integration.daily_usage_summaries",
  );
  await advance();
  expect(
    (await admin.query("select sum(calls)::int as calls from integration.daily_usage_summaries")).rows,
  ).toEqual(rows);
});
