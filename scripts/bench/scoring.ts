import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import pg from "pg";
import { readDatabaseUrl } from "../../worker/config.ts";
import { TestServer } from "../testing/test-server.ts";
import { type BenchCase, type BenchOptions, benchCase, measuredCase, median } from "./report.ts";
import { compareScores, readScores } from "./scoring-comparison.ts";
import { tell } from "./scoring-evidence.ts";
import { observe, points, showColors } from "./scoring-rules.ts";
import type { Context, Measured, Parameter, Rules } from "./scoring-types.ts";

const repeats = 5;
const organization = "00000002-0000-7000-8000-000000000001";
const brand = "00000003-0000-7000-8000-000000000001";
const guideline = "00000004-0000-7000-8000-000000000001";
const sql = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");

/**
 * Scoring in sets against the same checks row by row, and against a program that reads the rows, scores them with culori and writes the
 * same rows, evidence and sentences included. Then what-ifs over stored observations.
 */
export async function benchScoring(
  log: (line: string) => void,
  { full }: BenchOptions,
): Promise<BenchCase[]> {
  // Rows one by one take a hundred milliseconds each: so few show it. What-ifs are measured at size.
  const [scored, stored] = full ? [2_000, 1_000_000] : [300, 20_000];
  const server = await TestServer.start(readDatabaseUrl(process.env, "TEST_SERVER_URL"), log);
  try {
    const db = new pg.Client({ connectionString: await server.clone(`${server.template}_scoring`) });
    await db.connect();
    try {
      log(`making ${stored} variants`);
      await db.query(`begin; set local bench.variants = ${stored}; ${sql("scoring-data.sql")}; commit`);
      await db.query(sql("scoring-reference.sql"));
      return [...(await scoring(db, scored, log)), ...(await simulating(db, stored, log))];
    } finally {
      await db.end();
    }
  } finally {
    await server.stop();
  }
}

async function scoring(db: pg.Client, variants: number, log: (line: string) => void): Promise<BenchCase[]> {
  const { rows } = await db.query<{ id: string }>(
    "select id from content.asset_variants where organization_id = $1 order by id limit $2",
    [organization, variants],
  );
  const ids = rows.map(({ id }) => id);
  const contestants = {
    ours: () =>
      inSteps(ids, (some) => db.query("select content.score_variants($1, $2)", [organization, some])),
    rows: () =>
      inSteps(ids, (some) =>
        db.query("select pg_temp.score_row_by_row($1, $2, $3)", [organization, some, guideline]),
      ),
    node: () => inSteps(ids, (some) => scoreInNode(db, some)),
    judging: () =>
      inSteps(ids, (some) =>
        db.query(
          "select count(*) from content.judge_measurements($1, array(select m.id from content.measurements m where m.organization_id = $1 and m.asset_variant_id = any($2)), $3)",
          [organization, some, guideline],
        ),
      ),
  };
  const rates: Record<keyof typeof contestants, number[]> = { ours: [], rows: [], node: [], judging: [] };
  let ours: string | undefined;
  const names = Object.keys(contestants) as (keyof typeof contestants)[];
  for (let repeat = 0; repeat <= repeats; repeat++) {
    // The first time loads code and plans, and is not counted; each of the others begins with another contestant.
    for (const name of [...names.slice(repeat % names.length), ...names.slice(0, repeat % names.length)]) {
      await db.query("begin");
      const began = performance.now();
      await contestants[name]();
      if (repeat > 0) rates[name].push((1000 * variants) / (performance.now() - began));
      if (name !== "judging") {
        ours ??= await readScores(db, organization);
        await compareScores(db, organization, { name, expected: ours, variants });
      }
      await db.query("rollback");
    }
    log(`scoring, repeat ${repeat} of ${repeats}`);
  }
  const facts = { bench: "scoring", better: "higher", unit: "variants/s" } as const;
  const pairs = (name: "rows" | "node") =>
    rates.ours.map((ours, n) => ({ ours, reference: rates[name][n] ?? Number.NaN }));
  const share = median(rates.ours.map((ours, n) => ours / (rates.judging[n] ?? Number.NaN)));
  log(
    `where the time goes: ${Math.round(100 * share)} % judges, ${Math.round(100 * (1 - share))} % stores results and checks, and what follows`,
  );
  return [
    benchCase(
      { ...facts, case: `scoring ${variants} variants, against rows one by one`, goal: 2 },
      pairs("rows"),
    ),
    benchCase(
      { ...facts, case: `scoring ${variants} variants, against Node and culori`, goal: 1.5 },
      pairs("node"),
    ),
  ];
}

