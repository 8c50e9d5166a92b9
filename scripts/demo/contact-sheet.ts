import sharp, { type OverlayOptions } from "sharp";
import type { Brief } from "./briefs.ts";
import type { Cost, Spend } from "./money.ts";
import type { Variant } from "./overview.ts";
import { caption, header, heading, promptPanel } from "./sheet-texts.ts";

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

/** One PNG with all variants, a row a request, each with its score. */
export async function contactSheet(brand: string, rows: readonly SheetRow[], spend: Spend): Promise<Buffer> {
  const placed = rows.map((row, index) => {
    const top = edge + headerHeight + index * (rowHeight + rowGap);
    const places = placePictures(row.variants, top + headingHeight);
    return { ...row, top, places, right: right(places) };
  });
  const width = Math.max(...placed.map(({ right }) => right)) + edge;
  const height = edge + headerHeight + rows.length * (rowHeight + rowGap) - rowGap + edge;
  const parts = await Promise.all([
    header(brand, spend, { left: edge, top: edge, width: width - 2 * edge }),
    ...placed.flatMap(({ brief, prompt, cost, top, places, right }) => [
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
    ]),
  ]);
  const pictures = await Promise.all(placed.flatMap(({ places }) => places).map(paste));
  const shapes = parts.map((part) => part.shapes).join("");
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${shapes}</svg>`;
  return sharp({ create: { width, height, channels: 3, background: "#F4F4F1" } })
    .composite([
      ...pictures,
      { input: Buffer.from(svg), left: 0, top: 0 },
      ...parts.flatMap(({ texts }) => texts),
    ])
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
