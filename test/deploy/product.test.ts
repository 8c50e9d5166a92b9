import { afterAll, beforeAll, expect, it } from "vitest";
import { type DeployMode, deploy } from "../../scripts/deploy/deploy.ts";
import { createTestDatabase, type TestDatabase } from "../setup/database.ts";
import { catalogueFingerprint, catalogueRows } from "./fingerprint.ts";
import { withClient } from "./fixture.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const run = (mode: DeployMode) => deploy({ databaseUrl: database.deployUrl, mode, log: () => {} });

it("deploying the product again changes nothing", async () => {
  const before = await withClient(database.url, catalogueRows);
  expect(await run("apply")).toMatchObject({ changed: false });
  expect(await withClient(database.url, catalogueRows)).toEqual(before);
});

it("a login of the product cannot slip its own types under the functions", async () => {
  await run("apply");
  for (const url of [database.workerUrl, database.authenticatorUrl]) {
    const shadow = withClient(url, (client) => client.query("create domain pg_temp.uuid as pg_catalog.uuid"));
    await expect(shadow).rejects.toMatchObject({ code: "42501" });
  }
});

it("the worker uses the queue, and cannot change what its functions do", async () => {
  await run("apply");
  await withClient(database.workerUrl, async (client) => {
    await client.query("begin");
    await client.query("select graphile_worker.add_job('refresh_views', job_key := 'a test')");
    const found = await client.query(
      "delete from graphile_worker._private_jobs where key = 'a test' returning id",
    );
    expect(found.rowCount).toBe(1);
    await client.query("rollback");
    for (const change of [
      "set role vp_queue",
      "alter function core.enqueue(jsonb) security invoker",
      "alter function graphile_worker.remove_job(text) security definer",
      "create table graphile_worker.mine ()",
      "drop table graphile_worker._private_jobs",
    ]) {
      await expect(client.query(change), change).rejects.toMatchObject({ code: "42501" });
    }
  });
});

it("deploying the product in full comes to the same catalogue", async () => {
  const before = await withClient(database.url, catalogueFingerprint);
  const result = await run("full");
  expect(result.ran.length).toBeGreaterThan(100);
  expect(result.dropped).toEqual([]);
  expect(await withClient(database.url, catalogueFingerprint)).toEqual(before);
});
