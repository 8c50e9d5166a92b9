import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { withClient } from "../../scripts/stack/database.ts";
import { generateTypes } from "../../scripts/types/generate.ts";
import { createTestDatabase, type TestDatabase } from "../setup/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test("db/api.types.ts is what the database has (else: npm run types)", async () => {
  const committed = readFileSync(new URL("../../db/api.types.ts", import.meta.url), "utf8");
  expect(await withClient(database.url, generateTypes)).toBe(committed);
});

test("a CHECK becomes a union, a nullable column says so, an embed hint is there", async () => {
  const types = await withClient(database.url, generateTypes);
  const view = (name: string) =>
    new RegExp(`\\n      ${name}: \\{[\\s\\S]*?\\n      \\};`).exec(types)?.[0] ?? "";
  expect(view("brand_guidelines")).toContain('status: "draft" | "active" | "retired";');
  expect(view("brand_guidelines")).toContain("activated_at: string | null;");
  expect(view("brand_guidelines")).toContain('foreignKeyName: "brand_guidelines_brand_profile_fkey";');
});

test("a domain of JSON becomes an object of its fields", async () => {
  expect(await withClient(database.url, generateTypes)).toContain(
    "Returns: { access_token: string; refresh_token?: string; token_type: string; expires_in: number };",
  );
});

test("a changed view changes the types", async () => {
  await withClient(database.url, async (client) => {
    const before = await generateTypes(client);
    await client.query("begin; create view api.planted with (security_invoker = true) as select 1 as one");
    expect(await generateTypes(client)).not.toBe(before);
    await client.query("rollback");
  });
});
