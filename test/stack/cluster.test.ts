import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Cluster, startCluster } from "../../scripts/stack/cluster.ts";
import { withClient } from "../../scripts/stack/database.ts";
import { Ports } from "../../scripts/stack/ports.ts";

let folder: string;
let port: number;
const running = new Set<Cluster>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "visual-pipeline-cluster-"));
  // Closed to everyone else, as a home folder is: the server must get through it all the same.
  chmodSync(folder, 0o700);
  port = await new Ports().take();
});

afterEach(async () => {
  for (const cluster of running) await cluster.stop();
  running.clear();
});
afterAll(() => rmSync(folder, { recursive: true }));

async function start(): Promise<Cluster> {
  const cluster = await startCluster({
    dataDir: join(folder, "postgres"),
    port,
    superuserPassword: "it's a/strange:pass@word",
    logFile: join(folder, "database.log"),
    settings: { fsync: "off" },
  });
  running.add(cluster);
  return cluster;
}

const ask = (cluster: Cluster, sql: string) =>
  withClient(cluster.url("postgres"), async (client) => Object.values((await client.query(sql)).rows[0])[0]);

test("a cluster is made once and keeps its data", async () => {
  const first = await start();
  expect(await ask(first, "select current_setting('server_encoding')")).toBe("UTF8");
  expect(await ask(first, "select datlocale from pg_database where datname = 'postgres'")).toBe("C.UTF-8");
  expect(await ask(first, "select current_setting('shared_preload_libraries')")).toBe("pg_stat_statements");
  await withClient(first.url("postgres"), (client) =>
    client.query("create table kept as select 42 as answer"),
  );
  await first.stop();
  expect(await ask(await start(), "select answer from kept")).toBe(42);
});

test("it listens on this machine only, and asks for the password", async () => {
  const cluster = await start();
  expect(await ask(cluster, "select current_setting('listen_addresses')")).toBe("127.0.0.1");
  await expect(
    withClient(cluster.url("postgres", { user: "postgres", password: "wrong" }), async () => undefined),
  ).rejects.toMatchObject({ code: "28P01" });
});

test("a server that an earlier start left running is replaced", async () => {
  const left = await start();
  const next = await start();
  await left.exited;
  expect(next.pid).not.toBe(left.pid);
  expect(await ask(next, "select 1")).toBe(1);
});

test("a server that was killed starts again on the same folder", async () => {
  const killed = await start();
  process.kill(killed.pid, "SIGKILL");
  await killed.exited;
  expect(await ask(await start(), "select 1")).toBe(1);
});

test("a server that cannot start says why", async () => {
  const first = await start();
  const other = startCluster({
    dataDir: join(folder, "other"),
    port: first.port,
    superuserPassword: "x",
    logFile: join(folder, "other.log"),
  });
  await expect(other).rejects.toThrow(`PostgreSQL did not start on port ${first.port}`);
  expect(readFileSync(join(folder, "other.log"), "utf8")).toContain("could not bind");
});
