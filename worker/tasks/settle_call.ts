import { makeFreepik } from "../freepik/profile.ts";
import { type JobEnd, runJob } from "../jobs.ts";
import { type ListStep, listTasks, type PollStep, pollTask, type WaitStep } from "../provider-tasks.ts";
import type { WorkerTask } from "../services.ts";

/** What `integration.next_settle_step()` wants done. */
type Step =
  | PollStep
  | ListStep
  | WaitStep
  | { readonly action: "stop"; readonly state: JobEnd["state"]; readonly reason: string };

/** Sees to the end of a paid call whose own job has ended before it, so that it is booked. */
export const settle_call: WorkerTask = (payload, helpers) =>
  runJob(payload, helpers, async (job, signal) => {
    const { services } = helpers;
    for (;;) {
      const { rows } = await services.db.query<{ step: Step }>(
        "select integration.next_settle_step($1, $2) as step",
        [job.organization_id, job.id],
      );
      const { step } = rows[0] as { step: Step };
      if (step.action === "wait") return { state: "waiting" };
      if (step.action === "stop") return { state: step.state, error: step.reason };
      const freepik = makeFreepik(services.settings, step.api_key);
      signal.throwIfAborted();
      if (step.action === "poll") await pollTask(services, job, freepik, step, signal);
      else await listTasks(services, job, freepik, step, signal);
    }
  });
