import { Client } from "pg";
import type { Canvas } from "../../worker/render/types.ts";
import { createTestDatabase, type TestDatabase } from "../setup/database.ts";

/** A layout made concrete for one placement, with what that says about the canvas. */
export interface Resolved {
  readonly layout: unknown;
  readonly canvas: Canvas;
  readonly formats: string[];
  readonly max_bytes: number;
}

/** What the database does with layouts. */
export class Layouts {
  readonly #database: TestDatabase;
  readonly #client: Client;

  private constructor(database: TestDatabase, client: Client) {
    this.#database = database;
    this.#client = client;
  }

  static async open(): Promise<Layouts> {
    const database = await createTestDatabase();
    const client = new Client({ connectionString: database.url });
    await client.connect();
    return new Layouts(database, client);
  }

  async close(): Promise<void> {
    await this.#client.end();
    await this.#database.drop();
  }

  /** The JSON Schema. */
  async schema(): Promise<object> {
    const { rows } = await this.#client.query<{ schema: object }>("select api.layout_schema() as schema");
    return rows[0]?.schema ?? {};
  }

  /** What is wrong with a layout. */
  async faults(layout: unknown): Promise<string[]> {
    const { rows } = await this.#client.query<{ fault: string }>("select brand.layout_errors($1) as fault", [
      JSON.stringify(layout),
    ]);
    return rows.map(({ fault }) => fault);
  }

  /** A layout of the templates that are shared with everybody. */
  async shared(slug: string): Promise<unknown> {
    const { rows } = await this.#client.query<{ layout: unknown }>(
      `select layout from brand.content_templates
       where organization_id = identity.system_organization_id() and slug = $1 order by version desc limit 1`,
      [slug],
    );
    return rows[0]?.layout;
  }

  async resolve(
    layout: unknown,
    placement: string,
    given: {
      copy: Record<string, string>;
      palette: object[];
      logo_ground?: "light" | "dark";
      layer_overrides?: object;
      has_logo?: boolean;
    },
  ): Promise<Resolved> {
    const { rows } = await this.#client.query<Resolved>(
      `select content.resolve_layout($1, p, jsonb_populate_record(null::brand.brand_guidelines, $3), $4, $5, $6) as layout, array_remove(p.formats, 'gif') as formats,
         p.max_bytes::int as max_bytes, jsonb_build_object('width', p.width, 'height', p.height, 'safe_zone', jsonb_build_object(
           'top', p.safe_top, 'right', p.safe_right, 'bottom', p.safe_bottom, 'left', p.safe_left)) as canvas
       from content.platform_placements p where p.platform || '/' || p.placement = $2`,
      [
        JSON.stringify(layout),
        placement,
        { palette: given.palette, logo_rules: { ground: given.logo_ground ?? "light" } },
        given.copy,
        given.layer_overrides ?? {},
        given.has_logo ?? true,
      ],
    );
    const [resolved] = rows;
    if (!resolved) throw new Error(`There is no placement ${placement}.`);
    return resolved;
  }
}
