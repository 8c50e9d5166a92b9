import { appendFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Environment, freepikApi } from "../../worker/config.ts";
import { startCluster } from "./cluster.ts";
import { addSuperuserExtras, createDatabase, databaseName, deployDatabase, otherUrl } from "./database.ts";
import { postgrestBinary, postgrestConfig } from "./postgrest.ts";
import { loadSecrets, type Secrets } from "./secrets.ts";
import { type StackSettings, stackSettings } from "./settings.ts";
import { StartLock, writePrivately } from "./start-lock.ts";
import { type PartName, Supervisor } from "./supervisor.ts";
import { workerMemory } from "./worker-memory.ts";

/** Where a running stack is: the content of `stack.json`. */
export interface StackState {
  readonly api_url: string;
  readonly database_url: string;
  readonly worker_url: string;
  readonly freepik_url: string;
  /** Process ids by part: database, api, worker, freepik; only those that the stack itself runs. */
  readonly pids: Readonly<Partial<Record<PartName, number>>>;
}

export interface StackOptions {
  /** Settings; `process.env` unless given. */
  readonly env?: Environment;
  /** Takes one line about what is going on. */
  readonly log: (line: string) => void;
  /** Breaks off a start that is under way. A stack that is up is stopped with `stop()`. */
  readonly signal?: AbortSignal;
}

/** A running stack. */
export interface Stack {
  readonly settings: StackSettings;
  state(): StackState;
  /** Stops all parts in order and gives the data folder free. */
  stop(): Promise<void>;
}

const root = fileURLToPath(new URL("../../", import.meta.url));

/**
 * Brings the whole default stack up and keeps it up: database, deploy, PostgREST, Freepik simulator and worker.
 * Resolves when all parts are ready and `stack.json` says where they are.
 * @throws AlreadyRunningError when a stack is running on the same data folder.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const env = options.env ?? process.env;
  const settings = stackSettings(env);
  const lock = await StartLock.acquire(settings.dataDir);
  for (let attempt = 1; ; attempt++) {
    const run = new StackRun(settings, env, options.log, lock);
    try {
      await run.start(options.signal);
      return run;
    } catch (error) {
      const again = (await run.giveUp()) && attempt < maxAttempts && !options.signal?.aborted;
      if (again) continue;
      lock.release();
      throw error;
    }
  }
}

/** How often to start over because another program took a port that had been free. */
const maxAttempts = 3;

class StackRun implements Stack {
  readonly settings: StackSettings;
  readonly #env: Environment;
  readonly #log: (line: string) => void;
  readonly #lock: StartLock;
  readonly #supervisor: Supervisor;
  readonly #stateFile: string;
  readonly #clusterDir: string;
  #urls: Omit<StackState, "pids"> | undefined;

