import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withClient } from "../../scripts/stack/database.ts";
import { isAlive } from "../../scripts/stack/process.ts";
import type { StackState } from "../../scripts/stack/stack.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** What `npm start` runs, with settings of its own. */
class Start {
  output = "";
  readonly process: ChildProcess;
  readonly exited: Promise<number | null>;

  constructor(dataDir: string, env: Record<string, string> = {}) {
    this.process = spawn(process.execPath, ["scripts/start.ts"], {
      cwd: root,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, DATA_DIR: dataDir, ...env },
    });
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream?.on("data", (chunk) => {
        this.output += chunk;
      });
    }
    this.exited = new Promise((resolve) => this.process.once("close", (code) => resolve(code)));
  }

  async ready(): Promise<void> {
    await until(() => {
      if (this.process.exitCode !== null) throw new Error(`It ended instead: ${this.output}`);
      return this.output.includes("is ready");
    });
  }
}

/** Waits for a condition; the test's own time limit ends it. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await delay(20);
}

const json = async (url: string) => (await fetch(url)).json();

describe("npm start", () => {
  let dataDir: string;
  let start: Start;
  const state = (): StackState => JSON.parse(readFileSync(join(dataDir, "stack.json"), "utf8"));

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), "visual-pipeline-start-"));
    start = new Start(dataDir);
    await start.ready();
  });

  afterAll(async () => {
    start.process.kill("SIGKILL");
    await start.exited;
    rmSync(dataDir, { recursive: true, force: true });
  });

  test("says where each part is, and each answers there", async () => {
    const { api_url, worker_url, freepik_url, database_url, pids } = state();
    expect(await json(api_url)).toMatchObject({ swagger: "2.0", basePath: "/" });
    expect((await fetch(`${worker_url}/health`)).status).toBe(200);
    expect(await json(`${freepik_url}/_simulator/ledger`)).toEqual([]);
    const superuser = await withClient(database_url, (client) =>
      client.query("select rolsuper from pg_roles where rolname = current_user"),
    );
    expect(superuser.rows).toEqual([{ rolsuper: true }]);
    expect(Object.keys(pids).sort()).toEqual(["api", "database", "freepik", "worker"]);
    expect(Object.values(pids).every(isAlive)).toBe(true);
  });

  test("deploys as a login that is no superuser and owns the database", async () => {
    const owner = await withClient(state().database_url, (client) =>
      client.query(
        `select r.rolname, r.rolsuper, r.rolcreaterole, r.rolbypassrls
         from pg_database d join pg_roles r on r.oid = d.datdba where d.datname = current_database()`,
      ),
    );
    expect(owner.rows).toEqual([
      { rolname: "vp_deployer", rolsuper: false, rolcreaterole: true, rolbypassrls: false },
    ]);
  });

  test("keeps its secrets to its user, and prints none", () => {
    const secrets = join(dataDir, "secrets");
    expect(statSync(secrets).mode & 0o777).toBe(0o700);
    expect(statSync(join(dataDir, "stack.json")).mode & 0o777).toBe(0o600);
    expect(statSync(join(dataDir, "postgrest.conf")).mode & 0o777).toBe(0o600);
    expect(readdirSync(secrets).length).toBeGreaterThanOrEqual(6);
    for (const name of readdirSync(secrets)) {
      expect(statSync(join(secrets, name)).mode & 0o777).toBe(0o600);
      expect(start.output).not.toContain(readFileSync(join(secrets, name), "utf8").trim());
    }
  });

  test("refuses to run twice on the same folder, and leaves the first alone", async () => {
    const before = state();
    const second = new Start(dataDir);
    expect(await second.exited).toBe(1);
    expect(second.output).toContain(`already running on ${dataDir}`);
    expect(state()).toEqual(before);
  });

  test.each(["worker", "api", "freepik", "database"] as const)(
    "starts the %s again when it is killed",
    async (part) => {
      const before = state().pids[part];
      expect(before).toBeDefined();
      process.kill(before ?? 0, "SIGKILL");
      await until(() => state().pids[part] !== undefined && state().pids[part] !== before);
      const { api_url, worker_url } = state();
      await until(async () => {
        const answers = await Promise.allSettled([fetch(api_url), fetch(`${worker_url}/health`)]);
        return answers.every((answer) => answer.status === "fulfilled" && answer.value.ok);
      });
    },
  );

  test("takes its parts along when it is killed, and goes on with the same data when it is started again", async () => {
    const { database_url, pids } = state();
    await withClient(database_url, (client) =>
      client.query("create table public.kept as select 42 as answer"),
    );
    start.process.kill("SIGKILL");
    await start.exited;
    start = new Start(dataDir);
    await start.ready();
    expect(Object.values(pids).some(isAlive)).toBe(false);
    const kept = await withClient(state().database_url, (client) =>
      client.query("select answer from public.kept"),
    );
    expect(kept.rows).toEqual([{ answer: 42 }]);
  });

  test("stops everything when it is asked to end", async () => {
    const { pids } = state();
    start.process.kill("SIGTERM");
    expect(await start.exited).toBe(0);
    expect(Object.values(pids).some(isAlive)).toBe(false);
    expect(existsSync(join(dataDir, "stack.json"))).toBe(false);
  });
});

test("npm start names the setting whose port is taken", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "visual-pipeline-start-"));
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const { port } = other.address() as { port: number };
  const start = new Start(dataDir, { API_PORT: String(port) });
  expect(await start.exited).toBe(1);
  expect(start.output).toContain(`Port ${port} (API_PORT) is taken by another program.`);
  await new Promise((resolve) => other.close(resolve));
  rmSync(dataDir, { recursive: true });
});
