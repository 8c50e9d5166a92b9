import satori from "satori";
import sharp, { type OverlayOptions } from "sharp";
import { fallbackFonts } from "../../worker/render/fonts.ts";
import type { Brief } from "./briefs.ts";
import type { Cost, Spend } from "./money.ts";
import type { Variant } from "./overview.ts";
import { caption, type Element, header, heading, promptPanel } from "./sheet-texts.ts";

const edge = 64;
const gap = 40;
const headerHeight = 156;
const headingHeight = 100;
const pictureHeight = 680;
const captionHeight = 150;
const rowHeight = headingHeight + pictureHeight + captionHeight;
const rowGap = 52;

/** What one request brought: a row of the sheet. */
export interface SheetRow {
  readonly brief: Brief;
  /** What an AI picture was made from. */
  readonly prompt: string | null;
  readonly cost: Cost;
  readonly variants: readonly Variant[];
}

/** Where a picture stands. */
interface Place {
  readonly variant: Variant;
  readonly left: number;
  readonly top: number;
  readonly width: number;
}

/** One PNG with all variants, a row a request, each with its score; in Inter, whatever fonts the machine has. */
export async function contactSheet(brand: string, rows: readonly SheetRow[], spend: Spend): Promise<Buffer> {
  const placed = rows.map((row, index) => {
    const top = edge + headerHeight + index * (rowHeight + rowGap);
    const places = placePictures(row.variants, top + headingHeight);
    return { ...row, top, places, right: right(places) };
  });
  const width = Math.max(...placed.map(({ right }) => right)) + edge;
  const height = edge + headerHeight + rows.length * (rowHeight + rowGap) - rowGap + edge;
  const texts = placed.flatMap(({ brief, prompt, cost, top, places, right }) => [
    heading(brief, cost, { left: edge, top, width: width - 2 * edge }),
    ...places.map(({ variant, left, top, width }) =>
      caption(variant, { left, top: top + pictureHeight + 20, width }),
    ),
    ...(prompt === null
      ? []
      : [
          promptPanel(prompt, {
            left: right + gap,
            top: top + headingHeight,
            width: width - edge - right - gap,
            height: pictureHeight,
          }),
        ]),
  ]);
  const [pictures, text] = await Promise.all([
    Promise.all(placed.flatMap(({ places }) => places).map(paste)),
    typeset(
      [header(brand, spend, { left: edge, top: edge, width: width - 2 * edge }), ...texts],
      width,
      height,
    ),
  ]);
  return sharp({ create: { width, height, channels: 3, background: "#F4F4F1" } })
    .composite([...pictures, { input: text, left: 0, top: 0 }])
    .png()
    .toBuffer();
}

/** Puts pictures side by side, all of one height. */
function placePictures(variants: readonly Variant[], top: number): Place[] {
  let left = edge;
  return variants.map((variant) => {
    const width = Math.round((pictureHeight * variant.width) / variant.height);
    const place = { variant, left, top, width };
    left += width + gap;
    return place;
  });
}

function right(places: readonly Place[]): number {
  return Math.max(...places.map(({ left, width }) => left + width));
}

async function paste({ variant, left, top, width }: Place): Promise<OverlayOptions> {
  return {
    input: await sharp(variant.data).resize(width, pictureHeight).png({ compressionLevel: 1 }).toBuffer(),
    left,
    top,
  };
}

async function typeset(texts: Element[], width: number, height: number): Promise<Buffer> {
  const fonts = await fallbackFonts();
  const fontFamily = [...new Set(fonts.map(({ name }) => name))].join(", ");
  const sheet: Element = {
    type: "div",
    props: { style: { display: "flex", width, height, position: "relative", fontFamily }, children: texts },
  };
  const svg = await satori(sheet as unknown as Parameters<typeof satori>[0], {
    width,
    height,
    fonts: fonts.map(({ name, data, weight }) => ({ name, data, weight: weight as 400 | 700 })),
  });
  return Buffer.from(svg);
}
