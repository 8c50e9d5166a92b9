import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bySeverityAndAge, type Finding } from "../../scripts/doctor/finding.ts";
import { withClient } from "../../scripts/stack/database.ts";
import { startTestStack, type TestStack } from "../setup/stack.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Runs what `npm run doctor` runs. */
function doctor(env: Record<string, string>, ...options: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/doctor.ts", ...options], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    encoding: "utf8",
    timeout: 60_000,
  });
  return { status, stdout, stderr };
}

describe("npm run doctor", () => {
  let stack: TestStack;

  beforeAll(async () => {
    stack = await startTestStack();
  });
  afterAll(() => stack?.stop());

  test("finds nothing wrong with a stack that has just come up", () => {
    const { status, stdout, stderr } = doctor({ DATA_DIR: stack.dataDir });
    expect(stderr).toBe("");
    expect(stdout).toContain(stack.state().api_url);
    expect(stdout).toContain("Nothing is wrong.");
    expect(status).toBe(0);
    expect(doctor({ DATA_DIR: stack.dataDir }, "--json")).toMatchObject({ status: 0, stdout: "[]\n" });
  });

  describe("when a paid call waits for a decision", () => {
    const organization = randomUUID();
    const call = randomUUID();
    const plant = (age: string) =>
      withClient(stack.database.url, async (client) => {
        await client.query(
          "insert into identity.organizations (id, name, slug) values ($1, 'Doctor', 'doctor') on conflict do nothing",
          [organization],
        );
        await client.query(
          `insert into integration.provider_calls (organization_id, id, call_key, provider, operation, request, state, price_id,
             reserved_amount, currency, spend_month, sent_at, ended_at, error)
           select $1, $2, 'planted', p.provider, p.operation, '{}', 'needs_attention', p.id, 0.1, 'EUR',
             date_trunc('month', now())::date, now() - $3::interval, now() - $3::interval, 'The answer was lost.'
           from integration.provider_prices p where p.operation = 'stock_download' limit 1
           on conflict (organization_id, id) do update set ended_at = excluded.ended_at`,
          [organization, call, age],
        );
      });

    test("shows since when, how much, why, and what to do: a warning", async () => {
      await plant("3 hours 12 minutes 30 seconds");
      const { status, stdout } = doctor({ DATA_DIR: stack.dataDir });
      expect(stdout).toContain("WARNING calls.unresolved · for 3 h 12 min");
      for (const text of [
        organization,
        call,
        "0.1 EUR",
        "The answer was lost.",
        "→ ",
        "resolve_call",
        "1 warning.",
      ])
        expect(stdout).toContain(text);
      expect(status).toBe(0);
    });

    test("is an error after a day, and as rows for programs", async () => {
      await plant("2 days 1 hour 30 seconds");
      const { status, stdout } = doctor({ DATA_DIR: stack.dataDir }, "--json");
      expect(JSON.parse(stdout)).toMatchObject([
        {
          severity: "error",
          check_key: "calls.unresolved",
          organization_id: organization,
          subject_id: call,
          age: "2 d 1 h",
        },
      ]);
      expect(status).toBe(1);
    });
  });

  test("says which part does not answer", () => {
    const state = stack.state();
    const { status, stdout } = doctor(
      {
        DATABASE_URL: stack.database.deployUrl,
        API_URL: state.api_url,
        WORKER_URL: `${state.worker_url}/nowhere`,
      },
      "--json",
    );
    const findings = JSON.parse(stdout) as Finding[];
    expect(findings.filter(({ check_key }) => check_key.endsWith(".not_answering"))).toMatchObject([
      { severity: "error", subject: "worker", problem: expect.stringContaining("answers 404") },
    ]);
    expect(status).toBe(1);
    const unreachable = doctor(
      { DATABASE_URL: stack.database.deployUrl, API_URL: "http://127.0.0.1:1" },
      "--json",
    );
    expect(unreachable.stdout).toContain('"check_key": "api.not_answering"');
  });

  test("does not look as a login that may not", () => {
    const { status, stderr } = doctor({ DATABASE_URL: stack.database.workerUrl });
    expect(stderr).toMatch(/permission denied.*\n.*member of vp_monitor or vp_dba/);
    expect(status).toBe(2);
  });
});

describe("npm run doctor, with nothing to look at", () => {
  let dataDir: string;

  beforeAll(() => {
    dataDir = mkdtempSync(join(tmpdir(), "visual-pipeline-doctor-"));
  });
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  test.each([
    ["no stack runs", {}, [], /no stack runs on .*\nnpm start/],
    [
      "the database is away",
      { DATABASE_URL: "postgres://nobody@127.0.0.1:1/none" },
      [],
      /Cannot connect to the database none at 127\.0\.0\.1:1: .*ECONNREFUSED.*\nIs it running\?/,
    ],
    ["a setting is wrong", { DATABASE_URL: "here" }, [], /DATABASE_URL must look like/],
    ["an option is not known", {}, ["--nonsense"], /nonsense[\s\S]*npm run doctor \[-- --json\]/],
  ])("%s: says so, and exits with 2", (_what, env, options, message) => {
    const { status, stdout, stderr } = doctor({ DATA_DIR: dataDir, ...env }, ...options);
    expect(stderr).toMatch(message);
    expect(stdout).toBe("");
    expect(status).toBe(2);
  });
});

test("errors come first, then the oldest, then what nobody knows the age of", () => {
  const finding = (severity: Finding["severity"], since: string | null): Finding => ({
    severity,
    check_key: "x",
    organization_id: null,
    subject: "x",
    subject_id: null,
    since,
    age: null,
    problem: "",
    remedy: "",
  });
  const sorted = [
    finding("error", "2026-01-01T00:00:00+00:00"),
    finding("error", "2026-01-02T00:00:00+02:00"),
    finding("error", null),
    finding("warning", "2025-01-01T00:00:00+00:00"),
  ];
  expect(sorted.toReversed().sort(bySeverityAndAge)).toEqual(sorted);
});
