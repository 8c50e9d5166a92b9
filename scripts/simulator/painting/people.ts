import { blend, type Canvas, disc, hypot, lay, lerp, type Rgb, shade, smooth, times } from "./canvas.ts";
import type { Brush } from "./paint.ts";

/** Stage lights over a crowd with raised hands. */
export function stage(brush: Brush): void {
  const { canvas, tones, random, noise } = brush;
  const night = tones.key === "high" ? tones.main(0.3, 1) : tones.main(0.05, 1);
  const glow = tones.main(0.55, 1.15);
  const crowdTop = random.between(0.62, 0.74);
  shade(canvas, (x, y, out) => {
    const middle = (x - canvas.aspect / 2) / (canvas.aspect * 0.42);
    const wash = Math.exp(-(middle ** 2) - ((y - crowdTop) / 0.34) ** 2);
    const smoke = noise.fractal(x * 2.1, y * 2.6, 5);
    for (let c = 0; c < 3; c++)
      out[c] = (night[c] as number) + (glow[c] as number) * wash * (0.35 + smoke * 0.95);
  });
  const beams = random.int(7, 12);
  for (let i = 0; i < beams; i++) {
    const from = canvas.aspect * ((i + 0.5) / beams);
    const lean = random.between(-0.65, 0.65);
    const spread = random.between(0.03, 0.085);
    const kind = random.next();
    const color =
      kind < 0.6
        ? tones.main(0.6, 1.3, random.between(-16, 16))
        : kind < 0.85
          ? tones.light
          : tones.accent(0.6, 1.3);
    const top = random.between(0.02, 0.14);
    shade(canvas, (x, y, out) => {
      const down = y - top;
      if (down <= 0) return;
      const off = Math.abs(x - from - lean * down) / (0.008 + spread * down * 2);
      if (off > 2.4) return;
      const power =
        Math.exp(-off * off * 1.6) *
        Math.exp(-down * 1.3) *
        (0.45 + 0.8 * noise.fractal(x * 4 + i, y * 4, 3)) *
        0.62;
      for (let c = 0; c < 3; c++) out[c] = (out[c] as number) + (color[c] as number) * power;
    });
    disc(canvas, from, top, 0.05, color, 0.55, 1, true);
    disc(canvas, from, top, 0.014, [1, 1, 1], 0.95, 0.6, true);
  }
  const rows = 4;
  for (let row = 0; row < rows; row++) {
    const depth = (row + 1) / rows;
    const y = lerp(crowdTop + 0.02, 0.97, depth ** 1.2);
    const size = lerp(0.018, 0.068, depth ** 1.3);
    const color = blend(blend(night, glow, 0.42), times(night, 0.25), depth);
    for (let x = -size; x < canvas.aspect + size; x += size * random.between(1.7, 2.6)) {
      const at = { x: x + random.between(-0.3, 0.3) * size, y: y + random.between(-0.5, 0.5) * size };
      fan(
        canvas,
        at,
        size,
        color,
        blend(color, glow, 0.75 * (1 - depth * 0.45)),
        random.chance(0.3),
        random.between(-0.6, 0.6),
      );
    }
  }
}

function fan(
  canvas: Canvas,
  at: { x: number; y: number },
  size: number,
  color: Rgb,
  rim: Rgb,
  arms: boolean,
  lean: number,
): void {
  const shape = (px: number, py: number) => {
    const x = (px - at.x) / size;
    const y = (py - at.y) / size;
    const head = hypot(x, y * 0.85) - 0.62;
    const shoulders = hypot(x / 1.35, Math.max(0, 1.45 - y) * 1.1) - 0.95;
    const body = y > 1.45 ? Math.abs(x) / 1.35 - 0.95 : shoulders;
    let shape = Math.min(head, body);
    if (arms) {
      for (const side of [-1, 1]) {
        shape = Math.min(
          shape,
          capsule(x, y, side * 1.05, 1.2, side * (1.25 + lean * side * 0.5), -1.5, 0.22),
        );
        shape = Math.min(shape, hypot(x - side * (1.25 + lean * side * 0.5), y + 1.75) - 0.28);
      }
    }
    return shape;
  };
  const box = { left: at.x - size * 2.2, top: at.y - size * 2.4, right: at.x + size * 2.2, bottom: 1 };
  // The stage is behind them: light catches the upper edge.
  lay(
    canvas,
    box,
    (px, py) => blend(color, rim, smooth(-0.3, -0.02, shape(px, py)) * smooth(0.6, -0.5, (py - at.y) / size)),
    (px, py) => smooth(0.05, -0.05, shape(px, py)),
  );
}

function capsule(
  x: number,
  y: number,
  ax: number,
  ay: number,
  bx: number,
  by: number,
  radius: number,
): number {
  const [dx, dy] = [bx - ax, by - ay];
  const t = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
  return hypot(x - ax - dx * t, y - ay - dy * t) - radius;
}

