import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { Members } from "./members.ts";

/** A guideline that comes into force while somebody else is at work on it. */
let members: Members;
const people = { owner: "", admin: "" };
const brand = randomUUID();
let draft: string;

beforeAll(async () => {
  members = await Members.create();
  people.owner = await members.add("owner", "owner");
  people.admin = await members.add("admin", "admin");
  await members.admin.query(
    "insert into brand.brand_profiles (organization_id, id, name) values ($1, $2, 'Acme')",
    [members.organization, brand],
  );
});

afterAll(async () => {
  await members?.end();
});

/** A version in force, and a draft that could follow it. */
beforeEach(async () => {
  const owner = await members.begin(people.owner);
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

/** What activating the draft says that begins while another's statement is not committed. */
async function activatedBeside(statement: string): Promise<string> {
  const [other, owner] = [await members.begin(people.admin), await members.begin(people.owner)];
  try {
    await other.query(statement, [draft]);
    const activation = owner.query("select api.activate_guideline($1)", [draft]).then(
      () => "activated",
      (error: { code: string }) => error.code,
    );
    await members.waitsForLock(owner);
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
  const { rows } = await members.admin.query(
    "select notes from brand.brand_guidelines where organization_id = $1 and status = 'active'",
    [members.organization],
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
