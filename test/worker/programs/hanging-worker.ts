// A worker whose task never ends. It prints a line when the task has begun, and waits to be killed.
import { pino } from "pino";
import { workerSettings } from "../../../worker/config.ts";
import { createPool } from "../../../worker/db.ts";
import { FileStore } from "../../../worker/files/store.ts";
import { Heartbeat } from "../../../worker/heartbeat.ts";
import { runJob } from "../../../worker/jobs.ts";
import { startQueue } from "../../../worker/queue.ts";

const settings = workerSettings();
const log = pino({ level: "silent" });
const db = createPool(settings.databaseUrl, 6, log);
const files = new FileStore(settings.filesDir);
await startQueue(
  { settings, db, files, log },
  new Heartbeat(db, settings.publicUrl, log),
  new Map([
    [
      "test_killed",
      (payload, helpers) =>
        runJob(payload, helpers, async (job) => {
          await job.progress(30);
          console.log("begun");
          return new Promise(() => undefined);
        }),
    ],
  ]),
);