/** As a rescoring does: 500 at a time. */
async function inSteps(ids: string[], step: (some: string[]) => Promise<unknown>): Promise<void> {
  for (let n = 0; n < ids.length; n += 500) await step(ids.slice(n, n + 500));
}

let ready: Prepared | undefined;

interface Prepared {
  parameters: Parameter[];
  rules: Rules;
  context: Context;
}

async function prepare(db: pg.Client): Promise<Prepared> {
  const { rows } = await db.query<Prepared>(
    `select (select json_agg(p order by p."position") from brand.rule_parameters(brand.resolve_rules(g.rules, g.rules_until)) p) as parameters,
       brand.resolve_rules(g.rules, g.rules_until) as rules, content.guideline_context(g) as context
     from brand.brand_guidelines g where g.organization_id = $1 and g.id = $2`,
    [organization, guideline],
  );
  const [prepared] = rows;
  if (prepared === undefined) throw new Error("The bench's guideline is missing.");
  for (const colour of [...prepared.context.palette, ...prepared.context.forbidden_colors])
    colour.mode = "lab65";
  return prepared;
}

async function scoreInNode(db: pg.Client, ids: string[]): Promise<void> {
  ready ??= await prepare(db);
  const { parameters, rules, context } = ready;
  const { rows } = await db.query<{ id: string; asset_variant_id: string; measured: Measured }>(
    "select id, asset_variant_id, measured from content.measurements where organization_id = $1 and asset_variant_id = any($2)",
    [organization, ids],
  );
  const results = rows.map(({ id, asset_variant_id, measured }) => {
    const shown = showColors(measured, context);
    const seen = observe(measured, shown, rules, context);
    let [earned, weight, cap] = [0, 0, 10_000];
    const checks = parameters.map((parameter) => {
      const observation = Math.min(seen[parameter.check_key] ?? -1, 2_000_000_000);
      const got = points(observation < 0 ? null : observation, parameter);
      if (got !== null) {
        earned += got * parameter.weight;
        weight += parameter.weight;
        if (parameter.gate_cap !== null && got < 50_000) cap = Math.min(cap, parameter.gate_cap);
      }
      const outcome =
        got === null ? "not_applicable" : got === 100_000 ? "pass" : got >= 50_000 ? "warn" : "fail";
      return {
        check_key: parameter.check_key,
        observation,
        points: got ?? 0,
        outcome,
        weight: parameter.weight,
        is_gate: parameter.gate_cap !== null,
      };
    });
    const found = checks
      .filter(({ outcome }) => outcome === "warn" || outcome === "fail")
      .map((check) => {
        const { evidence, message } = tell(check.check_key, {
          m: measured,
          shown,
          observation: check.observation,
          rule: rules[check.check_key] ?? {},
          context,
        });
        return {
          ...check,
          lost_points: Math.round((check.weight * (100_000 - check.points)) / weight),
          evidence: JSON.stringify(evidence),
          message,
        };
      });
    const score = weight > 0 ? Math.min(Math.floor(earned / (10 * weight)), cap) : null;
    const verdict = score === null ? "incomplete" : score >= 8000 ? "pass" : score >= 5000 ? "warn" : "fail";
    return {
      measurement_id: id,
      asset_variant_id,
      score,
      verdict,
      earned,
      weight,
      cap: cap < 10_000 ? cap : null,
      observations: checks.map(({ observation }) => observation),
      found,
    };
  });
  const list = <T>(of: (result: (typeof results)[number]) => T) => results.map(of);
  const flat = <T>(of: (check: (typeof results)[number]["found"][number]) => T) =>
    results.flatMap(({ found }) => found.map(of));
  const { rows: written } = await db.query<{ id: string; asset_variant_id: string }>(
    `insert into content.compliance_results (organization_id, asset_variant_id, measurement_id, brand_guideline_id, score, verdict, observations, earned, weight, cap, scorer_version)
     select $1, v, m, $2, s / 100.0, w, o::int[], e, t, c, content.scorer_version() from unnest($3::uuid[], $4::uuid[], $5::int[], $6::text[], $7::text[], $8::bigint[], $9::bigint[], $10::int[]) r (v, m, s, w, o, e, t, c)
     returning id, asset_variant_id`,
    [
      organization,
      guideline,
      list((r) => r.asset_variant_id),
      list((r) => r.measurement_id),
      list((r) => r.score),
      list((r) => r.verdict),
      list((r) => `{${r.observations}}`),
      list((r) => r.earned),
      list((r) => r.weight),
      list((r) => r.cap),
    ],
  );
  const idOf = new Map(written.map((row) => [row.asset_variant_id, row.id]));
  await db.query(
    `insert into content.compliance_checks (organization_id, compliance_result_id, check_key, outcome, weight, points, lost_points, is_gate, observed, expected, evidence, message)
     select $1, r, k, o, w / 1000.0, p / 1000.0, l / 1000.0, g, n / 10000.0, ($2::jsonb -> k) - '{weight,gate,gate_cap}'::text[], e, m
     from unnest($3::uuid[], $4::text[], $5::text[], $6::int[], $7::int[], $8::int[], $9::bool[], $10::int[], $11::jsonb[], $12::text[]) c (r, k, o, w, p, l, g, n, e, m)`,
    [
      organization,
      JSON.stringify(rules),
      results.flatMap(({ asset_variant_id, found }) => found.map(() => idOf.get(asset_variant_id))),
      flat((c) => c.check_key),
      flat((c) => c.outcome),
      flat((c) => c.weight),
      flat((c) => c.points),
      flat((c) => c.lost_points),
      flat((c) => c.is_gate),
      flat((c) => c.observation),
      flat((c) => c.evidence),
      flat((c) => c.message),
    ],
  );
  await db.query(
    `update content.asset_variants v set score = r.score / 100.0, verdict = r.verdict, status = 'scored'
     from unnest($2::uuid[], $3::int[], $4::text[]) r (id, score, verdict) where v.organization_id = $1 and v.id = r.id`,
    [organization, list((r) => r.asset_variant_id), list((r) => r.score), list((r) => r.verdict)],
  );
}

