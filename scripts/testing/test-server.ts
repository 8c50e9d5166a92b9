import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Cluster, startCluster } from "../stack/cluster.ts";
import {
  addSuperuserExtras,
  createDatabase,
  deployDatabase,
  otherUrl,
  withClient,
} from "../stack/database.ts";
import { Ports } from "../stack/ports.ts";
import { loadSecrets, type Secrets } from "../stack/secrets.ts";
import { cloneDatabase, dropDatabase } from "./databases.ts";
import { unpackPgtap } from "./pgtap-extension.ts";

/** Tests need no data that survives a crash: this makes writing cheap. */
const fastSettings = {
  fsync: "off",
  full_page_writes: "off",
  synchronous_commit: "off",
  wal_level: "minimal",
  max_wal_senders: "0",
  max_connections: "200",
};

/**
 * A PostgreSQL server for one run of the tests, with everything deployed into a template database that tests clone:
 * a cluster of its own in a temporary folder, or databases of its own on a server that is given.
 */
export class TestServer {
  /** A superuser's URL of the database `postgres`. */
  readonly url: string;
  /** The run's temporary folder. */
  readonly folder: string;
  readonly secrets: Secrets;
  readonly template = `vp_test_${process.pid}`;
  readonly #cluster: Cluster | undefined;
  readonly #databases = new Set<string>();

  private constructor(url: string, folder: string, secrets: Secrets, cluster: Cluster | undefined) {
    this.url = url;
    this.folder = folder;
    this.secrets = secrets;
    this.#cluster = cluster;
  }

  /**
   * @param given a superuser's URL of an existing server, where the passwords of the product's roles will be set;
   * without it a cluster is made
   */
  static async start(given: string | undefined, log: (line: string) => void): Promise<TestServer> {
    const folder = mkdtempSync(join(tmpdir(), "visual-pipeline-test-"));
    let server: TestServer | undefined;
    try {
      chmodSync(folder, 0o755); // the database may run as another user
      const secrets = loadSecrets(folder, {});
      const cluster = given === undefined ? await startOwnCluster(folder, secrets) : undefined;
      server = new TestServer(given ?? cluster?.url("postgres") ?? "", folder, secrets, cluster);
      await server.#deployTemplate(log);
      return server;
    } catch (error) {
      await server?.stop();
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** Clones the template. @returns a superuser's URL of the clone */
  async clone(name: string): Promise<string> {
    await cloneDatabase(this.url, this.template, name);
    this.#databases.add(name);
    return otherUrl(this.url, { database: name });
  }

  async stop(): Promise<void> {
    if (this.#cluster === undefined) {
      await withClient(this.url, async (client) => {
        for (const name of [...this.#databases, this.template]) await dropDatabase(client, name);
      });
    } else {
      await this.#cluster.stop();
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Deploys in silence, unless it fails. */
  async #deploy(url: string, log: (line: string) => void): Promise<void> {
    const began = performance.now();
    const report: string[] = [];
    try {
      await deployDatabase(url, this.secrets, (line) => report.push(line));
    } catch (error) {
      for (const line of report) log(line);
      throw error;
    }
    log(`Deployed into a new database (${((performance.now() - began) / 1000).toFixed(1)} s)`);
  }

  async #deployTemplate(log: (line: string) => void): Promise<void> {
    const deployUrl = await createDatabase(this.url, this.secrets.deployerPassword, this.template);
    await this.#deploy(deployUrl, log);
    if (this.#cluster !== undefined)
      await addSuperuserExtras(otherUrl(this.url, { database: this.template }));
    // Nobody connects any more: a clone needs the template to be idle.
    await withClient(this.url, (client) =>
      client.query(`alter database ${client.escapeIdentifier(this.template)} with allow_connections false`),
    );
  }
}

async function startOwnCluster(folder: string, secrets: Secrets): Promise<Cluster> {
  const pgtap = await unpackPgtap(folder);
  return startCluster({
    dataDir: join(folder, "postgres"),
    port: await new Ports().take(),
    superuserPassword: secrets.superuserPassword,
    logFile: join(folder, "database.log"),
    extensionControlPath: pgtap.controlPath,
    settings: fastSettings,
  });
}
