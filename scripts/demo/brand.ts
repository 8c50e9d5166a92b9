import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import sharp from "sharp";
import { siSpotify } from "simple-icons";
import type { Json } from "../../db/api.types.ts";
import { need } from "./client.ts";
import { type Upload, upload } from "./files.ts";
import type { Team } from "./people.ts";

/** The brand's colours, as its guideline and the contact sheet show them. */
export const palette = [
  { name: "Green", hex: "#1ED760", role: "primary" },
  { name: "Ink", hex: "#121212", role: "secondary" },
  { name: "Graphite", hex: "#282828", role: "neutral" },
  { name: "White", hex: "#FFFFFF", role: "neutral" },
];

const require = createRequire(import.meta.url);
const templateFile = new URL("../../db/seed/templates/bold_headline.json", import.meta.url);

/** What a content request is made with. */
export interface Brand {
  readonly name: string;
  readonly brand_profile_id: string;
  readonly content_template_id: string;
}

/** Sets the brand up: the editor prepares it, the owner puts the guideline in force and says how reviews go. */
export async function setUpBrand(team: Team): Promise<Brand> {
  const { owner, editor } = team;
  const name = siSpotify.title;
  const profile = await need(
    "Making the brand profile",
    editor.api
      .from("brand_profiles")
      .insert({
        name,
        description: "Music streaming; this summer's live sessions campaign.",
        voice: "Short and direct. Speaks to one person. Never shouts, never promises what it cannot keep.",
      })
      .select("id")
      .single(),
  );
  const [content_template_id] = await Promise.all([
    makeTemplate(team, profile.id),
    addAssets(team, profile.id, name),
    putGuidelineInForce(team, profile.id),
    makeWorkflow(owner),
  ]);
  return { name, brand_profile_id: profile.id, content_template_id };
}

async function addAssets({ editor }: Team, brand_profile_id: string, name: string): Promise<void> {
  const font = async (weight: number): Promise<Upload> => {
    const filename = `inter-latin-${weight}-normal.woff`;
    const data = await readFile(require.resolve(`@fontsource/inter/files/${filename}`));
    return { kind: "font", filename, mime_type: "font/woff", data };
  };
  const logo: Upload = { kind: "logo", filename: "logo.png", mime_type: "image/png", data: await drawLogo() };
  const [logoFile, regular, bold] = await Promise.all([
    upload(editor.api, logo),
    upload(editor.api, await font(400)),
    upload(editor.api, await font(700)),
  ]);
  await need(
    "Adding logo and fonts to the brand",
    editor.api.from("brand_assets").insert(
      [
        {
          brand_profile_id,
          kind: "logo",
          name: `${name} icon, green`,
          file_id: logoFile,
          is_default: true,
          tags: ["icon", "green", "on dark"],
        },
        {
          brand_profile_id,
          kind: "font",
          name: "Inter Regular",
          file_id: regular,
          font_weight: 400,
          license: { name: "SIL Open Font License 1.1" },
        },
        {
          brand_profile_id,
          kind: "font",
          name: "Inter Bold",
          file_id: bold,
          font_weight: 700,
          license: { name: "SIL Open Font License 1.1" },
        },
      ],
      // What one of the rows does not say has its default.
      { defaultToNull: false },
    ),
  );
}

/** The icon in the brand's green: its own rule for dark grounds, which the template puts behind it. */
async function drawLogo(): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="960" height="960"><path fill="#${siSpotify.hex}" d="${siSpotify.path}"/></svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

async function putGuidelineInForce({ owner, editor }: Team, brand_profile_id: string): Promise<void> {
  const draft = await need(
    "Drafting the guideline",
    editor.api
      .from("brand_guidelines")
      .insert({
        brand_profile_id,
        palette,
        forbidden_colors: ["#FF0000", "#1877F2"],
        prohibited_terms: ["guaranteed", "best ever", "risk-free", "cheap"],
        logo_rules: { min_width_share: 0.1, required: true },
        rules: { palette: { weight: 30, area: 0.75 }, text_contrast: { weight: 20, gate: true } },
        notes: "Dark stages, green light. The icon stands alone, on a dark ground.",
      })
      .select("id")
      .single(),
  );
  await need(
    "Activating the guideline",
    owner.api.rpc("activate_guideline", { brand_guideline_id: draft.id }),
  );
}

async function makeTemplate({ editor }: Team, brand_profile_id: string): Promise<string> {
  const layout: Json = JSON.parse(await readFile(templateFile, "utf8"));
  const template = await need(
    "Making the template",
    editor.api
      .from("content_templates")
      .insert({ slug: "bold-headline", name: "Bold headline", brand_profile_id, layout })
      .select("id")
      .single(),
  );
  return template.id;
}

async function makeWorkflow({ api }: Team["owner"]): Promise<void> {
  const workflow = await need(
    "Making the approval workflow",
    api
      .from("approval_workflows")
      .insert({ name: "Brand, then owner", is_default: true })
      .select("id")
      .single(),
  );
  await need(
    "Adding the workflow's steps",
    api.from("approval_steps").insert([
      {
        approval_workflow_id: workflow.id,
        position: 1,
        name: "Brand check",
        approver_role: "reviewer",
        requires: "any_one",
      },
      {
        approval_workflow_id: workflow.id,
        position: 2,
        name: "Sign-off",
        approver_role: "owner",
        requires: "all_of",
      },
    ]),
  );
}
