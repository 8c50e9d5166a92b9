import sharp, { type PngOptions, type Sharp } from "sharp";
import { hasFineColor } from "./chroma.ts";
import { EncodeError } from "./errors.ts";
import { addPngXmp, disclosureXmp } from "./metadata.ts";
import type { Pixels } from "./paint.ts";
import { type Curve, fitQuality } from "./quality.ts";
import { type Disclosure, IMAGE_FORMATS, type ImageFormat } from "./types.ts";

/** Platforms encode what they get once more, so the first generation keeps what it can. */
const BEST_QUALITY = 95;
/** Numbers of colours, for a PNG that is too large as it is. */
const PNG_COLORS = [256, 128, 64];

/** How sizes fall with quality, against that of the best: means of photographs. mozjpeg is smaller at the same quality. */
const MOZJPEG_SIZES: Curve = [
  [40, -1.88],
  [60, -1.54],
  [80, -1.04],
  [90, -0.6],
  [95, -0.23],
];
const WEBP_SIZES: Curve = [
  [40, -1.68],
  [60, -1.41],
  [80, -1],
  [90, -0.46],
  [95, 0],
];

/** Colour at the full resolution, or at half of it in both directions. */
export type Chroma = "4:4:4" | "4:2:0";

/** A written picture, and how it was written. */
export interface Encoded {
  data: Buffer;
  format: ImageFormat;
  /** 40 to 95; 100 where nothing was lost but colours of a palette. */
  quality: number;
  chroma: Chroma;
}

/** Formats as the platform names them, checked. */
export function parseFormats(names: string[]): ImageFormat[] {
  if (names.length === 0) throw new EncodeError("unknown_format", "No output format is given.");
  return names.map((name) => {
    const format = IMAGE_FORMATS.find((known) => known === (name === "jpg" ? "jpeg" : name));
    if (format) return format;
    throw new EncodeError("unknown_format", `"${name}" is none of ${IMAGE_FORMATS.join(", ")}.`);
  });
}

/**
 * Writes a picture in the first of the formats in which it fits, as good as the limit allows: in sRGB, which is what a
 * file without a colour profile is, with nothing in its metadata but the disclosure. The same pixels give the same bytes.
 * @throws {EncodeError} when it fits in none of them.
 */
export async function encode(
  pixels: Pixels,
  formats: ImageFormat[],
  maxBytes: number,
  disclosure: Disclosure | null = null,
): Promise<Encoded> {
  const raw = { width: pixels.width, height: pixels.height, channels: 3 as const };
  const xmp = disclosureXmp(disclosure);
  let smallest = Number.POSITIVE_INFINITY;
  for (const format of formats) {
    const isPng = format === "png";
    const picture = () =>
      xmp === null || isPng ? sharp(pixels.data, { raw }) : sharp(pixels.data, { raw }).withXmp(xmp);
    for await (const attempt of attempts(format, pixels, picture, maxBytes)) {
      const data = xmp === null || !isPng ? attempt.data : addPngXmp(attempt.data, xmp);
      if (data.length <= maxBytes) return { ...attempt, data, format };
      smallest = Math.min(smallest, data.length);
    }
  }
  throw new EncodeError(
    "too_many_bytes",
    `The picture takes at least ${smallest} bytes as ${formats.join(" or ")}; ${maxBytes} are allowed.`,
  );
}

type Attempt = Omit<Encoded, "format">;

/** Ways to write a picture in a format, the best first. Each is made only when the ones before it did not fit. */
function attempts(
  format: ImageFormat,
  pixels: Pixels,
  picture: () => Sharp,
  maxBytes: number,
): AsyncGenerator<Attempt> {
  return { jpeg: jpegs, webp: webps, png: pngs }[format](pixels, picture, maxBytes);
}

/**
 * The first one as fast as JPEGs are written: Huffman tables of its own would take thrice as long and spare two percent. Where that
 * is too large, bytes matter: mozjpeg's takes several times as long and needs a fifth less. Fine colours are halved only when there
 * is no other way.
 */
async function* jpegs(pixels: Pixels, picture: () => Sharp, maxBytes: number): AsyncGenerator<Attempt> {
  const chromas: readonly [Chroma, ...Chroma[]] = hasFineColor(pixels) ? ["4:4:4", "4:2:0"] : ["4:2:0"];
  const full = await picture()
    .jpeg({ quality: BEST_QUALITY, chromaSubsampling: chromas[0], optimiseCoding: false })
    .toBuffer();
  yield { data: full, quality: BEST_QUALITY, chroma: chromas[0] };
  for (const chroma of chromas) {
    const at = (quality: number) =>
      picture().jpeg({ quality, chromaSubsampling: chroma, mozjpeg: true }).toBuffer();
    yield { ...(await fitQuality(maxBytes, full.length, MOZJPEG_SIZES, at)), chroma };
  }
}

async function* webps(pixels: Pixels, picture: () => Sharp, maxBytes: number): AsyncGenerator<Attempt> {
  // WebP always halves colour; done smartly, edges of coloured letters keep their lightness. That takes twice as long.
  const smartSubsample = hasFineColor(pixels);
  const at = (quality: number) => picture().webp({ quality, smartSubsample }).toBuffer();
  const full = await at(BEST_QUALITY);
  yield { data: full, quality: BEST_QUALITY, chroma: "4:2:0" };
  yield { ...(await fitQuality(maxBytes, full.length, WEBP_SIZES, at)), chroma: "4:2:0" };
}

/** Lossless, then lossless with more effort, then with as many colours as fit. */
async function* pngs(_pixels: Pixels, picture: () => Sharp): AsyncGenerator<Attempt> {
  const as = async (options: PngOptions): Promise<Attempt> => ({
    data: await picture().png(options).toBuffer(),
    quality: 100,
    chroma: "4:4:4",
  });
  yield await as({ compressionLevel: 6 });
  yield await as({ compressionLevel: 9, adaptiveFiltering: true });
  for (const colors of PNG_COLORS) yield await as({ palette: true, colors, dither: 1, compressionLevel: 9 });
}
