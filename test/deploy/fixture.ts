import { randomBytes } from "node:crypto";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import {
  type DeployMode,
  type DeployOptions,
  type DeployResult,
  deploy,
} from "../../scripts/deploy/deploy.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const login = "vp_deploy_test";
const password = "deploy test";

/** A superuser's URL of the server that the tests run on. */
export function serverUrl(): string {
  const url = process.env.TEST_DATABASE_URL;
  if (url === undefined)
    throw new Error("TEST_DATABASE_URL is not set: a superuser's URL of a running server.");
  return url;
}

export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** A login as on a managed server: CREATEROLE, no superuser. Roles that others made are granted as they would have to. */
export async function createDeployLogin(): Promise<void> {
  await withClient(serverUrl(), async (client) => {
    await client.query("select pg_advisory_lock(hashtext('vp_deploy_test'))");
    const { rows } = await client.query("select from pg_roles where rolname = $1", [login]);
    if (rows.length === 0) await client.query(`create role ${login} login createrole`);
    await client.query(`alter role ${login} password '${password}'`);
    const { rows: roles } = await client.query<{ rolname: string }>(
      String.raw`select rolname from pg_roles
                 where rolname like 'vp\_%' and rolname not like 'vp\_deploy%' and not pg_has_role($1, oid, 'USAGE WITH ADMIN OPTION')`,
      [login],
    );
    const { rows: server } = await client.query<{ version: number }>(
      "select current_setting('server_version_num')::int as version",
    );
    // From 16 on, to administer a role is not yet to be one: the deploy has to grant that to itself.
    const adminOnly = (server[0]?.version ?? 0) >= 160000 ? ", inherit false, set false" : "";
    for (const { rolname } of roles) {
      await client.query(
        `grant ${rolname} to ${login} with admin ${adminOnly === "" ? "option" : "true"}${adminOnly}`,
      );
    }
  });
}

/** A copy of the fixture tree and an empty database, both of one test. */
export class Fixture {
  readonly root: string;
  readonly database: string;
  readonly log: string[] = [];

  private constructor(root: string, database: string) {
    this.root = root;
    this.database = database;
  }

  static async create(): Promise<Fixture> {
    const root = await mkdtemp(join(tmpdir(), "vp-deploy-"));
    await cp(join(repository, "test/fixtures/deploy"), root, { recursive: true });
    await cp(join(repository, "db/roles.sql"), join(root, "db/roles.sql"));
    const fixture = new Fixture(root, `vp_deploy_${randomBytes(6).toString("hex")}`);
    await fixture.createDatabase();
    return fixture;
  }

  private async createDatabase(): Promise<void> {
    await withClient(serverUrl(), (client) =>
      client.query(`create database ${this.database} owner ${login}`),
    );
  }

  async remove(): Promise<void> {
    await withClient(serverUrl(), (client) => client.query(`drop database ${this.database} with (force)`));
    await rm(this.root, { recursive: true });
  }

  /** Another, empty database for the same tree. */
  async sibling(): Promise<Fixture> {
    const root = await mkdtemp(join(tmpdir(), "vp-deploy-"));
    await cp(this.root, root, { recursive: true });
    const fixture = new Fixture(root, `vp_deploy_${randomBytes(6).toString("hex")}`);
    await fixture.createDatabase();
    return fixture;
  }

  get superuserUrl(): string {
    const url = new URL(serverUrl());
    url.pathname = `/${this.database}`;
    return url.href;
  }

  get deployUrl(): string {
    const url = new URL(this.superuserUrl);
    url.username = login;
    url.password = encodeURIComponent(password);
    return url.href;
  }

  deploy(mode: DeployMode = "apply", options: Partial<DeployOptions> = {}): Promise<DeployResult> {
    this.log.length = 0;
    return deploy({
      databaseUrl: this.deployUrl,
      root: this.root,
      mode,
      log: (line) => this.log.push(line),
      ...options,
    });
  }

  /** Runs a query as superuser; the first column of each row. */
  async query<T = unknown>(text: string, values: unknown[] = []): Promise<T[]> {
    return this.connected(async (client) => {
      const { rows } = await client.query<T[]>({ text, values, rowMode: "array" });
      return rows.map((row) => row[0] as T);
    });
  }

  connected<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    return withClient(this.superuserUrl, work);
  }

  async write(path: string, content: string): Promise<void> {
    const file = join(this.root, "db", path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }

  async edit(path: string, from: string | RegExp, to: string | ((part: string) => string)): Promise<void> {
    const before = await readFile(join(this.root, "db", path), "utf8");
    const after = typeof to === "string" ? before.replace(from, () => to) : before.replace(from, to);
    if (after === before) throw new Error(`${path} does not contain ${from}`);
    await this.write(path, after);
  }

  async delete(path: string): Promise<void> {
    await rm(join(this.root, "db", path));
  }

  async move(from: string, to: string): Promise<void> {
    await this.write(to, await readFile(join(this.root, "db", from), "utf8"));
    await this.delete(from);
  }
}
