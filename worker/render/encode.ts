import sharp, { type Sharp } from "sharp";
import { EncodeError } from "./errors.ts";
import type { Pixels } from "./paint.ts";
import { IMAGE_FORMATS, type ImageFormat } from "./types.ts";

const BEST_QUALITY = 92;
const LEAST_QUALITY = 40;
/** Numbers of colours, for a PNG that is too large as it is. */
const PNG_COLORS = [256, 128, 64];

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
 * Writes a picture in the first of the formats in which it fits, as good as the limit allows.
 * @throws {EncodeError} when it fits in none of them.
 */
export async function encode(
  pixels: Pixels,
  formats: ImageFormat[],
  maxBytes: number,
  hasText: boolean,
): Promise<{ data: Buffer; format: ImageFormat }> {
  const raw = { width: pixels.width, height: pixels.height, channels: 3 as const };
  const picture = () => sharp(pixels.data, { raw });
  let smallest = Number.POSITIVE_INFINITY;
  for (const format of formats) {
    const data = await {
      jpeg: () =>
        bestQuality(maxBytes, (quality) =>
          // Halved colour resolution frays the edges of coloured letters.
          picture().jpeg({ quality, chromaSubsampling: hasText ? "4:4:4" : "4:2:0", mozjpeg: false }),
        ),
      webp: () => bestQuality(maxBytes, (quality) => picture().webp({ quality, smartSubsample: hasText })),
      png: () => bestPng(maxBytes, picture),
    }[format]();
    if (data.length <= maxBytes) return { data, format };
    smallest = Math.min(smallest, data.length);
  }
  throw new EncodeError(
    "too_many_bytes",
    `The picture takes at least ${smallest} bytes as ${formats.join(" or ")}; ${maxBytes} are allowed.`,
  );
}

/** The best quality that fits; the least one where none does. */
async function bestQuality(maxBytes: number, at: (quality: number) => Sharp): Promise<Buffer> {
  const best = await at(BEST_QUALITY).toBuffer();
  if (best.length <= maxBytes) return best;
  let fitting = await at(LEAST_QUALITY).toBuffer();
  let low = LEAST_QUALITY;
  let high = BEST_QUALITY;
  while (fitting.length <= maxBytes && high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    const data = await at(middle).toBuffer();
    if (data.length <= maxBytes) {
      low = middle;
      fitting = data;
    } else high = middle;
  }
  return fitting;
}

/** Lossless where that fits, otherwise with as many colours as do. */
async function bestPng(maxBytes: number, picture: () => Sharp): Promise<Buffer> {
  let data = await picture().png({ compressionLevel: 9 }).toBuffer();
  for (const colors of PNG_COLORS) {
    if (data.length <= maxBytes) break;
    data = await picture().png({ palette: true, colors, compressionLevel: 9 }).toBuffer();
  }
  return data;
}
