import { randomUUID } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { pino } from "pino";
import { createPool } from "../../worker/db.ts";
import { FileStore, type FileSystem, sha256Of } from "../../worker/files/store.ts";
import { type HttpServer, startHttp } from "../../worker/http.ts";
import { createTestDatabase, type TestDatabase } from "../setup/database.ts";

export const silent = pino({ level: "silent" });

/** Waits for a condition; the test's own time limit ends it. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await delay(20);
}

/** A deployed database with an organisation and an editor in it, and a folder for files. */
export class WorkerFixture {
  readonly database: TestDatabase;
  /** A superuser's pool. */
  readonly admin: pg.Pool;
  /** The worker's pool. */
  readonly db: pg.Pool;
  readonly folder = mkdtempSync(join(tmpdir(), "visual-pipeline-worker-"));
  readonly organizationId = randomUUID();
  readonly userId = randomUUID();

  private constructor(database: TestDatabase) {
    this.database = database;
    this.admin = new pg.Pool({ connectionString: database.url, max: 12 });
    this.db = createPool(database.workerUrl, 10, silent);
    this.admin.on("error", () => undefined); // the database is dropped at the end
  }

  static async create(): Promise<WorkerFixture> {
    const fixture = new WorkerFixture(await createTestDatabase());
    await fixture.admin.query(
      `with organization as (
        insert into identity.organizations (id, name, slug) values ($1, 'Acme', 'acme-worker')
      ), person as (
        insert into identity.users (id, email, full_name) values ($2, 'editor@worker.test', 'Eve')
      )
      select`,
      [fixture.organizationId, fixture.userId],
    );
    await fixture.admin.query(
      "insert into identity.user_organizations (organization_id, user_id, role) values ($1, $2, 'editor')",
      [fixture.organizationId, fixture.userId],
    );
    return fixture;
  }

  /** A brand with an active guideline, and a template of this layout: what a content request needs. */
  async addBrand(layout: object): Promise<{ brand: string; template: string }> {
    const [brand, template] = [randomUUID(), randomUUID()];
    await this.admin.query(
      "insert into brand.brand_profiles (organization_id, id, name) values ($1, $2, 'Acme')",
      [this.organizationId, brand],
    );
    await this.admin.query(
      `insert into brand.brand_guidelines (organization_id, brand_profile_id, status, activated_at, palette)
       values ($1, $2, 'active', now(), '[{"name": "Ink", "hex": "#101010", "role": "primary"}]')`,
      [this.organizationId, brand],
    );
    await this.admin.query(
      "insert into brand.content_templates (organization_id, id, slug, name, layout) values ($1, $2, 'plain', 'Plain', $3)",
      [this.organizationId, template, layout],
    );
    return { brand, template };
  }

  /** A file server over the fixture's folder, which the database names in its URLs. */
  async serveFiles(disk?: FileSystem): Promise<{ server: HttpServer; files: FileStore }> {
    const files = new FileStore(this.folder, disk);
    await files.prepare();
    const server = await startHttp({
      db: this.db,
      files,
      log: silent,
      host: "127.0.0.1",
      port: 0,
      queueReady: () => true,
    });
    await this.db.query("select system.register_worker(gen_random_uuid(), 'test', 1, $1, '{}')", [
      `http://127.0.0.1:${server.port}`,
    ]);
    return { server, files };
  }

  async drop(): Promise<void> {
    await Promise.all([this.admin.end(), this.db.end()]);
    await this.database.drop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Runs a query as the editor, as PostgREST would. */
  async asEditor<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
    const client = await this.admin.connect();
    try {
      await client.query("begin");
      await client.query("select set_config('request.jwt.claims', $1, true)", [
        JSON.stringify({ role: "vp_member", sub: this.userId, org: this.organizationId }),
      ]);
      await client.query("set local role vp_member");
      const { rows } = await client.query<Row>(text, values);
      await client.query("commit");
      return rows;
    } catch (error) {
      await client.query("rollback");
      throw error;
    } finally {
      client.release();
    }
  }

  /** Announces a file. `said` replaces what is true of it. */
  async announce(data: Uint8Array, said: Partial<Announcement> = {}): Promise<Upload> {
    const facts: Announcement = {
      kind: "logo",
      filename: "logo.png",
      mime_type: "image/png",
      bytes: data.length,
      sha256: sha256Of(data),
      ...said,
    };
    const [upload] = await this.asEditor<Upload>("select * from api.create_upload($1, $2, $3, $4, $5)", [
      facts.kind,
      facts.filename,
      facts.mime_type,
      facts.bytes,
      facts.sha256,
    ]);
    if (upload === undefined) throw new Error("create_upload answered nothing.");
    return upload;
  }

  /** Every file below the folder, by its path there. */
  files(): string[] {
    return readdirSync(this.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(this.folder.length + 1));
  }
}

export interface Announcement {
  readonly kind: string;
  readonly filename: string;
  readonly mime_type: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface Upload {
  readonly id: string;
  readonly upload_url: string;
  readonly headers: Record<string, string>;
}
