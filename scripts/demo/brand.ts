import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import sharp from "sharp";
import { need } from "./client.ts";
import type { BrandDesign } from "./design.ts";
import { type Upload, upload } from "./files.ts";
import type { Person, Team } from "./people.ts";

const require = createRequire(import.meta.url);

/** What content requests are made with, and how their pictures are reviewed. */
export interface Brand {
  readonly name: string;
  readonly brand_profile_id: string;
  readonly content_template_id: string;
  readonly workflow: Workflow;
}

/** A way of review: whose role decides, step by step. */
export interface Workflow {
  readonly id: string;
  readonly roles: readonly Person["role"][];
}

/** Sets a brand up: the editor prepares it, the owner puts the guideline in force and says how reviews go. */
export async function setUpBrand(team: Team, design: BrandDesign): Promise<Brand> {
  const { name, description, voice } = design;
  const profile = await need(
    "Making the brand profile",
    team.editor.api.from("brand_profiles").insert({ name, description, voice }).select("id").single(),
  );
  const [content_template_id, workflow] = await Promise.all([
    findTemplate(team, design.template),
    makeWorkflow(team, design),
    addAssets(team, profile.id, design),
    putGuidelineInForce(team, profile.id, design),
  ]);
  return { name, brand_profile_id: profile.id, content_template_id, workflow };
}

async function addAssets({ editor }: Team, brand_profile_id: string, design: BrandDesign): Promise<void> {
  // A variable font is one file for headings and for running text.
  const files = [...new Set(design.fonts.map(({ file }) => file))];
  const [logo, ...fonts] = await Promise.all([
    upload(editor.api, {
      kind: "logo",
      filename: "logo.png",
      mime_type: "image/png",
      data: await drawLogo(design),
    }),
    ...files.map(async (file) => upload(editor.api, await readFont(file))),
  ]);
  const { ground } = design.logo;
  await need(
    "Adding logo and fonts to the brand",
    editor.api.from("brand_assets").insert(
      [
        {
          brand_profile_id,
          kind: "logo",
          name: `${design.name} icon`,
          file_id: logo,
          is_default: true,
          tags: ["icon", `on ${ground}`],
        },
        ...design.fonts.map(({ name, file, weight, role }) => ({
          brand_profile_id,
          kind: "font" as const,
          name: `${name}, ${role}`,
          file_id: fonts[files.indexOf(file)] ?? "",
          font_weight: weight,
          font_role: role,
          license: { name: "SIL Open Font License 1.1" },
        })),
      ],
      // What one of the rows does not say has its default.
      { defaultToNull: false },
    ),
  );
}

async function readFont(file: string): Promise<Upload> {
  const extension = file.slice(file.lastIndexOf(".") + 1);
  const data = await readFile(require.resolve(file));
  return { kind: "font", filename: file.split("/").at(-1) ?? file, mime_type: `font/${extension}`, data };
}

/** The brand's icon, without the room around it. */
export async function drawLogo({ logo }: BrandDesign): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="960" height="960"><path fill="${logo.color}" d="${logo.path}"/></svg>`;
  return sharp(Buffer.from(svg)).trim().png().toBuffer();
}

async function putGuidelineInForce(
  { owner, editor }: Team,
  brand_profile_id: string,
  { palette, forbidden_colors, prohibited_terms, logo, notes }: BrandDesign,
): Promise<void> {
  const draft = await need(
    "Drafting the guideline",
    editor.api
      .from("brand_guidelines")
      .insert({
        brand_profile_id,
        palette: palette.map((color) => ({ ...color })),
        forbidden_colors,
        prohibited_terms,
        logo_rules: { ground: logo.ground, required: true },
        rules: {
          palette: { weight: 30, area: 0.75 },
          large_text_contrast: { weight: 15, gate: true },
          logo_size: { warn: 0.05, fail: 0.05 },
        },
        notes,
      })
      .select("id")
      .single(),
  );
  await need(
    "Activating the guideline",
    owner.api.rpc("activate_guideline", { brand_guideline_id: draft.id }),
  );
}

/** The newest version of a template family that the product ships. */
async function findTemplate({ editor }: Team, slug: string): Promise<string> {
  const template = await need(
    `Finding the template ${slug}`,
    editor.api
      .from("content_templates")
      .select("id")
      .eq("slug", slug)
      // By no person: the product's own.
      .is("created_by", null)
      .eq("status", "active")
      .order("version", { ascending: false })
      .limit(1)
      .single(),
  );
  return template.id;
}

async function makeWorkflow({ owner }: Team, { workflow }: BrandDesign): Promise<Workflow> {
  const { id } = await need(
    "Making the approval workflow",
    owner.api.from("approval_workflows").insert({ name: workflow.name }).select("id").single(),
  );
  await need(
    "Adding the workflow's steps",
    owner.api
      .from("approval_steps")
      .insert(
        workflow.steps.map((step, index) => ({ ...step, approval_workflow_id: id, position: index + 1 })),
      ),
  );
  return { id, roles: workflow.steps.map(({ approver_role }) => approver_role) };
}
