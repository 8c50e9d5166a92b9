import { Logger as QueueLogger, type Runner, run } from "graphile-worker";
import type { Logger } from "pino";
import type { Heartbeat } from "./heartbeat.ts";
import { bindTasks, type Services, type WorkerTask } from "./services.ts";
import { cronItems } from "./task-list.ts";

/** Starts to work on the queue. Every pool is registered with the heartbeat before it takes its first job. */
export async function startQueue(
  services: Services,
  heartbeat: Heartbeat,
  tasks: ReadonlyMap<string, WorkerTask>,
): Promise<Runner> {
  const registration: GraphileConfig.Plugin = {
    name: "RegistrationPlugin",
    version: "1.0.0",
    worker: {
      hooks: {
        startWorker: (_context, { worker }) => heartbeat.register(worker.workerPool.id),
      },
    },
  };
  return run({
    pgPool: services.db,
    taskList: bindTasks(tasks, services),
    parsedCronItems: cronItems(tasks),
    concurrency: services.settings.concurrency,
    noHandleSignals: true,
    logger: queueLogger(services.log),
    // A job has ended in system.background_jobs before it leaves the queue, so it may leave it together with others.
    preset: { plugins: [registration], worker: { completeJobBatchDelay: 0 } },
  });
}

/** graphile-worker's log lines as ours: its details hold whole jobs, so only their names are kept. */
function queueLogger(log: Logger): QueueLogger {
  const levels = { error: "error", warning: "warn", info: "debug", debug: "trace" } as const;
  return new QueueLogger((scope) => (level, message) => {
    log[levels[level]]({ component: scope.label ?? "queue", task: scope.taskIdentifier }, message);
  });
}
