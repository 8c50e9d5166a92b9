import sharp, { type OverlayOptions } from "sharp";
import { drawLogo } from "./brand.ts";
import type { Brief } from "./briefs.ts";
import type { BrandDesign } from "./design.ts";
import { setInRows } from "./grid.ts";
import type { Cost } from "./money.ts";
import type { Variant } from "./overview.ts";
import {
  caption,
  captionHeight,
  header,
  heading,
  headingHeight,
  logoSize,
  type Part,
} from "./sheet-texts.ts";

const width = 2400;
const edge = 72;
const inner = width - 2 * edge;
const gap = 36;
const headerHeight = 176;
const sectionGap = 40;

/** What one request brought: a section of the sheet. */
export interface Section {
  readonly brief: Brief;
  /** What an AI picture was made from. */
  readonly prompt: string | null;
  readonly cost: Cost;
  readonly variants: readonly Variant[];
}

/** One PNG with all of a brand's variants, a section a request, each with its score. */
export async function contactSheet(
  design: BrandDesign,
  sections: readonly Section[],
  cost: Cost,
): Promise<Buffer> {
  const pictures: OverlayOptions[] = [await placeLogo(design)];
  const parts: Part[] = [await header(design, cost, { left: edge, top: edge, width: inner })];
  let top = edge + headerHeight;
  for (const { brief, prompt, cost, variants } of sections) {
    parts.push(await heading(brief, prompt, cost, { left: edge, top, width: inner }));
    top += headingHeight(prompt);
    for (const { height, cells } of setInRows(variants, inner, gap)) {
      for (const { picture, ...cell } of cells) {
        const left = edge + cell.left;
        pictures.push(await paste(picture, { left, top, width: cell.width, height }));
        parts.push(await caption(picture, { left, top: top + height + 16, width: cell.width }));
      }
      top += height + captionHeight(cells.map(({ picture }) => picture));
    }
    top += sectionGap;
  }
  const height = top - sectionGap + edge;
  const shapes = parts.map((part) => part.shapes).join("");
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${shapes}</svg>`;
  return sharp({ create: { width, height, channels: 3, background: "#F4F4F1" } })
    .composite([
      { input: Buffer.from(svg), left: 0, top: 0 },
      ...pictures,
      ...parts.flatMap(({ texts }) => texts),
    ])
    .png()
    .toBuffer();
}

/** The logo in the middle of its tile. */
async function placeLogo(design: BrandDesign): Promise<OverlayOptions> {
  const room = Math.round(logoSize * 0.64);
  const { data, info } = await sharp(await drawLogo(design))
    .resize(room, room, { fit: "inside" })
    .png()
    .toBuffer({ resolveWithObject: true });
  const middle = (length: number) => edge + Math.round((logoSize - length) / 2);
  return { input: data, left: middle(info.width), top: middle(info.height) };
}

async function paste(
  { data }: Variant,
  { left, top, width, height }: { left: number; top: number; width: number; height: number },
): Promise<OverlayOptions> {
  const input = await sharp(data).resize(width, height).png({ compressionLevel: 1 }).toBuffer();
  return { input, left, top };
}
