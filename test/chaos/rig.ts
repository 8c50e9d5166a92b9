import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import {
  defaultWebhookSecret,
  type RunningSimulator,
  startSimulator,
} from "../../scripts/simulator/server.ts";
import { type Cluster, startCluster } from "../../scripts/stack/cluster.ts";
import { createDatabase, deployDatabase, otherUrl } from "../../scripts/stack/database.ts";
import { type RunningPart, startHttpPart } from "../../scripts/stack/part.ts";
import { Ports } from "../../scripts/stack/ports.ts";
import { postgrestBinary, postgrestConfig } from "../../scripts/stack/postgrest.ts";
import { loadSecrets, type Secrets } from "../../scripts/stack/secrets.ts";
import { type GateName, installGates, type ShutGate, shutGate } from "./gates.ts";
import { Kept } from "./kept.ts";
import { HttpRelay, TcpRelay } from "./relay.ts";
import { until } from "./until.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The whole product on a cluster of its own, with relays between its parts, each of which can be broken. */
export class Rig {
  readonly folder = mkdtempSync(join(tmpdir(), "visual-pipeline-chaos-"));
  readonly filesDir = join(this.folder, "files");
  readonly #hold = join(this.folder, "hold-files");
  readonly #secrets: Secrets = loadSecrets(this.folder, {});
  readonly #ports = new Ports();
  readonly #stopping = new AbortController();
  #cluster: Cluster | undefined;
  #databasePort = 0;
  #apiPort = 0;
  #apiAdminPort = 0;
  #worker: Kept | undefined;
  #api: Kept | undefined;
  #simulator: RunningSimulator | undefined;
  #relay: HttpRelay | undefined;
  #databaseRelay: TcpRelay | undefined;
  #admin: pg.Pool | undefined;

  static async start(seed: string): Promise<Rig> {
    const rig = new Rig();
    try {
      await rig.#start(seed);
      return rig;
    } catch (error) {
      await rig.stop();
      throw error;
    }
  }

  get apiUrl(): string {
    return `http://127.0.0.1:${this.#apiPort}`;
  }

