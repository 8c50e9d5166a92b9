import { readFile } from "node:fs/promises";
import { renderVariant } from "../../worker/render/render.ts";
import type { RenderInput } from "../../worker/render/types.ts";
import { type Painting, paint } from "../simulator/painting/paint.ts";
import { brandFonts, drawLogo } from "./brand.ts";
import { copies } from "./copies.ts";
import type { Designs } from "./designs.ts";

/** Where the golden pictures are, with the layouts that they were rendered from. */
export const goldenFolder = new URL("../../test/fixtures/golden/", import.meta.url);

/** A picture whose look the tests keep: together they show each template and each kind of script. */
interface Scene {
  readonly name: string;
  readonly template: string;
  readonly placement: string;
  readonly copy: keyof typeof copies;
  readonly picture: Pick<Painting, "scene" | "color" | "width" | "height">;
}

const scenes: readonly Scene[] = [
  {
    name: "editorial-story",
    template: "editorial",
    placement: "instagram/story",
    copy: "arabic",
    picture: { scene: "forest", color: "green", width: 1200, height: 900 },
  },
  {
    name: "editorial-link",
    template: "editorial",
    placement: "facebook/link",
    copy: "long",
    picture: { scene: "sea", color: "white", width: 1200, height: 900 },
  },
  {
    name: "split-square",
    template: "split",
    placement: "instagram/square",
    copy: "emoji",
    picture: { scene: "still-life", color: "orange", width: 1200, height: 900 },
  },
  {
    name: "split-header",
    template: "split",
    placement: "x/header",
    copy: "hebrew",
    picture: { scene: "skyline", color: "blue", width: 1200, height: 900 },
  },
  {
    name: "frame-pin",
    template: "frame",
    placement: "pinterest/pin",
    copy: "japanese",
    picture: { scene: "mountains", color: "cyan", width: 1600, height: 500 },
  },
  {
    name: "bold-thumbnail",
    template: "bold-headline",
    placement: "youtube/thumbnail",
    copy: "short",
    picture: { scene: "city-lights", color: "black", width: 240, height: 180 },
  },
];

/** What a golden picture is rendered from, beside the brand; kept with it, so that a changed template changes no picture of a renderer. */
export interface GoldenInput extends Pick<RenderInput, "canvas" | "formats" | "max_bytes" | "layout"> {
  readonly name: string;
  readonly picture: Scene["picture"];
}

/** The inputs of all golden pictures, with layouts as the database resolves them now. */
export async function resolveGolden(designs: Designs): Promise<GoldenInput[]> {
  const templates = await designs.templates();
  const inputs: GoldenInput[] = [];
  for (const { name, template, placement, copy, picture } of scenes) {
    const design = templates.find(({ slug }) => slug === template);
    const [resolved] = design ? await designs.resolve(design, copies[copy] ?? {}, [placement]) : [];
    if (!resolved) throw new Error(`There is no template ${template}, or no placement ${placement}.`);
    const { canvas, layout } = resolved;
    // As PNG every pixel is as painted: encoders have tests of their own.
    inputs.push({ name, picture, canvas, layout, formats: ["png"], max_bytes: 20_000_000 });
  }
  return inputs;
}

/** The inputs that the golden pictures were rendered from. */
export async function readGolden(): Promise<GoldenInput[]> {
  return JSON.parse(await readFile(new URL("inputs.json", goldenFolder), "utf8")) as GoldenInput[];
}

/** Renders a golden picture anew, as PNG. */
export async function renderGolden({ name, picture, ...given }: GoldenInput): Promise<Buffer> {
  const source = await paint({ ...picture, seed: name, props: "fruit", flat: false, people: null });
  const { data } = await renderVariant({
    ...given,
    source,
    logo: await drawLogo(),
    fonts: await brandFonts(),
  });
  return data;
}