/** What-ifs over stored observations: the amounts, as there is no other program that answers them. */
async function simulating(
  db: pg.Client,
  variants: number,
  log: (line: string) => void,
): Promise<BenchCase[]> {
  await db.query(sql("scoring-observed.sql"));
  await db.query("select set_config('request.jwt.claims', $1, false)", [
    JSON.stringify({ role: "vp_member", sub: "00000001-0000-7000-8000-000000000001", org: organization }),
  ]);
  const changes = {
    "weights and thresholds": {
      rules: {
        palette: { weight: 60, warn: 8 },
        logo_size: { warn: 0.3, fail: 0.25 },
        text_contrast: { gate: true },
      },
    },
    "a palette": {
      palette: [
        { name: "Red", hex: "#C03020", role: "primary" },
        { name: "Black", hex: "#191414", role: "neutral" },
        { name: "White", hex: "#FFFFFF", role: "neutral" },
        { name: "Coral", hex: "#FF6F61", role: "accent" },
      ],
    },
  };
  // A million variants of a changed palette are a job's.
  const goals: Record<string, number> = {
    "weights and thresholds": variants > 100_000 ? 5 : variants / 100_000,
    "a palette": (6 * variants) / 100_000,
  };
  const seconds = new Map<string, number[]>();
  for (let repeat = 1; repeat <= (variants > 100_000 ? 1 : repeats); repeat++) {
    for (const [name, change] of Object.entries(changes)) {
      const began = performance.now();
      await db.query("select * from content.simulate_guidelines($1, null, $2, null, null)", [brand, change]);
      seconds.set(name, [...(seconds.get(name) ?? []), (performance.now() - began) / 1000]);
    }
    log(`simulating, repeat ${repeat}`);
  }
  return Object.keys(changes).map((name) =>
    measuredCase(
      {
        bench: "scoring",
        case: `simulating ${name}, ${variants} variants`,
        goal: goals[name] ?? null,
        better: "lower",
        unit: "s",
      },
      median(seconds.get(name) ?? []),
    ),
  );
}
