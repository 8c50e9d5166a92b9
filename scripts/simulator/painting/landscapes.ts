import { blend, type Canvas, hypot, lay, lerp, type Rgb, shade, smooth, times } from "./canvas.ts";
import type { Noise } from "./noise.ts";
import type { Brush } from "./paint.ts";

/** A sun, and the sky around it from zenith to horizon. */
export type Sky = { zenith: Rgb; horizon: Rgb; light: Rgb; sunX: number; sunY: number; clouds: number };

/** A sky of the picture's tones. */
export function skyOf({ canvas, tones, random }: Brush, sunLow: number): Sky {
  const warm = random.chance(0.6);
  return {
    zenith: tones.main(random.between(0.38, 0.55), 0.85),
    horizon: warm ? blend(tones.light, tones.main(0.8, 0.8), 0.45) : tones.main(0.86, 0.7),
    light: tones.light,
    sunX: canvas.aspect * random.between(0.2, 0.8),
    sunY: sunLow * random.between(0.45, 0.92),
    clouds: random.between(0.35, 0.62),
  };
}

/** Paints the sky down to a line. */
export function paintSky(canvas: Canvas, noise: Noise, sky: Sky, line: number): void {
  shade(
    canvas,
    (x, y, out) => {
      const [r, g, b] = skyAt(noise, sky, x, y, line);
      out[0] = r;
      out[1] = g;
      out[2] = b;
    },
    0,
    line,
  );
}

/** Colour of the sky at a point. */
function skyAt(noise: Noise, sky: Sky, x: number, y: number, line: number): Rgb {
  const t = Math.min(1, y / line) ** 1.3;
  const distance = hypot(x - sky.sunX, y - sky.sunY);
  const glow = 0.75 * Math.exp(-distance * 4.5) + 0.9 * smooth(0.05, 0.028, distance);
  // Clouds flatten towards the horizon.
  const depth = 0.25 + (1 - Math.min(1, y / line)) * 0.9;
  const body = noise.fractal((x * 2.2) / depth, (y * 5) / depth, 5);
  const cover = smooth(sky.clouds, sky.clouds + 0.22, body) * 0.85;
  const lit = 0.75 + 0.5 * Math.exp(-distance * 2) - 0.35 * smooth(sky.clouds + 0.1, sky.clouds + 0.4, body);
  const cloud = (c: 0 | 1 | 2) => (sky.light[c] * 0.6 + sky.horizon[c] * 0.4) * lit;
  const at = (c: 0 | 1 | 2) =>
    lerp(lerp(sky.zenith[c], sky.horizon[c], t), cloud(c), cover) + sky.light[c] * glow * (1 - cover * 0.6);
  return [at(0), at(1), at(2)];
}

/** Ranges one behind the other, paler with distance. */
export function mountains(brush: Brush): void {
  const { canvas, tones, random, noise } = brush;
  const sky = skyOf(brush, random.between(0.4, 0.55));
  const horizon = random.between(0.5, 0.66);
  paintSky(canvas, noise, sky, 1);
  const ranges = random.int(4, 6);
  const snowy = random.chance(0.5);
  const rugged = random.between(0.75, 1.2);
  const near = blend(tones.main(0.14, 0.6), tones.accent(0.16, 0.55), random.between(0.3, 0.8));
  for (let i = 0; i < ranges; i++) {
    const depth = i / (ranges - 1);
    const base = lerp(horizon, 0.98, depth ** 1.4);
    const tall = lerp(0.34, 0.13, depth) * rugged;
    const frequency = lerp(1.3, 2.4, depth);
    const shift = i * 37.1 + 3;
    const trees = i === ranges - 1;
    const profile = Float32Array.from({ length: canvas.width }, (_, column) => {
      const x = column / canvas.height;
      const ridge = 1 - Math.abs(2 * noise.fractal(x * frequency + shift, shift, 6) - 1);
      const top = base - tall * (ridge ** 1.6 * 1.25 - 0.25);
      if (!trees) return top;
      const tree = noise.at(x * 46, 7.7);
      const spike = Math.abs(((x * 46) % 1) - 0.5) * 2;
      return top - 0.055 * tree * (1 - spike) - 0.012 * noise.at(x * 170, 3.1);
    });
    const color = blend(blend(sky.horizon, sky.zenith, 0.35), near, 0.12 + 0.88 * depth ** 1.1);
    const highest = Math.max(0, Math.min(...profile));
    shade(
      canvas,
      (x, y, out) => {
        const top = profile[Math.min(canvas.width - 1, Math.floor(x * canvas.height))] as number;
        const inside = smooth(-0.0008, 0.0012, y - top);
        if (inside === 0) return;
        const below = y - top;
        // Light and shade of the slopes: the difference of the field along the direction of the sun.
        const scale = 5 + 9 * depth;
        const here = noise.fractal(x * scale + shift, y * scale * 1.3, 5);
        const there = noise.fractal(
          x * scale + shift + 0.16 * Math.max(-1, Math.min(1, (sky.sunX - x) * 2)),
          y * scale * 1.3 - 0.12,
          4,
        );
        const slope = (here - there) * (1 - depth * 0.55);
        const haze = smooth(0.02, lerp(0.3, 0.42, depth), below) * (1 - depth) * 0.75;
        const snow = snowy && !trees ? smooth(0.5, 0.62, here + 0.2 - below * 2.6) * (1 - depth * 0.9) : 0;
        for (let c = 0; c < 3; c++) {
          const stone = (color[c] as number) * (1 + slope * 2.6);
          const white = (sky.light[c] as number) * (0.85 + slope * 1.8);
          const lit = lerp(stone, white, snow * 0.8);
          out[c] = lerp(out[c] as number, lerp(lit, sky.horizon[c] as number, haze), inside);
        }
      },
      highest - 0.01,
      1,
    );
  }
}

