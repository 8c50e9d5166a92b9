import type { Pool } from "pg";
import { expect, test } from "vitest";
import { Heartbeat } from "../../worker/heartbeat.ts";
import { silent, until } from "./fixture.ts";

/** A database in which another worker is silent until its jobs are recovered, which fails the first time. */
function troubledDatabase() {
  const asked = { beats: 0, recoveries: 0 };
  const query = async (sql: string) => {
    if (sql.includes("register_worker(")) {
      asked.beats++;
      return { rows: [{ others_silent: asked.recoveries < 2 }] };
    }
    if (sql.includes("recover_jobs(")) {
      asked.recoveries++;
      if (asked.recoveries === 1) throw new Error("deadlock detected");
    }
    return { rows: [{ jobs: 1 }] };
  };
  return { asked, db: { query } as unknown as Pool };
}

test("a recovery that fails does not end the heartbeat: the next beat tries again", async () => {
  const { asked, db } = troubledDatabase();
  const heartbeat = new Heartbeat(db, "http://worker.test", silent);
  await heartbeat.register("pool-1");
  expect(asked).toEqual({ beats: 1, recoveries: 1 });
  await until(async () => asked.recoveries === 2);
  await heartbeat.stop();
  expect(asked.beats).toBeGreaterThanOrEqual(2);
});
