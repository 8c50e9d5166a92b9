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
