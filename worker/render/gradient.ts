import { parseHex } from "./color.ts";
import { SIDE, THRESHOLD_BITS, thresholds } from "./dither.ts";
import type { Pixels } from "./paint.ts";
import type { Box, GradientLayer, GradientStop } from "./types.ts";

const STEPS = 2048;

/** Values are whole numbers of this part of a channel's, which is finer than dithering shows. */
const BITS = THRESHOLD_BITS;

/** Paints a linear gradient over a box of the canvas, dithered. */
export function paintGradient(canvas: Pixels, { angle, stops, opacity }: GradientLayer, box: Box): void {
  const ramp = rampOf(stops, opacity);
  const steps = new Int32Array(box.width);
  const { data } = canvas;
  for (let row = 0; row < box.height; row++) {
    findSteps(steps, angle, box, row);
    const y = box.y + row;
    const noise = thresholds(y);
    let to = (y * canvas.width + box.x) * 3;
    for (let column = 0; column < box.width; column++, to += 3) {
      const from = (steps[column] as number) * 4;
      const through = ramp[from + 3] as number;
      if (through === 1 << BITS) continue;
      const more = noise[(box.x + column) % SIDE] as number;
      data[to] = ((data[to] as number) * through + (ramp[from] as number) + more) >> BITS;
      data[to + 1] = ((data[to + 1] as number) * through + (ramp[from + 1] as number) + more) >> BITS;
      data[to + 2] = ((data[to + 2] as number) * through + (ramp[from + 2] as number) + more) >> BITS;
    }
  }
}

/** The least part of its length that is left of a scrim: with less its fade would be an edge. */
const LEAST_STRETCH = 0.4;

/**
 * A scrim that reaches as far as the column of the text that it is behind, and no further: a few words leave more of the
 * picture to be seen than many. Where that takes less of it, it is pressed together towards its dense end; where more, moved.
 * @param column the text with all that stands in its column, if it shows
 */
export function reaching(layer: GradientLayer, box: Box, column: Box | null): GradientLayer {
  const [first, last] = [layer.stops[0], layer.stops.at(-1)];
  if (!column || !first || !last) return layer;
  const isDenseLast = last.opacity >= first.opacity;
  const dense = isDenseLast ? last.at : first.at;
  const ends = [column.x, column.x + column.width].flatMap((x) =>
    [column.y, column.y + column.height].map((y) => along(layer.angle, box, x - box.x, y - box.y)),
  );
  const edge = isDenseLast ? Math.min(...ends) : Math.max(...ends);
  const asked = layer.edge === dense ? 1 : (edge - dense) / (layer.edge - dense);
  const stretch = Math.min(1, Math.max(LEAST_STRETCH, asked));
  const moved = asked > 1 ? edge - layer.edge : 0;
  return {
    ...layer,
    stops: layer.stops.map((stop) => ({ ...stop, at: dense + (stop.at - dense) * stretch + moved })),
  };
}

/** Opacities from which on what lies under a scrim looks darker, is not what a picture should show, and does not show at all. */
export const DIMMING = 0.25;
export const HIDING = 0.6;
export const OPAQUE = 0.97;

/** The part of a box in which a scrim is that opaque; null where it runs askew, or is so nowhere. */
export function hiddenBy({ angle, stops, opacity }: GradientLayer, box: Box, from: number): Box | null {
  if (angle % 90 !== 0) return null;
  const [first, last] = [stops[0], stops.at(-1)];
  const isDenseLast = !!first && !!last && last.opacity >= first.opacity;
  const dense = stops.filter((stop) => stop.opacity * opacity >= from).map(({ at }) => clampPart(at));
  if (dense.length === 0) return null;
  const [begin, finish] = isDenseLast ? [Math.min(...dense), 1] : [0, Math.max(...dense)];
  // Upwards and to the left it runs against the axes.
  const [start, end] = angle === 90 || angle === 180 ? [begin, finish] : [1 - finish, 1 - begin];
  return angle % 180 === 90
    ? { ...box, x: box.x + Math.round(start * box.width), width: Math.round((end - start) * box.width) }
    : { ...box, y: box.y + Math.round(start * box.height), height: Math.round((end - start) * box.height) };
}

const clampPart = (part: number) => Math.min(1, Math.max(0, part));

/** How far along a gradient a point of its box is, 0 to 1 within it. */
function along(angle: number, { width, height }: Box, x: number, y: number): number {
  const radians = (angle * Math.PI) / 180;
  const [across, down] = [Math.sin(radians), -Math.cos(radians)];
  const length = Math.abs(width * across) + Math.abs(height * down);
  return ((x - width / 2) * across + (y - height / 2) * down) / length + 0.5;
}

/** Finds which step of the ramp each pixel of a row has. */
function findSteps(steps: Int32Array, angle: number, { width, height }: Box, row: number): void {
  // What runs straight across is the same in all rows, what runs straight down in all of a row.
  if (angle % 180 === 90 && row > 0) return;
  const radians = (angle * Math.PI) / 180;
  const [across, down] = [angle % 180 === 0 ? 0 : Math.sin(radians), -Math.cos(radians)];
  // As in CSS: long enough that the corners at either end get the first and the last colour.
  const length = Math.abs(width * across) + Math.abs(height * down);
  const start = (row + 0.5 - height / 2) * down - (width / 2) * across;
  const stepAt = (column: number) => {
    const along = (start + (column + 0.5) * across) / length + 0.5;
    return Math.round(Math.min(1, Math.max(0, along)) * (STEPS - 1));
  };
  if (across === 0) steps.fill(stepAt(0));
  else for (let column = 0; column < width; column++) steps[column] = stepAt(column);
}

/**
 * For every step the colour times its opacity, and the part of the ground that shows through: cut, not rounded, so that
 * they and the noise never come to more than a channel holds.
 */
function rampOf(stops: GradientStop[], opacity: number): Int32Array {
  const ramp = new Int32Array(STEPS * 4);
  const points = stops.map((stop) => {
    const alpha = stop.opacity * opacity;
    return { at: stop.at, values: [...parseHex(stop.color).map((value) => value * alpha), 1 - alpha] };
  });
  for (let step = 0; step < STEPS; step++) {
    const at = step / (STEPS - 1);
    const next = points.findIndex((point) => point.at > at);
    const before = points[next < 0 ? points.length - 1 : Math.max(0, next - 1)] as (typeof points)[0];
    const after = points[next < 0 ? points.length - 1 : next] as (typeof points)[0];
    const part = after.at > before.at ? (at - before.at) / (after.at - before.at) : 0;
    for (let index = 0; index < 4; index++) {
      const [one, other] = [before.values[index] as number, after.values[index] as number];
      ramp[step * 4 + index] = Math.floor((one + (other - one) * part) * (1 << BITS));
    }
  }
  return ramp;
}
