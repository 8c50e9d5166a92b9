import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { insist } from "../../worker/db.ts";
import { WorkerFixture } from "./fixture.ts";

let fixture: WorkerFixture;

beforeAll(async () => {
  fixture = await WorkerFixture.create();
});

afterAll(() => fixture?.drop());

/** Lets nobody but superusers into the database. */
async function shut(isShut: boolean): Promise<void> {
  const name = new URL(fixture.database.url).pathname.slice(1);
  await fixture.admin.query(
    `alter database ${pg.escapeIdentifier(name)} connection limit ${isShut ? 0 : -1}`,
  );
}

test("a query that must not be lost waits until the database is back", async () => {
  await fixture.db.query("select 1");
  await shut(true);
  let refusals = 0;
  const counted = {
    query: async (text: string, values: unknown[]) => {
      try {
        // Cut as by a server that goes down: first in the middle, then at the door.
        if (refusals === 0) await fixture.db.query("select pg_terminate_backend(pg_backend_pid())");
        return await fixture.db.query(text, values);
      } catch (error) {
        refusals += 1;
        if (refusals === 3) await shut(false);
        throw error;
      }
    },
  } as Parameters<typeof insist>[0];
  expect(await insist(counted, "select $1::int as answer", [42])).toEqual([{ answer: 42 }]);
  expect(refusals).toBe(3);
});

test("but not with what the database refuses", async () => {
  await expect(insist(fixture.db, "select 1 / $1::int", [0])).rejects.toMatchObject({ code: "22012" });
});
