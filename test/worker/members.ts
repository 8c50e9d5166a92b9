import { randomUUID } from "node:crypto";
import pg from "pg";
import { createTestDatabase, type TestDatabase } from "../setup/database.ts";
import { until } from "./fixture.ts";

/** Members of an organisation who do things at once, each on a connection of their own. */
export class Members {
  readonly database: TestDatabase;
  /** A superuser's pool. */
  readonly admin: pg.Pool;
  readonly organization = randomUUID();

  private constructor(database: TestDatabase) {
    this.database = database;
    this.admin = new pg.Pool({ connectionString: database.url, max: 6 });
    this.admin.on("error", () => undefined); // the database is dropped at the end
  }

  /** A deployed database with an organisation and nobody in it. */
  static async create(): Promise<Members> {
    const members = new Members(await createTestDatabase());
    await members.admin.query(
      "insert into identity.organizations (id, name, slug) values ($1, 'Acme', 'acme-members')",
      [members.organization],
    );
    return members;
  }

  /** Makes somebody a member, and answers their id. */
  async add(name: string, role: string): Promise<string> {
    const id = randomUUID();
    await this.admin.query("insert into identity.users (id, email, full_name) values ($1, $2, $3)", [
      id,
      `${name}@members.test`,
      name,
    ]);
    await this.admin.query(
      "insert into identity.user_organizations (organization_id, user_id, role) values ($1, $2, $3)",
      [this.organization, id, role],
    );
    return id;
  }

  /** A member's transaction: what they do stays open until it is committed or rolled back. */
  async begin(user: string): Promise<pg.PoolClient> {
    const client = await this.admin.connect();
    await client.query("begin");
    await client.query("select set_config('request.jwt.claims', $1, true)", [
      JSON.stringify({ role: "vp_member", sub: user, org: this.organization }),
    ]);
    await client.query("set local role vp_member");
    return client;
  }

  /** Waits until a statement of this connection waits for another's lock. */
  async waitsForLock(client: pg.PoolClient): Promise<void> {
    const pid = (client as unknown as { processID: number }).processID;
    await until(async () => {
      const { rows } = await this.admin.query("select cardinality(pg_blocking_pids($1)) > 0 as waits", [pid]);
      return rows[0].waits === true;
    });
  }

  async end(): Promise<void> {
    await this.admin.end();
    await this.database.drop();
  }
}