/** People seen from behind against a bright, blurred place. */
export function portrait(brush: Brush): void {
  const { canvas, tones, random, noise, people } = brush;
  const horizon = random.between(0.5, 0.7);
  const far = tones.main(0.78, 0.8);
  const low = tones.main(0.4, 0.95, random.between(-15, 15));
  const sunX = canvas.aspect * random.between(0.2, 0.8);
  const sunY = horizon * random.between(0.35, 0.8);
  shade(canvas, (x, y, out) => {
    const ground = smooth(horizon - 0.12, horizon + 0.14, y + (noise.fractal(x * 1.8, 2.2, 2) - 0.5) * 0.3);
    const glow = Math.exp(-hypot(x - sunX, y - sunY) * 2.8);
    const blur = noise.fractal(x * 2.4, y * 2.4, 3);
    for (let c = 0; c < 3; c++) {
      const back = lerp(far[c] as number, low[c] as number, ground) * (0.72 + blur * 0.5);
      out[c] = back + (tones.light[c] as number) * glow * 0.75;
    }
  });
  for (let k = 0; k < canvas.aspect * 26; k++) {
    const color = random.chance(0.55)
      ? tones.light
      : random.chance(0.5)
        ? tones.main(0.66, 1.1)
        : tones.accent(0.62);
    disc(
      canvas,
      canvas.aspect * random.next(),
      horizon * random.between(0.1, 1.35),
      random.between(0.02, 0.075),
      color,
      random.between(0.08, 0.3),
      0.22,
      true,
    );
  }
  const count = people === "more_than_three" ? random.int(4, 5) : people === null ? 1 : Number(people);
  const size =
    Math.min(0.2, (canvas.aspect / (count + 0.6)) * 0.3) * (count === 1 ? random.between(0.8, 1) : 0.95);
  const gap = count === 1 ? 0 : Math.min(size * 2.6, (canvas.aspect - size * 2.4) / (count - 1));
  const middle = canvas.aspect * (count === 1 ? random.pick([0.33, 0.5, 0.66]) : 0.5);
  for (let i = 0; i < count; i++) {
    const x = middle + (i - (count - 1) / 2) * gap;
    person(
      brush,
      x,
      Math.max(random.between(0.36, 0.46), 1 - size * random.between(3, 3.4)),
      size * random.between(0.9, 1.05),
      sunX,
    );
  }
}

/** Head and shoulders from behind; `size` is half the height of the head. */
function person(
  { canvas, tones, random, noise }: Brush,
  cx: number,
  cy: number,
  size: number,
  sunX: number,
): void {
  const hair = random.pick<Rgb>([
    [0.09, 0.06, 0.05],
    [0.2, 0.12, 0.07],
    [0.38, 0.25, 0.13],
    [0.62, 0.47, 0.28],
    [0.5, 0.48, 0.46],
  ]);
  const skin = random.pick<Rgb>([
    [0.86, 0.66, 0.54],
    [0.74, 0.53, 0.4],
    [0.52, 0.35, 0.25],
    [0.36, 0.24, 0.18],
  ]);
  const cloth = random.chance(0.6) ? tones.main(0.38, 1.1) : tones.accent(0.36, 1);
  const long = random.chance(0.5);
  const tilt = random.between(-0.14, 0.14);
  const side = Math.sign(sunX - cx) || 1;
  const local = (px: number, py: number) => {
    const x = (px - cx) / size;
    const y = (py - cy) / size;
    return { x: x + y * tilt * (y < 0.6 ? 1 : 0.4), y };
  };
  const torso = (x: number, y: number) => {
    const slope = 1.28 + 0.5 * smooth(0.35, 1.75, Math.abs(x)) + 0.9 * smooth(1.3, 2.05, Math.abs(x));
    return Math.max(slope - y, Math.abs(x) - 1.95 - 0.07 * (y - 1.5)) * 0.8;
  };
  const neck = (x: number, y: number) =>
    Math.max(Math.abs(x) - 0.36 - 0.28 * smooth(0.9, 1.5, y), Math.abs(y - 0.95) - 0.62);
  const skull = (x: number, y: number) => hypot(x / 0.78, y + (y > 0 ? 0 : 0.02)) - 1;
  const mane = (x: number, y: number) => {
    const strands = (noise.fractal(x * 7, y * 1.4, 3) - 0.5) * 0.16;
    const cap = hypot(x / 0.84, (y + 0.06) / 1.02) - 1.02;
    if (!long) return Math.max(cap, y - 0.62 - 0.1 * Math.abs(x)) + strands * 0.4;
    const fall = Math.max(
      Math.abs(x) - 0.88 - 0.12 * Math.sin(y * 1.6),
      Math.max(-y, y - 2.15 - strands * 3),
    );
    return Math.min(cap, fall) + strands * 0.7;
  };
  const box = { left: cx - size * 2.7, top: cy - size * 1.4, right: cx + size * 2.7, bottom: 1 };
  const parts: [(x: number, y: number) => number, (x: number, y: number) => Rgb][] = [
    [
      torso,
      (x, y) => {
        const fold = noise.fractal(x * 1.7 + 4, y * 1.1, 4) - 0.5;
        const knit = noise.at(x * 42, y * 42) - 0.5;
        return times(cloth, 0.8 + fold * 0.75 + knit * 0.08 + x * side * 0.13);
      },
    ],
    [neck, (x, y) => times(skin, 0.66 + x * side * 0.5 - 0.25 * smooth(0.8, 0.4, y))],
    [
      (x, y) => Math.min(skull(x, y), hypot(Math.abs(x) - 0.82, (y - 0.12) * 0.65) - 0.15),
      (x) => times(skin, 0.62 + x * side * 0.42),
    ],
    [
      mane,
      (x, y) => {
        const strand = noise.fractal(x * 13 + y * 1.5, y * 1.5 + Math.abs(x), 4);
        const sheen = Math.exp(-(((y + 0.45 - Math.abs(x) * 0.2) / 0.26) ** 2)) * 0.55;
        return times(hair, 0.45 + strand * 0.95 + sheen + x * side * 0.3);
      },
    ],
  ];
  for (const [shape, surface] of parts) {
    lay(
      canvas,
      box,
      (px, py) => {
        const { x, y } = local(px, py);
        const rim = smooth(-0.14, 0, shape(x, y)) * smooth(-0.6, 0.9, x * side) * 0.85;
        return blend(surface(x, y), tones.light, rim);
      },
      (px, py) => {
        const { x, y } = local(px, py);
        return smooth(0.014, -0.022, shape(x, y));
      },
    );
  }
}
