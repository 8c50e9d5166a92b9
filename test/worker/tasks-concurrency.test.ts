import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
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
});

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

describe("a hundred calls claimed at once", () => {
  const claim = (key: string, subject: string | null = null) =>
    crowd.query<{ id: string }>(
      "select id from integration.claim_call($1, null, $2, $3, 'freepik', 'stock_download', '{}')",
      [fixture.organizationId, subject, key],
    );
  const setCap = (key: string, value: number) =>
    fixture.admin.query(
      `insert into system.system_settings (organization_id, key, value) values ($1, $2, to_jsonb($3::numeric))
       on conflict (organization_id, key) do update set value = excluded.value`,
      [fixture.organizationId, key, value],
    );
  const money = async () => {
    const { rows } = await fixture.admin.query<{ reserved: number; spent: number }>(
      "select reserved::float, spent::float from integration.spend_months where organization_id = $1",
      [fixture.organizationId],
    );
    return rows[0] ?? { reserved: 0, spent: 0 };
  };
  let crowd: pg.Pool;

  beforeAll(async () => {
    crowd = new pg.Pool({ connectionString: fixture.database.url, max: 100 });
    crowd.on("error", () => undefined); // the database is dropped at the end
    await fixture.admin.query("delete from integration.rate_limits");
  });
  afterEach(() => fixture.admin.query("delete from system.system_settings"));
  afterAll(() => crowd.end());

  test("stay under the month's cap to the cent; the others wait for what is reserved", async () => {
    await setCap("spend.monthly_cap", 2.5);
    const claims = await Promise.allSettled(Array.from({ length: 100 }, (_, n) => claim(`crowd ${n}`)));
    expect(claims.filter(({ status }) => status === "fulfilled")).toHaveLength(25);
    for (const result of claims)
      if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "VP111" });
    expect(await money()).toEqual({ reserved: 2.5, spent: 0 });
  });

  test("that fail make room for as many that wait, and when the money is spent, the rest is refused", async () => {
    const { admin, organizationId } = fixture;
    await setCap("spend.monthly_cap", 2.5);
    const { rows } = await admin.query<{ id: string }>(
      "select id from integration.provider_calls where organization_id = $1 and state = 'sent' order by id",
      [organizationId],
    );
    expect(rows).toHaveLength(25);
    const made = new Set<string>();
    // Each waiting one is tried again and again, as its job is, while the calls under way end: ten of them badly.
    const waiting = Array.from({ length: 75 }, async (_, n) => {
      for (;;) {
        try {
          const { rows: claimed } = await claim(`again ${n}`);
          made.add(claimed[0]?.id ?? "");
          return;
        } catch (error) {
          if ((error as { code?: string }).code !== "VP111") throw error;
        }
        await delay(20);
      }
    });
    const settled = Promise.allSettled(waiting);
    await Promise.all(
      rows.map(({ id }, n) =>
        n < 10
          ? admin.query("select integration.fail_call($1, $2, 404, 'gone')", [organizationId, id])
          : admin.query("select integration.complete_call($1, $2, 200, '{}')", [organizationId, id]),
      ),
    );
    await until(() => made.size === 10);
    expect(await money()).toEqual({ reserved: 1, spent: 1.5 });
    for (const id of made)
      await admin.query("select integration.complete_call($1, $2, 200, '{}')", [organizationId, id]);
    const ends = await settled;
    expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(10);
    for (const end of ends)
      if (end.status === "rejected") expect(end.reason).toMatchObject({ code: "VP400" });
    expect(await money()).toEqual({ reserved: 0, spent: 2.5 });
  });

  test("stay under the cap of their request, which is not another's", async () => {
    await setCap("spend.per_request_cap", 1);
    const [one, two] = [randomUUID(), randomUUID()];
    const claims = await Promise.allSettled(
      Array.from({ length: 100 }, (_, n) => claim(`of a request ${n}`, n % 2 === 0 ? one : two)),
    );
    expect(claims.filter(({ status }) => status === "fulfilled")).toHaveLength(20);
    const { rows } = await fixture.admin.query(
      "select reserved::float from integration.subject_spends where subject_id = any($1)",
      [[one, two]],
    );
    expect(rows).toEqual([{ reserved: 1 }, { reserved: 1 }]);
  });

  test("keep the provider's rate, whoever makes them", async () => {
    await fixture.admin.query(
      `insert into integration.rate_limits (provider, quota, scope, operations, calls, per, valid_from, source)
       values ('freepik', 'downloads', 'key', '{stock_download}', 30, '1 day', '2025-01-01', 'the test')`,
    );
    const claims = await Promise.allSettled(Array.from({ length: 100 }, (_, n) => claim(`rated ${n}`)));
    expect(claims.filter(({ status }) => status === "fulfilled")).toHaveLength(30);
    await fixture.admin.query("delete from integration.rate_limits");
  });
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

