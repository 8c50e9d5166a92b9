import { contrast, fromLinear, LINEAR, mixed, parseHex, type Rgb, toHex } from "./color.ts";
import type { WorstRegion } from "./measurement.ts";
import { clip, type Pixels } from "./paint.ts";
import { grow } from "./place.ts";
import type { Box } from "./types.ts";

/** Something that was painted. */
export interface Painted {
  /** RGBA, as large as its box, before its opacity was applied. */
  pixels: Pixels;
  box: Box;
  /** The colour that is to stand out. */
  color: string;
  /** How much of it shows; the rest is its ground's. */
  opacity: number;
}

/** Fainter than this nobody sees it. */
export const VISIBLE_ALPHA = 8;
/** Inside a letter, away from its edge, the paint hides nearly all of its ground. */
const INSIDE = 230;
/** What rounding may do to the colour of the paint. */
const COLOR_TOLERANCE = 8;
/** So much of a region must be ground, or what is beside the paint cannot be told. */
const LEAST_GROUND = 0.05;
const LEAST_PIXELS = 4;
/** A region has as much ink as it takes to tell its colour if it has so much of what the fullest has. */
const LEAST_INK = 1 / 8;
/** A region is looked at in so many pixels across; more would hardly change its mean. */
const REGION_SAMPLES = 16;

/**
 * The region of the ground beside something painted that its colour contrasts with least (WCAG 2 contrast ratio).
 *
 * What is under the paint nobody sees; the eye holds a letter against what is beside it. So a region's ground is the mean, in linear
 * light, of those of its pixels in the finished picture on which none of the thing was painted: with all that lies under and over
 * it, and with what encoding made of that. Regions are `window` × `window` px, overlap by half, and reach a quarter of it beyond the
 * part. Those in which none of the thing is, or that it fills, do not count.
 * @param part the part of the thing that is asked about, such as a line of a text
 * @param window the size of a region, such as a text's cap height
 * @returns null where none of the ground is to be seen
 */
export function worstGround(
  picture: Pixels,
  painted: Painted,
  part: Box,
  window: number,
): WorstRegion | null {
  const regions = regionsOf(picture, painted, part, window).filter(({ painted }) => painted > 0);
  return worstOf(regions, painted);
}

/**
 * As {@link worstGround}, for the letters of a text: only regions count in which one has the text's own colour, if there are any;
 * emoji have colours of their own. `contrast` is the least ratio between the mean of the letters' pixels, as they came out, and the
 * ground in one region: 1 to 21, cut to two decimals; null where no letter has the text's colour.
 */
export function worstLetters(
  picture: Pixels,
  painted: Painted,
  part: Box,
  window: number,
): (WorstRegion & { contrast: number | null }) | null {
  const regions = regionsOf(picture, painted, part, window).filter(({ painted }) => painted > 0);
  const lettered = regions.filter(({ ink }) => ink.count > 0);
  if (lettered.length === 0) {
    const worst = worstOf(regions, painted);
    return worst && { ...worst, contrast: null };
  }
  const worst = worstOf(lettered, painted);
  const fullest = Math.max(...lettered.map(({ ink }) => ink.count));
  const ratios = lettered
    .filter(({ ink }) => ink.count >= LEAST_INK * fullest)
    .map(({ ink, ground }) => contrast(meanOf(ink), meanOf(ground)));
  return worst && { ...worst, contrast: Math.floor(Math.min(...ratios) * 100) / 100 };
}

/** Sums of linear light, and the number of pixels. */
interface Light {
  red: number;
  green: number;
  blue: number;
  count: number;
}

interface Region {
  box: Box;
  ground: Light;
  /** What is inside of letters in the text's colour. */
  ink: Light;
  /** Pixels that are painted at all. */
  painted: number;
}

function worstOf(regions: Region[], { color, opacity }: Painted): WorstRegion | null {
  let worst: { box: Box; background: Rgb } | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const { box, ground } of regions) {
    const background = meanOf(ground);
    const ratio = contrast(mixed(parseHex(color), background, opacity), background);
    if (ratio >= least) continue;
    least = ratio;
    worst = { box, background };
  }
  return worst && { worst_background: toHex(worst.background), worst_region: worst.box };
}

/** The mean colour, in linear light, as light mixes. */
function meanOf({ red, green, blue, count }: Light): Rgb {
  return [wholeChannel(red / count), wholeChannel(green / count), wholeChannel(blue / count)];
}

const wholeChannel = (linear: number) => Math.round(fromLinear(linear));

