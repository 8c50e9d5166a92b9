import type { Random } from "../random.ts";

/** Smooth random fields with values in [0, 1]. */
export type Noise = {
  /** One octave. */
  at(x: number, y: number): number;
  /** Several octaves, each twice as fine and half as strong. */
  fractal(x: number, y: number, octaves: number): number;
};

/** A noise field that follows from the random source. */
export function noiseOf(random: Random): Noise {
  // A grid of 256 × 256 corners that repeats: one look-up a corner.
  const corners = Float32Array.from({ length: 65_536 }, () => random.next());
  const corner = (x: number, y: number) => corners[((y & 255) << 8) | (x & 255)] as number;

  const at = (x: number, y: number) => {
    const xi = Math.floor(x);
    const yi = Math.floor(y);
    const fx = x - xi;
    const fy = y - yi;
    const sx = fx * fx * (3 - 2 * fx);
    const sy = fy * fy * (3 - 2 * fy);
    const top = corner(xi, yi) * (1 - sx) + corner(xi + 1, yi) * sx;
    const bottom = corner(xi, yi + 1) * (1 - sx) + corner(xi + 1, yi + 1) * sx;
    return top * (1 - sy) + bottom * sy;
  };
  const fractal = (x: number, y: number, octaves: number) => {
    let sum = 0;
    let weight = 0.5;
    let scale = 1;
    let total = 0;
    for (let i = 0; i < octaves; i++) {
      // Each octave is moved, so that their grids do not line up at the origin.
      sum += weight * at(x * scale + i * 17.3, y * scale + i * 31.7);
      total += weight;
      weight *= 0.5;
      scale *= 2;
    }
    return sum / total;
  };
  return { at, fractal };
}
