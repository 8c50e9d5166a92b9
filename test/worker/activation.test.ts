import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../setup/database.ts";
import { until } from "./fixture.ts";

/** A guideline that comes into force while somebody else is at work on it. */
let database: TestDatabase;
let admin: pg.Pool;
const organization = randomUUID();
const brand = randomUUID();
const people = { owner: randomUUID(), admin: randomUUID() };
let draft: string;

beforeAll(async () => {
  database = await createTestDatabase();
  admin = new pg.Pool({ connectionString: database.url, max: 4 });
  admin.on("error", () => undefined); // the database is dropped at the end
  await admin.query(
    "insert into identity.organizations (id, name, slug) values ($1, 'Acme', 'acme-activation')",
    [organization],
  );
  for (const [role, id] of Object.entries(people)) {
    await admin.query("insert into identity.users (id, email, full_name) values ($1, $2, $3)", [
      id,
      `${role}@activation.test`,
      role,
    ]);
    await admin.query(
      "insert into identity.user_organizations (organization_id, user_id, role) values ($1, $2, $3)",
      [organization, id, role],
    );
  }
  await admin.query("insert into brand.brand_profiles (organization_id, id, name) values ($1, $2, 'Acme')", [
    organization,
    brand,
  ]);
});

afterAll(async () => {
  await admin?.end();
  await database?.drop();
});

/** A version in force, and a draft that could follow it. */
beforeEach(async () => {
  const owner = await begin(people.owner);
  const ids: string[] = [];
  for (const name of ["In force", "Next"]) {
    const { rows } = await owner.query(
      "insert into api.brand_guidelines (brand_profile_id, palette, notes) values ($1, $2, $3) returning id",
      [brand, JSON.stringify([{ name: "Red", hex: "#C03020", role: "primary" }]), name],
    );
    ids.push(rows[0].id);
  }
  const [first, next] = ids;
  await owner.query("select api.activate_guideline($1)", [first]);
  await owner.query("commit");
  owner.release();
  draft = String(next);
});

/** A member's transaction: what they do stays open until `commit`. */
async function begin(user: string): Promise<pg.PoolClient> {
  const client = await admin.connect();
  await client.query("begin");
  await client.query("select set_config('request.jwt.claims', $1, true)", [
    JSON.stringify({ role: "vp_member", sub: user, org: organization }),
  ]);
  await client.query("set local role vp_member");
  return client;
}

/** What activating the draft says that begins while another's statement is not committed. */
async function activatedBeside(statement: string): Promise<string> {
  const [other, owner] = [await begin(people.admin), await begin(people.owner)];
  try {
    await other.query(statement, [draft]);
    const activation = owner.query("select api.activate_guideline($1)", [draft]).then(
      () => "activated",
      (error: { code: string }) => error.code,
    );
    const pid = (owner as unknown as { processID: number }).processID;
    await until(async () => {
      const { rows } = await admin.query("select cardinality(pg_blocking_pids($1)) > 0 as waits", [pid]);
      return rows[0].waits === true;
    });
    await other.query("commit");
    const said = await activation;
    await owner.query("commit");
    return said;
  } finally {
    for (const client of [other, owner]) {
      await client.query("rollback");
      client.release();
    }
  }
}

async function inForce(): Promise<string> {
  const { rows } = await admin.query(
    "select notes from brand.brand_guidelines where organization_id = $1 and status = 'active'",
    [organization],
  );
  return rows.map(({ notes }) => notes).join();
}

test("a draft that becomes contradictory meanwhile does not come into force", async () => {
  const said = await activatedBeside(
    "update api.brand_guidelines set forbidden_colors = '{#C03020}' where id = $1",
  );
  expect([said, await inForce()]).toEqual(["VP201", "In force"]);
});

test("a draft that is deleted meanwhile leaves the version in force", async () => {
  const said = await activatedBeside("delete from api.brand_guidelines where id = $1");
  expect([said, await inForce()]).toEqual(["VP200", "In force"]);
});

test("what is changed meanwhile comes into force with the change", async () => {
  const said = await activatedBeside("update api.brand_guidelines set notes = 'Changed' where id = $1");
  expect([said, await inForce()]).toEqual(["activated", "Changed"]);
});
