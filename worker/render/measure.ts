import sharp from "sharp";
import { contrast, fromLinear, parseHex, type Rgb, toHex, toLinear } from "./color.ts";
import { clip, type Pixels } from "./paint.ts";
import { palette } from "./palette.ts";
import type { Box, PaletteColor, WorstRegion } from "./types.ts";

const THUMBNAIL_SIDE = 200;
const VISIBLE_ALPHA = 32;

/** Decodes a finished picture and reads its size and its palette. */
export async function measurePicture(
  data: Buffer,
): Promise<{ width: number; height: number; palette: PaletteColor[] }> {
  const { data: pixels, info } = await sharp(data)
    .toColourspace("srgb")
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  return { width, height, palette: palette(sample({ data: pixels, width, height })) };
}

/** Every n-th pixel: averaging neighbours would invent colours that the picture does not show. */
function* sample({ data, width, height }: Pixels): Iterable<Rgb> {
  const step = Math.ceil(Math.max(width, height) / THUMBNAIL_SIDE);
  for (let y = step >> 1; y < height; y += step) {
    for (let x = step >> 1; x < width; x += step) {
      const index = (y * width + x) * 3;
      yield [data[index] as number, data[index + 1] as number, data[index + 2] as number];
    }
  }
}

/**
 * The window of the ground under something painted that contrasts least with its colour. Windows overlap by half;
 * those in which nothing is painted do not count.
 * @param ground the canvas before the thing was painted
 * @param over what was painted, RGBA, as large as `box`
 */
export function worstRegion(
  ground: Pixels,
  over: Pixels,
  box: Box,
  window: number,
  color: string,
): WorstRegion {
  const visible = clip(box, ground);
  const foreground = parseHex(color);
  let worst: WorstRegion | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const y of starts(visible.y, visible.height, window)) {
    for (const x of starts(visible.x, visible.width, window)) {
      const region = clip(
        { x, y, width: window, height: window },
        {
          width: visible.x + visible.width,
          height: visible.y + visible.height,
        },
      );
      if (!isPainted(over, box, region)) continue;
      const background = mean(ground, region);
      const ratio = contrast(parseHex(background), foreground);
      if (ratio < least) {
        least = ratio;
        worst = { worst_background: background, worst_region: region };
      }
    }
  }
  if (!worst) throw new Error(`Nothing is painted within ${JSON.stringify(box)} of the canvas.`);
  return worst;
}

/** Where windows begin: half a window apart, the last one flush with the end. */
function starts(from: number, length: number, window: number): number[] {
  const last = Math.max(0, length - window);
  const step = Math.max(1, window >> 1);
  const offsets = Array.from({ length: Math.ceil(last / step) }, (_, index) => index * step);
  return [...offsets, last].map((offset) => from + offset);
}

function isPainted(over: Pixels, box: Box, region: Box): boolean {
  for (let y = region.y; y < region.y + region.height; y++) {
    for (let x = region.x; x < region.x + region.width; x++) {
      const index = ((y - box.y) * over.width + x - box.x) * 4 + 3;
      if ((over.data[index] as number) >= VISIBLE_ALPHA) return true;
    }
  }
  return false;
}

/** The mean colour of a region, in linear light, as light mixes. */
function mean({ data, width }: Pixels, region: Box): string {
  const sum: [number, number, number] = [0, 0, 0];
  for (let y = region.y; y < region.y + region.height; y++) {
    for (let x = region.x; x < region.x + region.width; x++) {
      const index = (y * width + x) * 3;
      sum[0] += toLinear(data[index] as number);
      sum[1] += toLinear(data[index + 1] as number);
      sum[2] += toLinear(data[index + 2] as number);
    }
  }
  const count = region.width * region.height;
  return toHex([fromLinear(sum[0] / count), fromLinear(sum[1] / count), fromLinear(sum[2] / count)]);
}