  constructor(settings: StackSettings, env: Environment, log: (line: string) => void, lock: StartLock) {
    this.settings = settings;
    this.#env = env;
    this.#log = log;
    this.#lock = lock;
    this.#stateFile = join(settings.dataDir, "stack.json");
    this.#clusterDir = join(settings.dataDir, "postgres");
    this.#supervisor = new Supervisor({
      dataDir: settings.dataDir,
      env,
      lock,
      log,
      timings: ["debug", "trace"].includes(settings.logLevel),
      onProcess: () => this.#publish(),
    });
  }

  state(): StackState {
    if (this.#urls === undefined) throw new Error("The stack is not up yet.");
    return { ...this.#urls, pids: this.#supervisor.pids };
  }

  /** Starts all parts; `signal` breaks that off. */
  async start(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    const abort = () => this.#supervisor.breakOff(signal?.reason);
    signal?.addEventListener("abort", abort, { once: true });
    try {
      await this.#startParts();
    } finally {
      signal?.removeEventListener("abort", abort);
    }
  }

  async #startParts(): Promise<void> {
    const { dataDir, ports, apiUrl, workerUrl } = this.settings;
    rmSync(this.#stateFile, { force: true });
    mkdirSync(join(dataDir, "logs"), { recursive: true, mode: 0o700 });
    const secrets = loadSecrets(dataDir, this.#env);
    const apiPort = await this.#supervisor.ports.pick(ports.api);
    const workerPort = await this.#supervisor.ports.pick(ports.worker);
    const api = apiUrl ?? `http://127.0.0.1:${apiPort}`;
    const worker = workerUrl ?? `http://127.0.0.1:${workerPort}`;

    const [database, freepik] = await this.#supervisor.together(
      this.#startDatabase(secrets, this.#webhookUrl(apiPort)),
      this.#startFreepik(secrets),
    );
    await this.#supervisor.together(
      this.#startApi(secrets, database.url, apiPort, api),
      this.#supervisor.startChild({
        name: "worker",
        command: process.execPath,
        args: [join(root, "worker/main.ts")],
        env: {
          ...workerMemory,
          DATABASE_URL: otherUrl(database.url, { user: "vp_worker", password: secrets.workerPassword }),
          DATA_DIR: dataDir,
          FILES_DIR: this.settings.filesDir,
          WORKER_PORT: String(workerPort),
          WORKER_URL: worker,
          API_URL: api,
          FREEPIK_URL: freepik.url,
          FREEPIK_API_KEY: freepik.apiKey,
        },
        ports: [workerPort],
        readyUrl: `http://127.0.0.1:${workerPort}/health`,
      }),
    );
    this.#urls = {
      api_url: api,
      database_url: database.superuserUrl,
      worker_url: worker,
      freepik_url: freepik.url,
    };
    this.#publish();
  }

  async stop(): Promise<void> {
    await this.#stopParts();
    this.#lock.release();
  }

  /** Ends a start that failed. @returns whether other ports may help: another program has taken one of ours */
  async giveUp(): Promise<boolean> {
    await this.#stopParts();
    return this.#supervisor.ports.lostOne();
  }

  async #stopParts(): Promise<void> {
    rmSync(this.#stateFile, { force: true });
    await this.#supervisor.stop();
  }

  /** Where tasks report their end. The simulator stands beside the API; the real service needs a public address. */
  #webhookUrl(apiPort: number): string | null {
    const { webhookUrl, freepikApiKey } = this.settings;
    if (webhookUrl !== undefined) return webhookUrl;
    return freepikApiKey === undefined ? `http://127.0.0.1:${apiPort}/rpc/freepik_webhook` : null;
  }

  /** The database with everything deployed. */
  async #startDatabase(
    secrets: Secrets,
    webhookUrl: string | null,
  ): Promise<{ url: string; superuserUrl: string }> {
    const own = this.settings.databaseUrl;
    if (own !== undefined) {
      await this.#deploy(own, secrets, webhookUrl, (line) => line.startsWith("Warning") && this.#log(line));
      return { url: own, superuserUrl: own };
    }
    const superuserUrl = await this.#supervisor.timed("database", () => this.#startCluster(secrets));
    const url = await createDatabase(
      otherUrl(superuserUrl, { database: "postgres" }),
      secrets.deployerPassword,
    );
    // What it warns of is for a superuser to give, and that is done right after.
    try {
      await this.#deploy(url, secrets, webhookUrl, () => undefined);
    } catch (error) {
      // With the start, the database that a reset would need goes down as well.
      const hint = `If its data can go, delete ${this.#clusterDir} and start again.`;
      throw new Error(`${(error as Error).message}\n${hint}`, { cause: error });
    }
    await addSuperuserExtras(superuserUrl);
    return { url, superuserUrl };
  }

  /** Deploys, with its report in a log file. */
  #deploy(
    url: string,
    secrets: Secrets,
    webhookUrl: string | null,
    log: (line: string) => void,
  ): Promise<void> {
    const logFile = join(this.settings.dataDir, "logs", "deploy.log");
    writeFileSync(logFile, "", { mode: 0o600 });
    return this.#supervisor.timed("deploy", () =>
      deployDatabase(
        url,
        secrets,
        (line) => {
          appendFileSync(logFile, `${line}\n`);
          log(line);
        },
        webhookUrl,
      ),
    );
  }

  async #startCluster(secrets: Secrets): Promise<string> {
    const { dataDir, ports } = this.settings;
    const port = await this.#supervisor.ports.pick(ports.database);
    let url = "";
    await this.#supervisor.keep("database", async () => {
      await this.#supervisor.ports.release(port);
      const cluster = await startCluster({
        dataDir: this.#clusterDir,
        port,
        superuserPassword: secrets.superuserPassword,
        logFile: join(dataDir, "logs", "database.log"),
      });
      this.#lock.record("database", {
        pid: cluster.pid,
        marker: `-D ${this.#clusterDir} `,
        signal: "SIGINT",
      });
      url = cluster.url(databaseName);
      return cluster;
    });
    return url;
  }

  async #startFreepik(secrets: Secrets): Promise<{ url: string; apiKey: string }> {
    const { dataDir, freepikApiKey, freepikUrl, ports } = this.settings;
    if (freepikApiKey !== undefined) return { url: freepikUrl ?? freepikApi, apiKey: freepikApiKey };
    const port = await this.#supervisor.ports.pick(ports.freepik);
    const url = `http://127.0.0.1:${port}`;
    const apiKey = secrets.simulatorApiKey;
    await this.#supervisor.startChild({
      name: "freepik",
      command: process.execPath,
      args: [join(root, "scripts/simulator/main.ts")],
      env: {
        FREEPIK_PORT: String(port),
        FREEPIK_API_KEYS: apiKey,
        FREEPIK_SIM_WEBHOOK_SECRET: secrets.webhookSecret ?? "",
        LEDGER_FILE: join(dataDir, "freepik-ledger.jsonl"),
      },
      ports: [port],
      readyUrl: `${url}/_simulator/ledger`,
    });
    return { url, apiKey };
  }

  async #startApi(secrets: Secrets, databaseUrl: string, port: number, publicUrl: string): Promise<void> {
    const adminPort = await this.#supervisor.ports.free();
    const configFile = join(this.settings.dataDir, "postgrest.conf");
    const config = postgrestConfig({
      databaseUrl: otherUrl(databaseUrl, {
        user: "vp_authenticator",
        password: secrets.authenticatorPassword,
      }),
      jwtSecret: secrets.jwtSecret,
      port,
      adminPort,
      publicUrl,
    });
    rmSync(configFile, { force: true });
    writeFileSync(configFile, config, { mode: 0o600 });
    await this.#supervisor.startChild({
      name: "api",
      command: postgrestBinary(),
      args: [configFile],
      env: {},
      ports: [port, adminPort],
      readyUrl: `http://127.0.0.1:${adminPort}/ready`,
    });
  }

  /** Writes `stack.json`, once everything has been ready. */
  #publish(): void {
    if (this.#urls !== undefined && !this.#supervisor.isStopping)
      writePrivately(this.#stateFile, this.state());
  }
}