/** Water to the horizon under a sky, often with a shore in front. */
export function sea(brush: Brush): void {
  const { canvas, tones, random, noise } = brush;
  const horizon = random.between(0.4, 0.58);
  const sky = skyOf(brush, horizon);
  paintSky(canvas, noise, sky, horizon);
  const deep = tones.main(0.26, 0.95, random.between(-8, 14));
  const shore = random.chance(0.65) ? random.between(0.76, 0.88) : 2;
  const sand = blend(tones.light, [0.72, 0.6, 0.46], 0.7);
  const swell = random.between(7, 13);
  const shoreAt = (x: number) =>
    shore + 0.09 * (noise.fractal(x * 1.3, 4.4, 3) - 0.5) + 0.012 * (noise.fractal(x * 12, 9.2, 3) - 0.5);
  shade(
    canvas,
    (x, y, out) => {
      const near = (y - horizon) / (1 - horizon);
      const perspective = 0.02 + near;
      const across = (x - canvas.aspect / 2) / perspective;
      const along = 1 / perspective;
      const wave = noise.fractal(across * 2.2 + 50, along * swell * 0.8 + y * 30, 4);
      const ripple = noise.fractal(across * 9, along * swell * 3 + y * 80, 3);
      const height = wave * 0.65 + ripple * 0.35;
      // Water mirrors the sky where it is seen flat, and shows its depth near the camera.
      const mirror = Math.max(0, horizon - near * horizon * 0.9 + (height - 0.5) * 0.16);
      const t = Math.min(1, mirror / horizon) ** 1.3;
      const fresnel = lerp(0.85, 0.3, smooth(0, 0.8, near)) * (0.75 + height * 0.5);
      const path = Math.exp(-(((x - sky.sunX) / (0.05 + near * 0.2)) ** 2));
      const sparkle = path * smooth(0.52, 0.72, height) * 1.2;
      const edge = shoreAt(x);
      const foamy =
        smooth(0.05, 0.0, Math.abs(y - edge + 0.018)) * smooth(0.42, 0.6, noise.fractal(x * 16, y * 40, 4));
      const crest = near > 0.06 ? smooth(0.66, 0.78, height) * 0.3 : 0;
      const shallow = smooth(0.16, 0, edge - y) * 0.55;
      const land = smooth(-0.002, 0.006, y - edge);
      const wet = smooth(0.09, 0, y - edge);
      const pebbles = noise.fractal(x * 60, y * 110, 3) - 0.5 + 0.8 * (noise.fractal(x * 5, y * 9, 4) - 0.5);
      for (let c = 0; c < 3; c++) {
        const mirrored = lerp(sky.zenith[c] as number, sky.horizon[c] as number, t);
        let water = lerp(deep[c] as number, mirrored, Math.min(0.95, fresnel)) + (height - 0.5) * 0.18;
        water = lerp(water, (sand[c] as number) * 0.85, shallow) + (sky.light[c] as number) * sparkle;
        water = lerp(water, 0.95, Math.min(1, foamy + crest));
        const ground = (sand[c] as number) * (1 + pebbles * 0.42);
        const beach = lerp(ground, lerp(ground * 0.62, mirrored, 0.3), wet);
        out[c] = lerp(water, beach, land);
      }
    },
    horizon,
    1,
  );
  if (random.chance(0.5)) sail(brush, horizon, canvas.aspect * random.between(0.15, 0.85));
}

function sail({ canvas, tones, random }: Brush, horizon: number, x: number): void {
  const size = random.between(0.05, 0.1);
  const hull = tones.main(0.12, 0.4);
  lay(
    canvas,
    { left: x - size, top: horizon - size * 2, right: x + size, bottom: horizon + size },
    hull,
    (px, py) => {
      const up = (horizon + size * 0.12 - py) / size;
      const side = (px - x) / size;
      const mast = up > 0 && up < 1.7 && Math.abs(side - 0.02) < 0.018 ? 1 : 0;
      const body = up > -0.1 && up < 0.16 && Math.abs(side) < 0.42 + up * 0.5 ? 1 : 0;
      return Math.max(mast, body);
    },
  );
  lay(
    canvas,
    { left: x - size, top: horizon - size * 2, right: x + size, bottom: horizon },
    times(tones.light, 1.02),
    (px, py) => {
      const up = (horizon - size * 0.1 - py) / size;
      const side = (px - x) / size;
      if (up < 0.1 || up > 1.6) return 0;
      const reach = (1.6 - up) * 0.36;
      return (side > 0.05 && side < 0.05 + reach) || (side < -0.02 && side > -0.02 - reach * 0.7) ? 0.95 : 0;
    },
  );
}
