import { readdir, readFile } from "node:fs/promises";
import { basename } from "node:path";
import pg from "pg";
import { readDatabaseUrl } from "../../worker/config.ts";
import type { RenderInput } from "../../worker/render/types.ts";
import { TestServer } from "../testing/test-server.ts";
import { guideline } from "./brand.ts";

/** A family of templates. */
export interface Design {
  readonly slug: string;
  readonly layout: unknown;
}

/** What a variant's layout and placement say about its render. */
export interface Resolved extends Pick<RenderInput, "layout" | "canvas" | "formats" | "max_bytes"> {
  readonly placement: string;
}

const seeds = new URL("../../db/seed/templates/", import.meta.url);

/** Templates and placements, as a newly deployed database has them. */
export class Designs {
  readonly #server: TestServer;
  readonly #client: pg.Client;

  private constructor(server: TestServer, client: pg.Client) {
    this.#server = server;
    this.#client = client;
  }

  static async open(log: (line: string) => void): Promise<Designs> {
    const server = await TestServer.start(readDatabaseUrl(process.env, "TEST_SERVER_URL"), log);
    try {
      const client = new pg.Client({ connectionString: await server.clone(`${server.template}_designs`) });
      await client.connect();
      return new Designs(server, client);
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#client.end();
    await this.#server.stop();
  }

  /** All placements, those that are off as well. */
  async placements(): Promise<string[]> {
    const { rows } = await this.#client.query<{ name: string }>(
      "select platform || '/' || placement as name from content.platform_placements order by 1",
    );
    return rows.map(({ name }) => name);
  }

  /** The templates that everybody has, in their latest version, and those that the demo brings. */
  async templates(): Promise<Design[]> {
    const { rows: shared } = await this.#client.query<Design>(
      `select distinct on (slug) slug, layout from brand.content_templates
       where organization_id = identity.system_organization_id() order by slug, version desc`,
    );
    const files = (await readdir(seeds)).filter((file) => file.endsWith(".json")).sort();
    const seeded = await Promise.all(
      files.map(async (file) => ({
        slug: basename(file, ".json").replaceAll("_", "-"),
        layout: JSON.parse(await readFile(new URL(file, seeds), "utf8")) as unknown,
      })),
    );
    return [...shared, ...seeded.filter(({ slug }) => !shared.some((one) => one.slug === slug))];
  }

  /** A template made concrete for each of some placements, in the gallery's brand. */
  async resolve(
    { layout }: Design,
    copy: Readonly<Record<string, string>>,
    placements: readonly string[],
  ): Promise<Resolved[]> {
    const { rows } = await this.#client.query<Resolved>(
      `select n.placement, array_remove(p.formats, 'gif') as formats, p.max_bytes::int as max_bytes,
         content.resolve_layout($1, p, jsonb_populate_record(null::brand.brand_guidelines, $2), $3, '{}', true) as layout,
         jsonb_build_object('width', p.width, 'height', p.height, 'safe_zone', jsonb_build_object(
           'top', p.safe_top, 'right', p.safe_right, 'bottom', p.safe_bottom, 'left', p.safe_left)) as canvas
       from unnest($4::text[]) with ordinality n (placement, position)
       join content.platform_placements p on p.platform || '/' || p.placement = n.placement
       order by n.position`,
      [JSON.stringify(layout), JSON.stringify(guideline), JSON.stringify(copy), placements],
    );
    return rows;
  }
}
