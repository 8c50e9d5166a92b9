import { pino } from "pino";
import { SettingError, type WorkerSettings, workerSettings } from "./config.ts";
import { createPool } from "./db.ts";
import { FileStore } from "./files/store.ts";
import { Heartbeat } from "./heartbeat.ts";
import { startHttp } from "./http.ts";
import { startQueue } from "./queue.ts";
import { VARIANTS_AT_ONCE } from "./render/render.ts";
import { loadTasks } from "./task-list.ts";

/** Starts the worker: file server and queue. Resolves when both are ready, with what stops them. */
async function start(
  settings: WorkerSettings,
): Promise<{ port: number; stop: () => Promise<void>; ended: Promise<void> }> {
  const log = pino({ level: settings.logLevel, base: { part: "worker" } });
  // The queue listens on one connection, and files are served while all jobs query, some of them for several variants at a time.
  const db = createPool(settings.databaseUrl, settings.concurrency + VARIANTS_AT_ONCE + 6, log);
  const files = new FileStore(settings.filesDir);
  await files.prepare();

  const heartbeat = new Heartbeat(db, settings.publicUrl, log);
  const runner = await startQueue({ settings, db, files, log }, heartbeat, await loadTasks());
  let queueReady = true;
  const ended = runner.promise.finally(() => {
    queueReady = false;
  });
  const http = await startHttp({
    db,
    files,
    log,
    host: settings.host,
    port: settings.port,
    queueReady: () => queueReady,
  });

  let stopping: Promise<void> | undefined;
  const stop = async () => {
    await Promise.all([http.close(), queueReady ? runner.stop() : undefined]);
    await heartbeat.stop();
    await db.end();
  };
  const stopOnce = () => {
    stopping ??= stop();
    return stopping;
  };
  return { port: http.port, ended, stop: stopOnce };
}

function fail(error: unknown): never {
  console.error(error instanceof SettingError ? error.message : error);
  process.exit(1);
}

try {
  const worker = await start(workerSettings());
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => void worker.stop().catch(fail));
  }
  // Whether a signal ended the queue or a fault did: the rest goes with it, and a supervisor starts the worker again.
  worker.ended.then(worker.stop).then(() => process.exit(), fail);
  console.log(JSON.stringify({ ready: true, port: worker.port }));
} catch (error) {
  fail(error);
}
