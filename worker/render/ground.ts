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

/** What a region or a cell holds: sums of linear light and numbers of pixels. */
interface Light {
  red: number;
  green: number;
  blue: number;
  count: number;
}

interface Cell {
  ground: Light;
  /** What is inside of letters in the text's colour. */
  ink: Light;
  /** Pixels that are painted at all, and all. */
  painted: number;
  pixels: number;
}

interface Region extends Cell {
  box: Box;
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
  for (let row = 0; row < Math.max(1, rows - 1); row++) {
    for (let column = 0; column < Math.max(1, columns - 1); column++) {
      const right = Math.min(columns, column + 2);
      const bottom = Math.min(rows, row + 2);
      const box = {
        x: xs[column] as number,
        y: ys[row] as number,
        width: (xs[right] as number) - (xs[column] as number),
        height: (ys[bottom] as number) - (ys[row] as number),
      };
      const sum = emptyCell();
      for (let y = row; y < bottom; y++) {
        for (let x = column; x < right; x++) add(sum, cells[y * columns + x] as Cell);
      }
      if (sum.ground.count >= Math.max(LEAST_PIXELS, LEAST_GROUND * sum.pixels))
        regions.push({ ...sum, box });
    }
  }
  return regions;
}

/** Where a length is cut into equal cells, both ends included. */
function cuts(from: number, length: number, cell: number): number[] {
  const count = Math.max(1, Math.round(length / cell));
  return Array.from({ length: count + 1 }, (_, index) => from + Math.floor((index * length) / count));
}

const emptyLight = (): Light => ({ red: 0, green: 0, blue: 0, count: 0 });
const emptyCell = (): Cell => ({ ground: emptyLight(), ink: emptyLight(), painted: 0, pixels: 0 });

function add(sum: Cell, { ground, ink, painted, pixels }: Cell): void {
  for (const [to, from] of [
    [sum.ground, ground],
    [sum.ink, ink],
  ] as const) {
    to.red += from.red;
    to.green += from.green;
    to.blue += from.blue;
    to.count += from.count;
  }
  sum.painted += painted;
  sum.pixels += pixels;
}

function measureCells(picture: Pixels, painted: Painted, xs: number[], ys: number[], step: number): Cell[] {
  const cells: Cell[] = [];
  for (let row = 0; row < ys.length - 1; row++) {
    const [top, bottom] = [ys[row] as number, ys[row + 1] as number];
    for (let column = 0; column < xs.length - 1; column++) {
      const [left, right] = [xs[column] as number, xs[column + 1] as number];
      cells.push(measureCell(picture, painted, { left, top, right, bottom }, step));
    }
  }
  return cells;
}

function measureCell(
  picture: Pixels,
  { box, pixels, color }: Painted,
  { left, top, right, bottom }: { left: number; top: number; right: number; bottom: number },
  step: number,
): Cell {
  const [red, green, blue] = parseHex(color);
  const [shown, over] = [picture.data, pixels.data];
  const [ground, ink] = [new Float64Array(4), new Float64Array(4)];
  let painted = 0;
  let count = 0;
  for (let y = top; y < bottom; y += step) {
    const isBeside = y < box.y || y >= box.y + pixels.height;
    const row = (y - box.y) * pixels.width - box.x;
    for (let x = left; x < right; x += step) {
      const isOutside = isBeside || x < box.x || x >= box.x + pixels.width;
      const above = (row + x) * 4;
      const alpha = isOutside ? 0 : (over[above + 3] as number);
      const at = (y * picture.width + x) * 3;
      count += 1;
      if (alpha >= VISIBLE_ALPHA) painted += 1;
      if (alpha === 0) addPixel(ground, shown, at);
      else if (
        alpha >= INSIDE &&
        Math.abs((over[above] as number) - red) <= COLOR_TOLERANCE &&
        Math.abs((over[above + 1] as number) - green) <= COLOR_TOLERANCE &&
        Math.abs((over[above + 2] as number) - blue) <= COLOR_TOLERANCE
      )
        addPixel(ink, shown, at);
    }
  }
  return { ground: lightOf(ground), ink: lightOf(ink), painted, pixels: count };
}

/** Adds a pixel to sums of linear red, green and blue and a number of pixels. */
function addPixel(light: Float64Array, data: Uint8Array, at: number): void {
  light[0] = (light[0] as number) + (LINEAR[data[at] as number] as number);
  light[1] = (light[1] as number) + (LINEAR[data[at + 1] as number] as number);
  light[2] = (light[2] as number) + (LINEAR[data[at + 2] as number] as number);
  light[3] = (light[3] as number) + 1;
}

function lightOf([red, green, blue, count]: Float64Array): Light {
  return { red: red as number, green: green as number, blue: blue as number, count: count as number };
}
