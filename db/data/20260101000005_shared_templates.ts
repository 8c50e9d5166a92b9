import { readFileSync } from "node:fs";
import type { MigrationBuilder } from "node-pg-migrate";

/** What a file under templates holds is never edited: another look is another file, and another version. */
const templates = [
  {
    slug: "editorial",
    name: "Editorial",
    description:
      "The picture fills the canvas and darkens towards a large headline, with kicker, subline and call to action. For stories and strong photographs.",
  },
  {
    slug: "split",
    name: "Split",
    description:
      "The picture beside or above a field of the brand's primary colour with headline, subline and call to action. For offers and announcements.",
  },
  {
    slug: "frame",
    name: "Frame",
    description:
      "The picture on paper within a fine border, logo above, type below, like a poster of an exhibition. For quiet brands and quotations.",
  },
].map((template) => ({
  ...template,
  layout: JSON.parse(readFileSync(new URL(`templates/${template.slug}.v1.json`, import.meta.url), "utf8")),
}));

export function up(pgm: MigrationBuilder): void {
  pgm.sql(
    `insert into brand.content_templates (organization_id, slug, name, description, layout)
    select identity.system_organization_id(), t.slug, t.name, t.description, t.layout
    from jsonb_to_recordset({templates}) t (slug text, name text, description text, layout jsonb)`,
    { templates: pgm.func(`$json$${JSON.stringify(templates)}$json$`) },
  );
}

export const down = false;