/** The regions that show enough of their ground: squares of two by two cells, and fewer where there are fewer. */
function regionsOf(picture: Pixels, painted: Painted, part: Box, window: number): Region[] {
  const area = clip(grow(part, Math.round(window / 4)), picture);
  const cell = Math.max(1, Math.round(window / 2));
  const [xs, ys] = [cuts(area.x, area.width, cell), cuts(area.y, area.height, cell)];
  const cells = measureCells(picture, painted, xs, ys, Math.max(1, Math.floor(window / REGION_SAMPLES)));
  const regions: Region[] = [];
  const columns = xs.length - 1;
  const rows = ys.length - 1;
  const sums = new Float64Array(FIELDS);
  for (let row = 0; row < Math.max(1, rows - 1); row++) {
    for (let column = 0; column < Math.max(1, columns - 1); column++) {
      const right = Math.min(columns, column + 2);
      const bottom = Math.min(rows, row + 2);
      sums.fill(0);
      for (let y = row; y < bottom; y++) {
        for (let x = column; x < right; x++) addCell(sums, cells, (y * columns + x) * FIELDS);
      }
      const ground = lightOf(sums, GROUND);
      if (ground.count < Math.max(LEAST_PIXELS, LEAST_GROUND * (sums[PIXELS] as number))) continue;
      const box = {
        x: xs[column] as number,
        y: ys[row] as number,
        width: (xs[right] as number) - (xs[column] as number),
        height: (ys[bottom] as number) - (ys[row] as number),
      };
      regions.push({ box, ground, ink: lightOf(sums, INK), painted: sums[PAINTED] as number });
    }
  }
  return regions;
}

/** Where a length is cut into equal cells, both ends included. */
function cuts(from: number, length: number, cell: number): number[] {
  const count = Math.max(1, Math.round(length / cell));
  return Array.from({ length: count + 1 }, (_, index) => from + Math.floor((index * length) / count));
}

// What is summed up of a cell: linear red, green and blue and the number of pixels, of the ground and of the ink, then the
// number of pixels that are painted at all, and of all.
const GROUND = 0;
const INK = 4;
const PAINTED = 8;
const PIXELS = 9;
const FIELDS = 10;

function addCell(sums: Float64Array, cells: Float64Array, from: number): void {
  for (let field = 0; field < FIELDS; field++) {
    sums[field] = (sums[field] as number) + (cells[from + field] as number);
  }
}

function lightOf(sums: Float64Array, from: number): Light {
  return {
    red: sums[from] as number,
    green: sums[from + 1] as number,
    blue: sums[from + 2] as number,
    count: sums[from + 3] as number,
  };
}

/** The sums of all cells, row by row. Pixels are looked at in the order in which they lie in memory, whichever cell they are of. */
function measureCells(
  picture: Pixels,
  painted: Painted,
  xs: number[],
  ys: number[],
  step: number,
): Float64Array {
  const columns = xs.length - 1;
  const cells = new Float64Array(columns * (ys.length - 1) * FIELDS);
  const color = parseHex(painted.color);
  for (let row = 0; row < ys.length - 1; row++) {
    const bottom = ys[row + 1] as number;
    for (let y = ys[row] as number; y < bottom; y += step) {
      for (let column = 0; column < columns; column++) {
        const run = { y, left: xs[column] as number, right: xs[column + 1] as number };
        measureRun(cells, (row * columns + column) * FIELDS, picture, painted, color, run, step);
      }
    }
  }
  return cells;
}

/** Adds one row of a cell's pixels to its sums. */
function measureRun(
  cells: Float64Array,
  cell: number,
  picture: Pixels,
  { box, pixels }: Painted,
  [red, green, blue]: Rgb,
  { y, left, right }: { y: number; left: number; right: number },
  step: number,
): void {
  const [shown, over] = [picture.data, pixels.data];
  const isBeside = y < box.y || y >= box.y + pixels.height;
  const row = (y - box.y) * pixels.width - box.x;
  let painted = 0;
  let count = 0;
  for (let x = left; x < right; x += step) {
    const isOutside = isBeside || x < box.x || x >= box.x + pixels.width;
    const above = (row + x) * 4;
    const alpha = isOutside ? 0 : (over[above + 3] as number);
    const at = (y * picture.width + x) * 3;
    count += 1;
    if (alpha >= VISIBLE_ALPHA) painted += 1;
    if (alpha === 0) addPixel(cells, cell + GROUND, shown, at);
    else if (
      alpha >= INSIDE &&
      Math.abs((over[above] as number) - red) <= COLOR_TOLERANCE &&
      Math.abs((over[above + 1] as number) - green) <= COLOR_TOLERANCE &&
      Math.abs((over[above + 2] as number) - blue) <= COLOR_TOLERANCE
    ) {
      addPixel(cells, cell + INK, shown, at);
    }
  }
  cells[cell + PAINTED] = (cells[cell + PAINTED] as number) + painted;
  cells[cell + PIXELS] = (cells[cell + PIXELS] as number) + count;
}

function addPixel(sums: Float64Array, to: number, data: Uint8Array, at: number): void {
  sums[to] = (sums[to] as number) + (LINEAR[data[at] as number] as number);
  sums[to + 1] = (sums[to + 1] as number) + (LINEAR[data[at + 1] as number] as number);
  sums[to + 2] = (sums[to + 2] as number) + (LINEAR[data[at + 2] as number] as number);
  sums[to + 3] = (sums[to + 3] as number) + 1;
}
