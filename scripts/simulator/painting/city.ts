import { blend, disc, hypot, lay, lerp, type Rgb, shade, smooth, times } from "./canvas.ts";
import { paintSky, skyOf } from "./landscapes.ts";
import type { Brush } from "./paint.ts";

/** Lights out of focus, mirrored by a wet street. */
export function cityLights(brush: Brush): void {
  const { canvas, tones, random, noise } = brush;
  const high = tones.key === "high";
  const night = high ? tones.main(0.55, 1) : tones.main(0.07, 1);
  const haze = tones.main(high ? 0.8 : 0.3, 0.9);
  const street = random.between(0.6, 0.74);
  shade(canvas, (x, y, out) => {
    const band = Math.exp(-(((y - street + 0.12) / 0.24) ** 2));
    const cloud = noise.fractal(x * 1.6, y * 1.6, 4);
    for (let c = 0; c < 3; c++)
      out[c] = lerp(night[c] as number, haze[c] as number, band * (0.25 + cloud * 0.85));
  });
  const tint = (): Rgb => {
    const kind = random.next();
    if (kind < 0.55) return tones.main(random.between(0.5, 0.68), 1.2, random.between(-14, 14));
    return kind < 0.82 ? tones.light : tones.accent(0.6, 1.1);
  };
  const count = Math.round(canvas.aspect * random.between(45, 75));
  for (let k = 0; k < count; k++) {
    const x = canvas.aspect * random.next();
    const y = street - 0.02 - Math.abs(random.next() + random.next() - 1) * street * 0.85;
    const radius = random.between(0.012, 0.062) * (random.chance(0.12) ? 1.5 : 1);
    const color = tint();
    const power = random.between(0.18, 0.62);
    disc(canvas, x, y, radius, color, power, 0.12, true);
    // A lens leaves a brighter rim.
    lay(
      canvas,
      { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius },
      color,
      (px, py) => {
        const edge = hypot(px - x, py - y) / radius;
        return power * 0.35 * smooth(0.72, 0.9, edge) * smooth(1, 0.93, edge);
      },
      true,
    );
    const streak = radius * random.between(0.7, 1.2);
    const long = random.between(0.12, 0.36);
    const foot = street + (street - y) * 0.35;
    lay(
      canvas,
      { left: x - streak * 2, top: foot, right: x + streak * 2, bottom: foot + long },
      color,
      (px, py) => {
        const wobble = (noise.at(px * 14, py * 46) - 0.5) * 0.03;
        const across = Math.exp(-(((px - x + wobble) / (streak * 0.75)) ** 2));
        return (
          power *
          0.55 *
          across *
          smooth(0, 0.15, (py - foot) / long) *
          (1 - (py - foot) / long) *
          (0.4 + noise.at(px * 20, py * 60))
        );
      },
      true,
    );
  }
}

/** Towers in three depths at dusk over water. */
export function skyline(brush: Brush): void {
  const { canvas, tones, random, noise } = brush;
  const shore = random.between(0.72, 0.82);
  const sky = skyOf(brush, shore * 0.8);
  paintSky(canvas, noise, sky, shore);
  const dark = tones.main(0.11, 0.7);
  const bright = random.between(0.25, 0.6);
  const lamp = blend(tones.light, [1, 0.82, 0.5], 0.5);
  for (let layer = 0; layer < 3; layer++) {
    const depth = (layer + 1) / 3;
    const color = blend(blend(sky.horizon, sky.zenith, 0.3), dark, [0.3, 0.62, 0.93][layer] as number);
    let x = -0.05;
    while (x < canvas.aspect + 0.05) {
      const wide = random.between(0.045, 0.13) * lerp(0.8, 1.15, depth);
      const bump = Math.exp(-(((x / canvas.aspect - 0.5) / 0.32) ** 2));
      const tall = shore * lerp(0.62, 0.36, depth) * random.between(0.35, 1) * (0.55 + 0.6 * bump);
      tower(brush, { x, wide, top: shore - tall, shore, color, lamp, lit: bright * depth, depth });
      x += wide + random.between(-0.012, lerp(0.004, 0.05, depth));
    }
  }
  // The water repeats what stands above it, shaken and darker.
  const { width, height, data } = canvas;
  const above = data.slice();
  const water = tones.main(0.22, 0.9);
  shade(
    canvas,
    (x, y, out) => {
      const down = y - shore;
      const shake = (noise.fractal(x * 5, down * 90, 3) - 0.5) * (0.012 + down * 0.22);
      const sourceY = Math.max(0, shore - down * 1.6 + shake);
      const column = Math.min(width - 1, Math.max(0, Math.floor((x + shake * 0.5) * height)));
      const row = Math.min(height - 1, Math.floor(sourceY * height));
      const i = (row * width + column) * 3;
      const glint = noise.fractal(x * 9, down * 160, 3);
      for (let c = 0; c < 3; c++) {
        const mirrored = above[i + c] as number;
        out[c] = lerp(mirrored * 0.8, water[c] as number, 0.22 + down) + (glint - 0.5) * 0.1;
      }
    },
    shore,
    1,
  );
}

type Tower = {
  x: number;
  wide: number;
  top: number;
  shore: number;
  color: Rgb;
  lamp: Rgb;
  lit: number;
  depth: number;
};

function tower({ canvas, random }: Brush, tower: Tower): void {
  const { x, wide, top, shore, color, lamp, lit, depth } = tower;
  const columns = Math.max(3, Math.round(wide / lerp(0.009, 0.013, depth)));
  const pitch = wide / columns;
  const floor = pitch * random.between(1.1, 1.7);
  const side = random.between(0.25, 0.8);
  const spire = random.chance(0.2);
  const setBack = random.chance(0.4) ? random.between(0.15, 0.3) : 0;
  const lights = Array.from({ length: 997 }, () => random.next());
  const face = (px: number, py: number): Rgb => {
    const across = (px - x) / wide;
    // Two faces, one in the light, and a haze at the foot.
    const facing = across < side ? 1.12 : 0.78;
    const wall = times(color, facing * lerp(1, 1.25, smooth(0.3, 0, shore - py)));
    const column = Math.floor((px - x) / pitch);
    const level = Math.floor((py - top) / floor);
    const inX = (px - x) / pitch - column;
    const inY = (py - top) / floor - level;
    const window =
      smooth(0.14, 0.24, inX) * smooth(0.88, 0.78, inX) * smooth(0.2, 0.3, inY) * smooth(0.86, 0.76, inY);
    const value = lights[(column * 31 + level * 57) % 997] as number;
    const glass = value < lit ? times(lamp, 0.55 + 0.6 * (value / lit)) : times(color, 0.72 + 0.5 * value);
    return blend(wall, glass, window * 0.9);
  };
  lay(canvas, { left: x - 0.01, top: top - 0.12, right: x + wide + 0.01, bottom: shore }, face, (px, py) => {
    const across = (px - x) / wide;
    if (spire && py < top) return Math.abs(across - 0.5) < 0.016 && py > top - 0.08 ? 0.9 : 0;
    const inset = py < top + 0.045 ? setBack : 0;
    return (
      smooth(inset - 0.006, inset + 0.006, across) *
      smooth(1 - inset + 0.006, 1 - inset - 0.006, across) *
      smooth(top - 0.001, top + 0.001, py)
    );
  });
}
