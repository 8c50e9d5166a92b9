import { blend, type Canvas, disc, hypot, lay, lerp, type Rgb, shade, smooth, times } from "./canvas.ts";
import type { Noise } from "./noise.ts";
import type { Brush } from "./paint.ts";

/** Trunks in fog with light between them, or a meadow of flowers in front of a wood. */
export function forest(brush: Brush): void {
  const { canvas, tones, random, noise } = brush;
  const meadow = random.chance(0.45);
  const ground = meadow ? random.between(0.42, 0.55) : random.between(0.72, 0.82);
  const fog = blend(tones.light, tones.main(0.75, 0.8), 0.5);
  const leaf = tones.main(0.34, 1, random.between(-14, 14));
  const dark = tones.main(0.09, 0.6);
  const sunX = canvas.aspect * random.between(0.25, 0.75);
  const sunY = random.between(0.05, 0.3);
  shade(canvas, (x, y, out) => {
    const glow = Math.exp(-hypot(x - sunX, y - sunY) * 2.2);
    const blur = noise.fractal(x * 3, y * 3, 3);
    for (let c = 0; c < 3; c++) {
      out[c] =
        lerp(leaf[c] as number, fog[c] as number, Math.min(1, 0.45 + glow * 0.8 + (blur - 0.5) * 0.7)) +
        glow * 0.15;
    }
  });
  const layers = meadow ? 3 : 5;
  for (let i = 0; i < layers; i++) {
    const depth = (i + 1) / layers;
    const color = blend(fog, dark, (meadow ? 0.55 : 0.92) * depth ** 1.2);
    const count = Math.round(canvas.aspect * lerp(16, 4, depth));
    const foot = lerp(ground - 0.06, ground + 0.1, depth);
    for (let k = 0; k < count; k++) {
      const x = canvas.aspect * random.next();
      trunk(
        canvas,
        noise,
        x,
        foot + random.between(-0.02, 0.03),
        lerp(0.006, 0.032, depth ** 1.5) * random.between(0.6, 1.4),
        color,
        random.between(0, 99),
      );
    }
    foliage(
      canvas,
      noise,
      blend(fog, leaf, depth * 0.95),
      i * 13.7,
      lerp(0.12, meadow ? 0.34 : 0.3, depth),
      depth,
    );
  }
  const flower = tones.accent(0.62, 1.5);
  shade(
    canvas,
    (x, y, out) => {
      const edge = ground + 0.05 * (noise.fractal(x * 2, 5.5, 3) - 0.5) - 0.012 * noise.at(x * 120, 1.5);
      const inside = smooth(0, 0.012, y - edge);
      if (inside === 0) return;
      const near = (y - ground) / (1 - ground);
      // Blades: noise that is fine across and long upwards.
      const bend = noise.at(x * 9, y * 9) * 0.7;
      const blades = lerp(
        noise.fractal(x * 95, y * 30 + bend, 3),
        noise.fractal(x * 36, y * 10 + bend, 4),
        Math.min(1, near),
      );
      const patch = noise.fractal(x * 3, y * 7, 3);
      const light =
        0.45 + blades * 0.9 + (patch - 0.5) * 0.8 + 0.35 * Math.exp(-Math.abs(x - sunX) * 2.2) * (1 - near);
      const mist = smooth(0.5, 0, near) * 0.55;
      for (let c = 0; c < 3; c++) {
        out[c] = lerp(out[c] as number, lerp((leaf[c] as number) * light, fog[c] as number, mist), inside);
      }
    },
    ground - 0.08,
    1,
  );
  // Rays fan out from the sun.
  shade(canvas, (x, y, out) => {
    const angle = Math.atan2(x - sunX, y - sunY + 0.35);
    const distance = hypot(x - sunX, y - sunY);
    const ray = smooth(0.5, 0.78, noise.fractal(angle * 7 + 11, 0.5, 3)) * Math.exp(-distance * 1.6) * 0.42;
    for (let c = 0; c < 3; c++) out[c] = (out[c] as number) + (fog[c] as number) * ray;
  });
  if (!meadow) return;
  const flowers = Math.round(canvas.aspect * random.between(60, 130));
  for (let k = 0; k < flowers; k++) {
    const near = random.next() ** 0.7;
    const y = lerp(ground + 0.05, 1.02, near);
    const size = lerp(0.004, 0.026, near ** 2) * random.between(0.6, 1.4);
    const x = canvas.aspect * random.next();
    const tint = blend(flower, random.chance(0.5) ? tones.light : tones.main(0.6, 1.3), random.next() * 0.7);
    const soft = 0.35 + Math.abs(near - 0.55) * 1.2;
    for (let petal = 0; petal < 5; petal++) {
      const turn = (petal / 5) * 2 * Math.PI + k;
      disc(
        canvas,
        x + Math.cos(turn) * size * 0.6,
        y + Math.sin(turn) * size * 0.45,
        size * 0.62,
        times(tint, 0.8 + 0.08 * petal),
        0.85,
        Math.min(1, soft),
      );
    }
    disc(canvas, x, y, size * 0.42, [0.95, 0.78, 0.25], 0.9, Math.min(1, soft));
  }
}

function trunk(
  canvas: Canvas,
  noise: Noise,
  x: number,
  foot: number,
  half: number,
  color: Rgb,
  shift: number,
): void {
  const lean = (noise.at(shift, 2.5) - 0.5) * 0.06;
  lay(
    canvas,
    { left: x - half * 3 - 0.05, top: 0, right: x + half * 3 + 0.05, bottom: foot },
    (px, py) => {
      const side = (px - x) / half;
      const bark = noise.fractal(px * 90 + shift, py * 14, 3);
      return times(color, 0.62 + bark * 0.6 - side * 0.14);
    },
    (px, py) => {
      const middle = x + lean * (1 - py) + 0.012 * (noise.at(shift, py * 4) - 0.5);
      const wide = half * (0.7 + 0.35 * py + 0.8 * smooth(0.08, 0, foot - py));
      return smooth(wide, wide * 0.82, Math.abs(px - middle));
    },
  );
}

function foliage(
  canvas: Canvas,
  noise: Noise,
  color: Rgb,
  shift: number,
  reach: number,
  depth: number,
): void {
  shade(
    canvas,
    (x, y, out) => {
      const scale = lerp(9, 5, depth);
      const mass = noise.fractal(x * scale * 0.5 + shift, y * scale * 0.6 + shift, 4);
      const cover = smooth(0.44, 0.56, mass + (reach - y) * 1.1) * 0.9;
      if (cover === 0) return;
      const leaves = noise.fractal(x * scale * 7, y * scale * 7 + shift, 2);
      for (let c = 0; c < 3; c++) {
        out[c] = lerp(out[c] as number, (color[c] as number) * (0.45 + leaves * 0.95), cover);
      }
    },
    0,
    Math.min(1, reach + 0.55),
  );
}
