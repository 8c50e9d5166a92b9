import { randomUUID } from "node:crypto";
import type pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Members } from "./members.ts";

/** Decisions of several people at once: each on a connection of their own, one waiting for the other. */
let members: Members;
let admin: pg.Pool;
let organization: string;
const people = { ann: "", ben: "", editor: "" };
const workflow = randomUUID();
let request: string;
let variant: string;

beforeAll(async () => {
  members = await Members.create();
  ({ admin, organization } = members);
  people.ann = await members.add("ann", "reviewer");
  people.ben = await members.add("ben", "reviewer");
  people.editor = await members.add("editor", "editor");
  await admin.query(
    "insert into approval.approval_workflows (organization_id, id, name, is_default) values ($1, $2, 'All of us', true)",
    [organization, workflow],
  );
  await admin.query(
    `insert into approval.approval_steps (organization_id, approval_workflow_id, position, name, approver_role, requires)
     values ($1, $2, 1, 'Everybody', 'reviewer', 'all_of')`,
    [organization, workflow],
  );
});

afterAll(async () => {
  await members?.end();
});

/** A scored variant, which the scoring's trigger puts into review: one open approval for Ann, one for Ben. */
beforeEach(async () => {
  request = randomUUID();
  variant = randomUUID();
  const client = await admin.connect();
  try {
    await client.query("begin");
    // Only the rows that a review needs, without the pipeline that makes them.
    await client.query("set local session_replication_role = replica");
    await client.query(
      `insert into content.content_requests
         (organization_id, id, brand_profile_id, template_organization_id, content_template_id, title, search_term, placements,
          status, request_hash, created_by)
       values ($1, $2, $2, $1, $2, 'Spring', 'spring', '{instagram/square}', 'ready', 'none', $3)`,
      [organization, request, people.editor],
    );
    await client.query(
      `insert into content.asset_variants (organization_id, id, content_request_id, platform, placement, status, verdict)
       values ($1, $2, $3, 'instagram', 'square', 'rendered', 'pass')`,
      [organization, variant, request],
    );
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw error;
  } finally {
    client.release();
  }
  await admin.query("select content.transition_variants($1, array[$2]::uuid[], 'scored')", [
    organization,
    variant,
  ]);
});

async function end(client: pg.PoolClient, how: "commit" | "rollback"): Promise<void> {
  await client.query(how);
  client.release();
}

async function openApproval(user: string): Promise<string> {
  const { rows } = await admin.query(
    "select id from approval.content_approvals where asset_variant_id = $1 and assigned_to = $2 and status = 'open'",
    [variant, user],
  );
  return rows[0].id;
}

const decide = (client: pg.PoolClient, id: string, decision: string, comment?: string) =>
  client.query("select * from api.decide_approvals(array[$1]::uuid[], $2, $3)", [
    id,
    decision,
    comment ?? null,
  ]);

async function statusOf(id: string): Promise<string> {
  const { rows } = await admin.query("select status from content.asset_variants where id = $1", [id]);
  return rows[0].status;
}

describe("two people at once", () => {
  test("both approve, and the step is done by whoever is last", async () => {
    const [ann, ben] = [await members.begin(people.ann), await members.begin(people.ben)];
    await decide(ann, await openApproval(people.ann), "approve");
    const second = decide(ben, await openApproval(people.ben), "approve");
    await members.waitsForLock(ben);
    await end(ann, "commit");
    await second;
    await end(ben, "commit");
    expect(await statusOf(variant)).toBe("approved");
  });

  test("a rejection that comes first voids the approval that waited", async () => {
    const [ann, ben] = [await members.begin(people.ann), await members.begin(people.ben)];
    await decide(ann, await openApproval(people.ann), "reject", "Wrong season.");
    const second = decide(ben, await openApproval(people.ben), "approve").then(
      () => "decided",
      (error: { code: string }) => error.code,
    );
    await members.waitsForLock(ben);
    await end(ann, "commit");
    expect(await second).toBe("VP202");
    await end(ben, "rollback");
    expect(await statusOf(variant)).toBe("rejected");
  });

  test("the same approval is decided once", async () => {
    const id = await openApproval(people.ann);
    const [first, again] = [await members.begin(people.ann), await members.begin(people.ann)];
    await decide(first, id, "approve");
    const second = decide(again, id, "reject", "On another tab.").then(
      () => "decided",
      (error: { code: string }) => error.code,
    );
    await members.waitsForLock(again);
    await end(first, "commit");
    expect(await second).toBe("VP202");
    await end(again, "rollback");
    expect(await statusOf(variant)).toBe("in_review");
  });

  test("who leaves while somebody decides does not leave the review hanging", async () => {
    const ann = await members.begin(people.ann);
    await decide(ann, await openApproval(people.ann), "approve");
    const leaving = await admin.connect();
    await leaving.query("begin");
    const left = leaving.query(
      "update identity.user_organizations set status = 'removed' where organization_id = $1 and user_id = $2",
      [organization, people.ben],
    );
    await members.waitsForLock(leaving);
    await end(ann, "commit");
    await left;
    await end(leaving, "commit");
    expect(await statusOf(variant)).toBe("approved");
    await admin.query(
      `update identity.user_organizations set status = 'active', joined_at = now() where organization_id = $1 and user_id = $2`,
      [organization, people.ben],
    );
  });
});
