import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { advanceJob } from "../../worker/jobs.ts";
import type { WorkerHelpers } from "../../worker/services.ts";
import { rescore_variants } from "../../worker/tasks/rescore_variants.ts";
import { simulate_guidelines } from "../../worker/tasks/simulate_guidelines.ts";
import { wake_jobs } from "../../worker/tasks/wake_jobs.ts";
import { silent, until, WorkerFixture } from "./fixture.ts";
import { startTestQueue, type TestQueue } from "./test-queue.ts";

const organization = "00000002-0000-7000-8000-000000000001";
const brand = "00000003-0000-7000-8000-000000000001";
const variants = 24;
let fixture: WorkerFixture;
let queue: TestQueue;

beforeAll(async () => {
  fixture = await WorkerFixture.create();
  const data = readFileSync(new URL("../../scripts/bench/scoring-data.sql", import.meta.url), "utf8");
  await fixture.admin.query(`begin; set local bench.variants = ${variants}; ${data}; commit`);
  queue = await startTestQueue(fixture, { rescore_variants, simulate_guidelines, wake_jobs });
});

afterAll(async () => {
  await queue?.stop();
  await fixture?.drop();
});

interface Job {
  id: string;
  state: string;
  progress: number;
  result: Record<string, unknown>;
}

/** As the organisation's owner. */
async function call<Row extends object>(text: string, values: unknown[]): Promise<Row> {
  const client = await fixture.admin.connect();
  try {
    await client.query("begin");
    await client.query("select set_config('request.jwt.claims', $1, true)", [
      JSON.stringify({ role: "vp_member", sub: "00000001-0000-7000-8000-000000000001", org: organization }),
    ]);
    await client.query("set local role vp_member");
    const { rows } = await client.query<Row>(text, values);
    await client.query("commit");
    return rows[0] as Row;
  } finally {
    client.release();
  }
}

async function finished({ id }: Job): Promise<Job> {
  const now = () => call<Job>("select * from api.background_jobs where id = $1", [id]);
  await until(async () =>
    ["succeeded", "failed", "cancelled", "needs_attention"].includes((await now()).state),
  );
  return now();
}

test("a simulation is cancelled in the middle of a step", async () => {
  await fixture.admin.query(
    "select content.score_variants($1, array(select id from content.asset_variants where organization_id = $1))",
    [organization],
  );
  const blocker = await fixture.admin.connect();
  try {
    await blocker.query("begin");
    await blocker.query("lock table content.measurements");
    const palette = [{ name: "Blue", hex: "#1020C0", role: "primary" }];
    const job = await call<Job>("select * from api.start_simulation($1, changes => $2)", [
      brand,
      { palette },
    ]);
    await until(async () => {
      const { rows } = await fixture.admin.query(
        "select from pg_locks l where l.relation = 'content.measurements'::regclass and not l.granted",
      );
      return rows.length > 0;
    });
    await call("select set_config('lock_timeout', '1s', true), (api.cancel_job($1)).state", [job.id]);
    await blocker.query("commit");
    expect(await finished(job)).toMatchObject({ state: "cancelled", result: null });
  } finally {
    await blocker.query("rollback");
    blocker.release();
  }
});

describe("a step that answers", () => {
  /** Has a job of its own advance by a function, and tells what has become of it. */
  async function advanced(
    step: string,
    turn: number,
  ): Promise<{ id: string; state: string; attempts: number }> {
    const { rows } = await fixture.admin.query(
      "select system.create_job($1, 'test_job', gen_random_uuid()) as id",
      [organization],
    );
    const { id } = rows[0];
    const helpers = { services: { db: fixture.db, log: silent }, abortSignal: new AbortController().signal };
    await advanceJob({ organization_id: organization, job_id: id }, helpers as WorkerHelpers, step, turn);
    return stateOf(id);
  }
  const stateOf = async (id: string) => {
    const { rows } = await fixture.admin.query(
      "select id, state, attempts from system.background_jobs where id = $1",
      [id],
    );
    return rows[0];
  };
  const define = (name: string, body: string) =>
    fixture.admin.query(
      `create function public.${name}(organization_id uuid, job_id uuid) returns text language sql security definer
       begin atomic ${body} end;
       grant execute on function public.${name}(uuid, uuid) to vp_worker`,
    );

  test("stop since its job was taken from this worker leaves it as it is", async () => {
    await define(
      "lose_job",
      "update system.background_jobs j set state = 'dispatched' where j.id = job_id; select 'stop';",
    );
    expect(await advanced("public.lose_job", 60_000)).toMatchObject({ state: "dispatched" });
  });

  test("continue when its job's turn is over lets others go first", async () => {
    await define("go_on", "select 'continue';");
    const job = await advanced("public.go_on", 0);
    expect(job.attempts).toBe(0);
    // Then it is queued again; this worker does not know its kind.
    await until(async () => (await stateOf(job.id)).state === "dispatched");
  });
});

test("a new version is simulated, comes into force, and scores all variants, by jobs", async () => {
  await fixture.admin.query(
    "select content.score_variants($1, array(select id from content.asset_variants where organization_id = $1))",
    [organization],
  );
  const changes = { rules: { palette: { warn: 1, fail: 2, weight: 90 } }, prohibited_terms: ["spring"] };
  const simulated = await finished(
    await call<Job>("select * from api.start_simulation($1, changes => $2)", [brand, changes]),
  );
  expect(simulated).toMatchObject({ state: "succeeded", progress: 100, result: { judged: variants } });

  const draft = await call<{ id: string }>(
    `insert into api.brand_guidelines (brand_profile_id, palette, forbidden_colors, prohibited_terms, required_terms, logo_rules, rules)
     select g.brand_profile_id, g.palette, g.forbidden_colors, $2, g.required_terms, g.logo_rules, $1 from api.brand_guidelines g returning id`,
    [changes.rules, changes.prohibited_terms],
  );
  await call("select api.activate_guideline($1)", [draft.id]);
  const rescored = await finished(await call<Job>("select * from api.rescore_variants($1)", [draft.id]));
  const { newly_failing } = simulated.result;
  expect(newly_failing).toBeGreaterThan(0);
  expect(rescored).toMatchObject({
    state: "succeeded",
    progress: 100,
    result: { total: variants, judged: variants, newly_failing },
  });
  const { rows } = await fixture.admin.query(
    "select distinct brand_guideline_id from content.compliance_results where is_current",
  );
  expect(rows).toEqual([{ brand_guideline_id: draft.id }]);
});
