import { runJob } from "../jobs.ts";
import type { WorkerTask } from "../services.ts";

/** Takes a changed template or brand over into variants, some requests at a time; render_variants paints them. */
export const rerender_variants: WorkerTask = (payload, helpers) =>
  runJob(payload, helpers, async (job) => {
    const { rows } = await helpers.services.db.query<{ action: "wait" | "stop" }>(
      "select content.advance_rerender($1, $2) ->> 'action' as action",
      [job.organization_id, job.id],
    );
    return rows[0]?.action === "wait" ? { state: "waiting" } : undefined;
  });
