import { blurred } from "./blur.ts";
import { toHex } from "./color.ts";
import type { Crop } from "./crop.ts";
import { SIDE, THRESHOLD_BITS, thresholds } from "./dither.ts";
import { blank, type Pixels } from "./paint.ts";
import { type Source, sharpOf } from "./source.ts";
import type { Area, Box } from "./types.ts";

/** A picture in its box, and around it the background, its own plain edges carried on, or itself, blurred and darkened. */
export async function filledUp(
  source: Source,
  crop: Crop,
  box: Box,
  picture: Pixels,
  background: string,
): Promise<Pixels> {
  const ground =
    crop.fill === "background"
      ? blank(box, background)
      : (plainGround(crop, box, picture) ?? (await blurredGround(source, crop, box, background)));
  const [left, top] = [crop.placed.x - box.x, crop.placed.y - box.y];
  for (let row = 0; row < picture.height; row++) {
    picture.data.copy(
      ground.data,
      ((top + row) * ground.width + left) * 3,
      row * picture.width * 3,
      (row + 1) * picture.width * 3,
    );
  }
  return ground;
}

/** The colours of the picture's edges where both are plain, as those of a product before a white wall: no seam is seen. */
function plainGround({ placed }: Crop, box: Box, picture: Pixels): Pixels | null {
  const { width, height } = picture;
  const isUpright = placed.height < box.height;
  const [first, last] = isUpright
    ? [edgeColor(picture, 0, 1, width), edgeColor(picture, (height - 1) * width, 1, width)]
    : [edgeColor(picture, 0, width, height), edgeColor(picture, width - 1, width, height)];
  if (!first || !last) return null;
  const ground = blank(box, first);
  const other = blank({ width: box.width, height: 1 }, last);
  const middle = isUpright ? placed.y - box.y + (placed.height >> 1) : placed.x - box.x + (placed.width >> 1);
  for (let y = isUpright ? middle : 0; y < box.height; y++) {
    other.data.copy(ground.data, (y * box.width + (isUpright ? 0 : middle)) * 3, isUpright ? 0 : middle * 3);
  }
  return ground;
}

/** Encoding makes a plain colour differ by this much. */
const PLAIN = 8;

/** The colour of a line of pixels, null where they are not all alike. */
function edgeColor({ data }: Pixels, start: number, step: number, length: number): string | null {
  const mean = [0, 1, 2].map((channel) => {
    let sum = 0;
    for (let index = 0; index < length; index++) sum += data[(start + index * step) * 3 + channel] as number;
    return sum / length;
  }) as [number, number, number];
  for (let index = 0; index < length * 3; index++) {
    const value = data[(start + Math.floor(index / 3) * step) * 3 + (index % 3)] as number;
    if (Math.abs(value - (mean[index % 3] as number)) > PLAIN) return null;
  }
  return toHex(mean);
}

/** A part of a source in another size, RGB. */
export async function resized(
  source: Source,
  window: Area,
  { width, height }: { width: number; height: number },
  background: string,
): Promise<Pixels> {
  const pixels = await source.pixels;
  const data = await sharpOf(pixels)
    .extract(toWorking(source, pixels, window))
    .resize(width, height, { fit: "fill" })
    .flatten({ background })
    .removeAlpha()
    .raw()
    .toBuffer();
  return { data, width, height };
}

/** A window of a source in the pixels that it was decoded to. */
function toWorking(
  { width, height }: Source,
  pixels: { width: number; height: number },
  window: Area,
): { left: number; top: number; width: number; height: number } {
  const [across, down] = [pixels.width / width, pixels.height / height];
  const box = {
    width: Math.min(pixels.width, Math.max(1, Math.round(window.width * across))),
    height: Math.min(pixels.height, Math.max(1, Math.round(window.height * down))),
  };
  return {
    left: Math.min(pixels.width - box.width, Math.round(window.x * across)),
    top: Math.min(pixels.height - box.height, Math.round(window.y * down)),
    ...box,
  };
}

/** Pixels a point of the blurred ground stands for; it is blurred over many times as many. */
const CELL = 8;
const BLUR = 0.05;
/** Darker than the picture, so that the picture stands before it. */
const DIMMED = 0.6;

/** The part of the source that covers the box, blurred and darkened. */
async function blurredGround(source: Source, crop: Crop, box: Box, background: string): Promise<Pixels> {
  const scale = Math.min(source.width / box.width, source.height / box.height);
  const size = { width: box.width * scale, height: box.height * scale };
  const middle = {
    x: crop.window.x + crop.window.width / 2 - size.width / 2,
    y: crop.window.y + crop.window.height / 2 - size.height / 2,
  };
  const window = {
    x: Math.min(source.width - size.width, Math.max(0, middle.x)),
    y: Math.min(source.height - size.height, Math.max(0, middle.y)),
    ...size,
  };
  const grid = { width: Math.ceil(box.width / CELL) + 1, height: Math.ceil(box.height / CELL) + 1 };
  const small = await resized(source, window, grid, background);
  const radius = Math.max(1, Math.round((BLUR * Math.max(box.width, box.height)) / CELL));
  const soft = blurred(Float64Array.from(small.data), grid, radius, 3);
  return enlarged(soft, grid.width, box);
}

/** A grid of points drawn out to a box, between them in straight lines, dithered. */
function enlarged(grid: Float64Array, gridWidth: number, { width, height }: Box): Pixels {
  const data = Buffer.alloc(width * height * 3);
  const line = new Int32Array(gridWidth * 3);
  for (let y = 0; y < height; y++) {
    const down = (y % CELL) / CELL;
    const upper = Math.floor(y / CELL) * line.length;
    for (let index = 0; index < line.length; index++) {
      const above = grid[upper + index] as number;
      const value = DIMMED * (above + ((grid[upper + line.length + index] as number) - above) * down);
      line[index] = value * (1 << THRESHOLD_BITS);
    }
    const noise = thresholds(y);
    for (let x = 0, to = y * width * 3; x < width; x++, to += 3) {
      const across = x % CELL;
      const more = noise[x % SIDE] as number;
      const from = ((x - across) / CELL) * 3;
      for (let channel = 0; channel < 3; channel++) {
        const [left, right] = [line[from + channel] as number, line[from + channel + 3] as number];
        data[to + channel] = (left + ((right - left) / CELL) * across + more) >> THRESHOLD_BITS;
      }
    }
  }
  return { data, width, height };
}