test("a task that fails while its job takes the next step is not made again", async () => {
  const { admin, organizationId } = fixture;
  const [row] = await fixture.asEditor<{ id: string }>(
    `insert into api.content_requests (brand_profile_id, content_template_id, title, search_term, placements, sources)
     values ($1, $2, 'Failing', 'coffee', '{x/post}', '[{"type": "ai", "model": "flux_dev"}]') returning id`,
    [brand, template],
  );
  const { rows: jobs } = await admin.query<{ id: string }>(
    "update system.background_jobs set state = 'running' where subject_id = $1 returning id",
    [row?.id],
  );
  const step = async () => {
    const { rows } = await fixture.db.query("select content.next_source_step($1, $2) as step", [
      organizationId,
      jobs[0]?.id,
    ]);
    return rows[0].step;
  };
  await admin.query("select integration.note_tasks('freepik', 'flux_dev', 'platform', '{}')");
  const made = await step();
  await admin.query("select integration.accept_call($1, $2, 'failing', 200)", [organizationId, made.call_id]);

  const webhook = await admin.connect();
  try {
    await webhook.query("begin");
    await webhook.query("select integration.update_task('failing', 'FAILED', '{}', 'webhook')");
    const next = step();
    await until(async () => {
      const { rows } = await admin.query(
        "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%next_source_step%'",
      );
      return rows.length > 0;
    });
    await webhook.query("commit");
    expect(await next).toMatchObject({ action: "stop", state: "failed" });
  } finally {
    webhook.release();
  }
  const { rows: calls } = await admin.query(
    "select attempt, state from integration.provider_calls where subject_id = $1",
    [row?.id],
  );
  expect(calls).toEqual([{ attempt: 1, state: "failed" }]);
});

test("a request that is made, or retried, while its brand's guideline is retired is refused", async () => {
  const { admin, organizationId, userId } = fixture;
  const people = await admin.connect();
  try {
    await people.query("begin");
    await people.query("set local session_replication_role = replica");
    await people.query("update content.content_requests set status = 'cancelled', finished_at = now()");
    await people.query("update identity.user_organizations set role = 'admin' where user_id = $1", [userId]);
    await people.query("commit");
    const { rows: former } = await people.query<{ id: string }>(
      "select id from content.content_requests where title = 'Same'",
    );

    await people.query("begin");
    await people.query("select set_config('request.jwt.claims', $1, true)", [
      JSON.stringify({ role: "vp_member", sub: userId, org: organizationId }),
    ]);
    await people.query("set local role vp_member");
    await people.query(
      "select from api.retire_guideline((select id from api.brand_guidelines where status = 'active'))",
    );
    const asked = Promise.allSettled([
      ask("Late", null),
      fixture.asEditor("select api.retry_content_request($1)", [former[0]?.id]),
    ]);
    await until(async () => {
      const { rows } = await admin.query(
        "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
      return rows.length === 2;
    });
    await people.query("commit");
    for (const result of await asked)
      expect(result).toMatchObject({ status: "rejected", reason: { code: "VP207" } });
  } finally {
    people.release();
  }
});
