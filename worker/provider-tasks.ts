import type { Freepik, Refusal } from "./freepik/client.ts";
import type { Operation } from "./freepik/endpoints.ts";
import type { RunningJob } from "./jobs.ts";
import type { Services } from "./services.ts";

/** Under which key: an organisation's own, or, without one, the platform's. */
export interface Keyed {
  readonly key_id?: string;
  readonly api_key?: string;
}

/** Ask for a task. */
export interface PollStep extends Keyed {
  readonly action: "poll";
  readonly call_id: string;
  readonly operation: Operation;
  readonly task_id: string;
}

/** Read the list of an operation's tasks, to find a lost call. */
export interface ListStep extends Keyed {
  readonly action: "list";
  readonly call_id: string;
  readonly operation: Operation;
}

/** The job has made room until then. */
export interface WaitStep {
  readonly action: "wait";
  readonly run_at: string;
}

/**
 * Asks for a call's task and hands what is known of it to SQL. When the service does not tell, SQL's pause before the next
 * time is all that happens.
 */
export async function pollTask(
  { db }: Services,
  job: RunningJob,
  freepik: Freepik,
  step: PollStep,
  signal: AbortSignal,
): Promise<void> {
  const asked = await freepik.poll(step.operation, step.task_id, signal);
  if (asked.outcome === "result") {
    const { status } = asked.task;
    const task = { ...asked.task, task_id: step.task_id };
    await db.query("select integration.update_task($1, $2, $3, 'poll')", [
      step.task_id,
      status,
      JSON.stringify(task),
    ]);
  } else if (asked.status === 404 || asked.status === 410) {
    await db.query("select integration.lose_task($1, $2, $3)", [
      job.organization_id,
      step.call_id,
      `The provider does not know its task any more; it may still charge for it. ${asked.error}`,
    ]);
  } else {
    await notePause(db, step, asked);
    throwUnlessPassing(asked);
  }
}

/** Reads the list of tasks and hands it to SQL, which finds a lost call in it. */
export async function listTasks(
  { db }: Services,
  job: RunningJob,
  freepik: Freepik,
  step: ListStep,
  signal: AbortSignal,
): Promise<void> {
  const listed = await freepik.list(step.operation, signal);
  if (listed.outcome === "result") {
    await db.query("select integration.find_lost_call($1, $2, $3)", [
      job.organization_id,
      step.call_id,
      listed.taskIds,
    ]);
  } else {
    await db.query("select integration.note_unread_list($1, $2, $3)", [
      job.organization_id,
      step.call_id,
      listed.error,
    ]);
    await notePause(db, step, listed);
    throwUnlessPassing(listed);
  }
}

/** Lets every worker leave the operation alone as long as the service asks. */
async function notePause(db: Services["db"], step: PollStep | ListStep, refusal: Refusal): Promise<void> {
  if (refusal.status !== 429) return;
  await db.query("select integration.note_throttled('freepik', $1, $2, $3 * interval '1 ms')", [
    step.operation,
    step.key_id ?? "platform",
    refusal.outcome === "wait" ? refusal.retryAfterMs : null,
  ]);
}

function throwUnlessPassing({ outcome, error }: Refusal): void {
  if (outcome === "give_up") throw new Error(error);
}
