import { createHmac, randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { Status, Step, Task } from "./tasks.ts";

/** How webhooks are signed and repeated. */
export type WebhookOptions = {
  /** One secret, or two during a rotation. */
  secrets: readonly string[];
  /** What of a secret is the key: its own bytes, or the bytes that it encodes. */
  encoding: "utf8" | "base64";
  /** Wait before the first repeat; each further one waits twice as long. */
  retryMs: number;
};

/** An attempt to deliver a webhook, and what came of it. */
export type Delivery = {
  task_id: string;
  webhook_id: string;
  status: Status;
  url: string;
  time: string;
  /** The receiver's status, or why there is none. */
  outcome: number | string;
};

/** Tells the receivers of tasks' webhooks. */
export type Webhooks = {
  /** Sends a webhook at every change of status, or only at those after a moment. */
  follow(task: Task, after?: Date): void;
  /** The latest attempts, the oldest first. */
  deliveries(): readonly Delivery[];
};

type Message = { id: string; task: Task & { webhookUrl: string }; status: Status };

const attempts = 6;
const timeoutMs = 10_000;
const mostDeliveries = 10_000;

/** The signature of a webhook: base64 of HMAC-SHA256 over its id, its time and its exact body. */
export function signatureOf(
  secret: string,
  encoding: WebhookOptions["encoding"],
  message: { id: string; timestamp: number; body: string },
): string {
  return createHmac("sha256", Buffer.from(secret, encoding))
    .update(`${message.id}.${message.timestamp}.${message.body}`)
    .digest("base64");
}

/** Starts a sender. `payloadOf` tells what a GET of the task would say inside `data`. */
export function startWebhooks(
  options: WebhookOptions & {
    clock: () => Date;
    signal: AbortSignal;
    payloadOf(task: Task, status: Status): object;
  },
): Webhooks {
  const { clock, signal } = options;
  const deliveries: Delivery[] = [];

  const post = async ({ id, task, status }: Message): Promise<boolean> => {
    const now = clock();
    const stale = task.scenario?.name === "webhook-stale" ? 3_600 : 0;
    const timestamp = Math.floor(now.getTime() / 1000) - stale;
    const body = JSON.stringify(options.payloadOf(task, status));
    const secrets = task.scenario?.name === "webhook-bad-signature" ? [randomUUID()] : options.secrets;
    const signatures = secrets.map(
      (secret, index) => `v${index + 1},${signatureOf(secret, options.encoding, { id, timestamp, body })}`,
    );
    let outcome: number | string;
    try {
      const answer = await fetch(task.webhookUrl, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "webhook-id": id,
          "webhook-timestamp": String(timestamp),
          "webhook-signature": signatures.join(" "),
        },
        body,
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      });
      await answer.body?.cancel();
      outcome = answer.status;
    } catch (error) {
      signal.throwIfAborted();
      outcome = reasonOf(error);
    }
    deliveries.push({
      task_id: task.id,
      webhook_id: id,
      status,
      url: task.webhookUrl,
      time: now.toISOString(),
      outcome,
    });
    if (deliveries.length > mostDeliveries) deliveries.shift();
    return typeof outcome === "number" && outcome >= 200 && outcome < 300;
  };

  const repeat = async (message: Message) => {
    for (let attempt = 1; attempt < attempts; attempt++) {
      await delay(options.retryMs * 2 ** (attempt - 1), undefined, { signal });
      if (await post(message)) return;
    }
  };

  const send = async (task: Message["task"], after: Date | null) => {
    for (const { status, at } of changesOf(task, after)) {
      // A little later than the change, so that a GET never says less than the webhook did.
      await delay(Math.max(0, at - clock().getTime()) + 2, undefined, { signal });
      const message = { id: `msg_${randomUUID()}`, task, status };
      const times = task.scenario?.name === "webhook-duplicate" ? 2 : 1;
      for (let time = 0; time < times; time++) {
        // Repeats do not hold up the next change.
        if (!(await post(message))) background(repeat(message));
      }
    }
  };

  const background = (work: Promise<void>) => {
    work.catch((error: unknown) => {
      if (!signal.aborted) console.error(error);
    });
  };

  return {
    follow: (task, after) => {
      if (hasWebhook(task)) background(send(task, after ?? null));
    },
    deliveries: () => deliveries,
  };
}

function hasWebhook(task: Task): task is Task & { webhookUrl: string } {
  return task.webhookUrl !== null;
}

/** The changes that are still to be told, in the order and number that the task's scenario has. */
function changesOf({ steps, scenario }: Task, after: Date | null): Step[] {
  const first = steps[0] as Step;
  const last = steps.at(-1) as Step;
  const changes = (steps.length === 1 ? steps : steps.slice(1)).filter(
    (step) => after === null || step.at > after.getTime(),
  );
  switch (scenario?.name) {
    case "webhook-missing":
      return [];
    case "webhook-lost":
      return changes.filter((step) => step !== last);
    case "webhook-out-of-order":
      return [last, ...[first, ...steps.slice(1, -1)].map((step) => ({ ...step, at: last.at }))];
    default:
      return changes;
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
