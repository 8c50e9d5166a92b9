import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FileStore } from "../../worker/files/store.ts";
import { startHttp } from "../../worker/http.ts";
import { silent, until, WorkerFixture } from "./fixture.ts";

const program = fileURLToPath(new URL("../../worker/main.ts", import.meta.url));
let fixture: WorkerFixture;

beforeAll(async () => {
  fixture = await WorkerFixture.create();
});
afterAll(() => fixture?.drop());

/** The worker's program, and all that it has printed. */
class Program {
  output = "";
  readonly process: ChildProcess;

  constructor(env: Record<string, string>) {
    this.process = spawn(process.execPath, [program], { env: { PATH: process.env.PATH, ...env } });
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream?.on("data", (chunk) => {
        this.output += chunk;
      });
    }
  }

  async exit(): Promise<number | null> {
    if (this.process.exitCode === null) await once(this.process, "close");
    return this.process.exitCode;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0), "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

describe("the worker", () => {
  test("says when it is ready, is healthy, and ends cleanly when told to", async () => {
    const port = await freePort();
    const worker = new Program({
      DATABASE_URL: fixture.database.workerUrl,
      FILES_DIR: fixture.folder,
      FREEPIK_API_KEY: "unused",
      WORKER_PORT: String(port),
      WORKER_URL: "https://files.test",
    });
    await until(
      () => worker.output.includes(`{"ready":true,"port":${port}}`) || worker.process.exitCode !== null,
    );
    expect(worker.process.exitCode, worker.output).toBe(null);

    const health = await fetch(`http://127.0.0.1:${port}/health`);
    expect(health.status).toBe(200);
    expect(await health.json()).toEqual({ status: "ok", database: true, queue: true });

    const registered = async () => {
      const { rows } = await fixture.admin.query(
        "select public_url, cardinality(queue_worker_ids) as pools from system.workers where pid = $1",
        [worker.process.pid],
      );
      return rows;
    };
    expect(await registered()).toEqual([{ public_url: "https://files.test", pools: 1 }]);

    worker.process.kill("SIGTERM");
    expect(await worker.exit(), worker.output).toBe(0);
    expect(await registered()).toEqual([{ public_url: "https://files.test", pools: 0 }]);
  });

  test("says which setting is missing", async () => {
    const worker = new Program({ FREEPIK_API_KEY: "unused" });
    expect(await worker.exit()).toBe(1);
    expect(worker.output).toContain("DATABASE_URL is not set");
  });
});

describe("/health", () => {
  test("is 503 when the database cannot be reached or the queue stands still", async () => {
    const db = new pg.Pool({ connectionString: fixture.database.workerUrl, max: 2 });
    db.on("error", () => undefined); // the pool is ended in the middle
    let queueReady = true;
    const server = await startHttp({
      db,
      files: new FileStore(fixture.folder),
      log: silent,
      host: "127.0.0.1",
      port: 0,
      queueReady: () => queueReady,
    });
    const health = async () => {
      const response = await fetch(`http://127.0.0.1:${server.port}/health`);
      return { code: response.status, ...((await response.json()) as object) };
    };
    try {
      expect(await health()).toEqual({ code: 200, status: "ok", database: true, queue: true });
      queueReady = false;
      expect(await health()).toEqual({ code: 503, status: "unavailable", database: true, queue: false });
      queueReady = true;
      await db.end();
      expect(await health()).toEqual({ code: 503, status: "unavailable", database: false, queue: true });
    } finally {
      await server.close();
    }
  });
});
