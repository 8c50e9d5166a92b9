import { afterAll, beforeAll, expect, test } from "vitest";
import type { Freepik } from "../../worker/freepik/client.ts";
import type { RunningJob } from "../../worker/jobs.ts";
import { listTasks } from "../../worker/provider-tasks.ts";
import type { Services } from "../../worker/services.ts";
import { WorkerFixture } from "./fixture.ts";

let fixture: WorkerFixture;
beforeAll(async () => {
  fixture = await WorkerFixture.create();
});
afterAll(() => fixture?.drop());

test.each([
  { outcome: "lost", status: 200, error: "Freepik answered 200, but with a page of HTML." },
  { outcome: "give_up", status: 404, error: "Freepik answered 404: Not Found" },
] as const)(
  "a list of tasks that cannot be read ($status) leaves a lost call to a person in the end",
  async (refusal) => {
    const { admin, db, organizationId } = fixture;
    await admin.query("select integration.note_tasks('freepik', 'flux_dev', 'platform', '{}')");
    const { rows } = await admin.query<{ id: string }>(
      "select id from integration.claim_call($1, null, null, $2, 'freepik', 'flux_dev', '{}')",
      [organizationId, refusal.error],
    );
    const call_id = rows[0]?.id ?? "";
    await admin.query("select integration.lose_call($1, $2, 'cut')", [organizationId, call_id]);
    await admin.query("update integration.provider_calls set sent_at = sent_at - interval '2 hours'");

    const freepik = { list: async () => refusal } as unknown as Freepik;
    const reading = listTasks(
      { db } as Services,
      { organization_id: organizationId } as RunningJob,
      freepik,
      { action: "list", operation: "flux_dev", call_id },
      new AbortController().signal,
    );
    await Promise.allSettled([reading]);
    const { rows: calls } = await admin.query(
      "select state, booked_outcome, error from integration.provider_calls where id = $1",
      [call_id],
    );
    expect(calls).toEqual([
      {
        state: "needs_attention",
        booked_outcome: "unknown",
        error: `Its answer was lost, and the provider's list of tasks cannot be read: ${refusal.error}`,
      },
    ]);
  },
);