  /** The simulator itself, past the relay. */
  get simulatorUrl(): string {
    return part(this.#simulator).url;
  }

  /** What stands between the worker and the simulator. */
  get relay(): HttpRelay {
    return part(this.#relay);
  }

  /** A superuser's pool. */
  get admin(): pg.Pool {
    return part(this.#admin);
  }

  get workerPid(): number | undefined {
    return this.#worker?.pid;
  }

  /** Whether everything that was killed is up again. */
  get isUp(): boolean {
    return this.#worker?.pid !== undefined && this.#api?.pid !== undefined;
  }

  async #start(seed: string): Promise<void> {
    this.#databasePort = await this.#ports.take();
    await this.startDatabase();
    const superuser = part(this.#cluster).url("postgres");
    const url = await createDatabase(superuser, this.#secrets.deployerPassword);
    await deployDatabase(url, this.#secrets, () => undefined);
    this.#admin = new pg.Pool({
      connectionString: this.#url("postgres", this.#secrets.superuserPassword),
      max: 6,
    });
    this.#admin.on("error", () => undefined); // the database is restarted under it
    await installGates(this.#admin);

    this.#apiPort = await this.#ports.take();
    this.#apiAdminPort = await this.#ports.take();
    this.#simulator = await startSimulator({
      seed,
      resources: 300,
      apiKeys: [this.#secrets.simulatorApiKey],
      latencyMs: 5,
      taskMs: 600,
      slowMs: 1_000,
      late: 4_000,
      limits: "off",
      webhooks: { retryMs: 300 },
    });
    this.#relay = await HttpRelay.start(this.#simulator.url);
    this.#databaseRelay = await TcpRelay.start(this.#databasePort);
    await this.#configure();

    this.#api = new Kept(
      () => this.#startApi(),
      async () => undefined,
    );
    this.#worker = new Kept(
      () => this.#startWorker(),
      (pid) => this.#forget(pid),
    );
    await Promise.all([this.#api.start(), this.#worker.start()]);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#worker?.stop();
    await this.#api?.stop();
    await this.#databaseRelay?.close();
    await this.#relay?.close();
    await this.#simulator?.close();
    await this.#admin?.end();
    await this.#cluster?.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Lets patience run out within seconds, and lifts the daily quotas that a long run would use up. */
  async #configure(): Promise<void> {
    const settings = {
      "integration.lost_call_grace_s": 2,
      "integration.lost_call_doubt_s": 8,
      "integration.lost_call_watch_s": 8,
      "integration.webhook_url": `${this.apiUrl}/rpc/freepik_webhook`,
    };
    for (const [key, value] of Object.entries(settings)) {
      await this.admin.query(
        "insert into system.system_settings (organization_id, key, value) values (identity.system_organization_id(), $1, $2)",
        [key, JSON.stringify(value)],
      );
    }
    await this.admin.query("select integration.install_webhook_secret($1)", [defaultWebhookSecret]);
    await this.admin.query("update integration.rate_limits set calls = 1000000 where per = interval '1 day'");
  }

  #url(user: string, password: string, port = this.#databasePort): string {
    const url = new URL(otherUrl(part(this.#cluster).url("visual_pipeline"), { user, password }));
    url.port = String(port);
    return url.href;
  }

  #startApi(): Promise<RunningPart> {
    const file = join(this.folder, "postgrest.conf");
    const adminPort = this.#apiAdminPort;
    const config = postgrestConfig({
      databaseUrl: this.#url("vp_authenticator", this.#secrets.authenticatorPassword),
      jwtSecret: this.#secrets.jwtSecret,
      port: this.#apiPort,
      adminPort,
      publicUrl: this.apiUrl,
    });
    writeFileSync(file, config, { mode: 0o600 });
    return startHttpPart({
      name: "api",
      command: postgrestBinary(),
      args: [file],
      env: { PATH: process.env.PATH },
      logFile: join(this.folder, "api.log"),
      ports: [this.#apiPort, adminPort],
      readyUrl: `http://127.0.0.1:${adminPort}/ready`,
      signal: this.#stopping.signal,
      onSpawn: () => undefined,
    });
  }

  async #startWorker(): Promise<RunningPart> {
    const port = await this.#ports.take();
    return startHttpPart({
      name: "worker",
      command: process.execPath,
      args: [join(root, "worker/main.ts")],
      env: {
        PATH: process.env.PATH,
        NODE_COMPILE_CACHE: join(this.folder, "cache"),
        NODE_OPTIONS: `--import=${new URL("slow-files.ts", import.meta.url).href}`,
        CHAOS_HOLD_FILES: this.#hold,
        DATABASE_URL: this.#url("vp_worker", this.#secrets.workerPassword, part(this.#databaseRelay).port),
        FILES_DIR: this.filesDir,
        WORKER_PORT: String(port),
        FREEPIK_URL: this.relay.url,
        FREEPIK_API_KEY: this.#secrets.simulatorApiKey,
        LOG_LEVEL: "info",
      },
      logFile: join(this.folder, "worker.log"),
      ports: [port],
      readyUrl: `http://127.0.0.1:${port}/health`,
      signal: this.#stopping.signal,
      onSpawn: () => undefined,
    });
  }

  /** The time that a dead worker's silence takes to be noticed passes at once. */
  async #forget(pid: number): Promise<void> {
    await until("The database", 60, () =>
      this.admin
        .query(
          "update system.workers set heartbeat_at = clock_timestamp() - interval '1 minute' where pid = $1",
          [pid],
        )
        .then(
          () => true,
          () => false,
        ),
    );
  }

  /** kill -9; it is started again after revive(). */
  async killWorker(): Promise<void> {
    await part(this.#worker).kill();
  }

  async killApi(): Promise<void> {
    await part(this.#api).kill();
  }

  /** Lets what was killed be started again. */
  revive(): void {
    this.#worker?.revive();
    this.#api?.revive();
  }

  async startDatabase(): Promise<void> {
    this.#cluster = await startCluster({
      dataDir: join(this.folder, "postgres"),
      port: this.#databasePort,
      superuserPassword: this.#secrets.superuserPassword,
      logFile: join(this.folder, "database.log"),
      // Only processes are killed, never the machine.
      settings: { fsync: "off", full_page_writes: "off", max_connections: "100" },
    });
  }

  /** Ends the database in order (SIGINT) or at once, as a crash would (SIGQUIT), and starts it again. */
  async restartDatabase(signal: "SIGINT" | "SIGQUIT"): Promise<void> {
    const cluster = part(this.#cluster);
    process.kill(cluster.pid, signal);
    await cluster.exited;
    await this.startDatabase();
  }

  cutDatabaseConnections(): void {
    part(this.#databaseRelay).cut();
  }

  async terminate(pids: readonly number[]): Promise<void> {
    await this.admin.query("select pg_terminate_backend(pid) from unnest($1::int[]) pid", [pids]);
  }

  /** Ends the connections of a login. */
  async terminateLogin(login: string): Promise<void> {
    await this.admin.query("select pg_terminate_backend(pid) from pg_stat_activity where usename = $1", [
      login,
    ]);
  }

  shutGate(name: GateName): Promise<ShutGate> {
    return shutGate(this.#url("postgres", this.#secrets.superuserPassword), this.admin, name);
  }

  /** The next file that the worker makes stays half written until `release`. */
  holdFiles(): { isCaught(): boolean; release(): void } {
    writeFileSync(this.#hold, "");
    return {
      isCaught: () => existsSync(`${this.#hold}.caught`),
      release: () => {
        rmSync(this.#hold, { force: true });
        rmSync(`${this.#hold}.caught`, { force: true });
      },
    };
  }
}

function part<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("The rig is not up.");
  return value;
}
