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

it("deploying the product in full comes to the same catalogue", async () => {
  const before = await withClient(database.url, catalogueFingerprint);
  const result = await run("full");
  expect(result.ran.length).toBeGreaterThan(100);
  expect(result.dropped).toEqual([]);
  expect(await withClient(database.url, catalogueFingerprint)).toEqual(before);
});
