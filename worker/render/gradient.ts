import { parseHex } from "./color.ts";
import { threshold } from "./dither.ts";
import type { Pixels } from "./paint.ts";
import type { Box, GradientLayer, GradientStop } from "./types.ts";

const STEPS = 2048;

/** Paints a linear gradient over a box of the canvas, dithered. */
export function paintGradient(canvas: Pixels, { angle, stops, opacity }: GradientLayer, box: Box): void {
  const ramp = rampOf(stops, opacity);
  const radians = (angle * Math.PI) / 180;
  const [across, down] = [Math.sin(radians), -Math.cos(radians)];
  // As in CSS: long enough that the corners at either end get the first and the last colour.
  const length = Math.abs(box.width * across) + Math.abs(box.height * down);
  for (let row = 0; row < box.height; row++) {
    const y = box.y + row;
    const start = (row + 0.5 - box.height / 2) * down - (box.width / 2) * across;
    for (let column = 0; column < box.width; column++) {
      const x = box.x + column;
      const along = (start + (column + 0.5) * across) / length + 0.5;
      const from = Math.round(Math.min(1, Math.max(0, along)) * (STEPS - 1)) * 4;
      const through = ramp[from + 3] as number;
      if (through === 1) continue;
      const noise = threshold(x, y);
      const to = (y * canvas.width + x) * 3;
      for (let channel = 0; channel < 3; channel++) {
        const value = (canvas.data[to + channel] as number) * through + (ramp[from + channel] as number);
        canvas.data[to + channel] = Math.min(255, value + noise);
      }
    }
  }
}

/** For every step the colour times its opacity, and the part of the ground that shows through. */
function rampOf(stops: GradientStop[], opacity: number): Float64Array {
  const ramp = new Float64Array(STEPS * 4);
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
      ramp[step * 4 + index] = one + (other - one) * part;
    }
  }
  return ramp;
}
