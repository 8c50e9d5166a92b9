import {
  blend,
  type Canvas,
  disc,
  hypot,
  lay,
  lerp,
  normal,
  type Rgb,
  shade,
  smooth,
  times,
} from "./canvas.ts";
import type { Brush } from "./paint.ts";

/** Cloth with folds, lit from the side. */
export function fabric({ canvas, tones, random, noise }: Brush): void {
  const turn = random.between(0, Math.PI);
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const folds = random.between(2.6, 4.6);
  const warp = random.between(0.5, 1.1);
  const height = (x: number, y: number) => {
    const u = x * cos + y * sin;
    const v = y * cos - x * sin;
    const bend = noise.fractal(u * 1.1 + 3, v * 0.9 + 8, 3) * warp;
    return (
      0.5 +
      0.5 * Math.sin((u * 0.45 + bend * 2.2) * folds * 3.1) * (0.55 + 0.45 * noise.at(u * 1.7 + 20, v * 1.7))
    );
  };
  const step = 0.004;
  const dark = tones.main(0.1, 1.1);
  const body = tones.main(0.42, 1.1);
  const bright = blend(tones.main(0.78, 0.9), tones.light, 0.35);
  shade(canvas, (x, y, out) => {
    const here = height(x, y);
    const [nx, ny] = [(here - height(x + step, y)) / step, (here - height(x, y + step)) / step];
    const [a, b, c] = normal(nx * 0.2, ny * 0.2, 1);
    const facing = Math.max(0, a * -0.5 + b * -0.45 + c * 0.74);
    const gloss = facing ** 9;
    const weave =
      1 + (noise.at(x * 420, y * 420) - 0.5) * 0.07 + (noise.at(x * 900 * cos, y * 900 * sin) - 0.5) * 0.05;
    for (let k = 0; k < 3; k++) {
      const base = lerp(
        dark[k] as number,
        body[k] as number,
        smooth(0.1, 0.85, facing) * (0.55 + here * 0.45),
      );
      out[k] = (base + (bright[k] as number) * gloss * 0.62) * weave;
    }
  });
}

/** A desk seen from above, with paper, devices, a cup and a plant. */
export function desk(brush: Brush): void {
  const { canvas, tones, random, noise } = brush;
  const wood = random.chance(0.4);
  const top = wood
    ? blend([0.62, 0.46, 0.32], tones.main(0.5, 1), 0.5)
    : tones.main(random.between(0.62, 0.8), 0.95);
  const beam = random.between(0.6, 1.4);
  shade(canvas, (x, y, out) => {
    const grain = wood
      ? noise.fractal(x * 2.2, y * 34 + noise.at(x * 3, y * 3) * 2, 5)
      : 0.5 + (noise.fractal(x * 40, y * 40, 3) - 0.5) * 0.25;
    // Light falls in through a window at the left.
    const slant = x * 0.8 + y * 0.9;
    const window =
      0.82 +
      0.26 * smooth(0.35, 0.6, slant * beam) * smooth(1.55, 1.2, slant * beam) -
      0.12 * (x / canvas.aspect);
    for (let c = 0; c < 3; c++) out[c] = (top[c] as number) * (0.78 + grain * 0.4) * window;
  });
  const white: Rgb = [0.93, 0.92, 0.9];
  const ink = tones.main(0.12, 0.6);
  const spot = () => ({
    x: canvas.aspect * random.between(0.12, 0.88),
    y: random.between(0.15, 0.85),
    turn: random.between(-0.5, 0.5),
  });

  const sheets = random.int(1, 3);
  for (let i = 0; i < sheets; i++)
    slab(canvas, { ...spot(), wide: 0.36, tall: 0.5, round: 0.004, lift: 0.008 }, (u, v) => {
      const line =
        smooth(0.3, 0.42, Math.abs(((v * 22) % 1) - 0.5) * -1 + 0.5) *
        (Math.abs(u) < 0.38 && Math.abs(v) < 0.42 ? 0.18 : 0);
      return blend(white, ink, line);
    });
  const notebook = random.chance(0.5) ? tones.accent(0.42, 1.1) : tones.main(0.36, 1.2);
  slab(canvas, { ...spot(), wide: 0.32, tall: 0.44, round: 0.018, lift: 0.02 }, (u, v) => {
    const spine = smooth(-0.4, -0.43, u) * 0.35;
    const band = smooth(0.022, 0.014, Math.abs(u - 0.36)) * 0.5;
    return times(notebook, 1.02 - spine - band + (noise.fractal(u * 40, v * 40, 2) - 0.5) * 0.09);
  });
  if (random.chance(0.75)) {
    const place = {
      x: canvas.aspect * random.between(0.3, 0.7),
      y: random.between(0.35, 0.65),
      turn: random.between(-0.25, 0.25),
    };
    const shell: Rgb = random.chance(0.5) ? [0.76, 0.77, 0.79] : [0.24, 0.25, 0.27];
    slab(canvas, { ...place, wide: 0.74, tall: 0.5, round: 0.022, lift: 0.028 }, (u, v) => {
      const inKeys = Math.abs(u) < 0.42 && v > -0.4 && v < 0.1;
      const key =
        inKeys && Math.abs((((u + 1) * 15) % 1) - 0.5) < 0.41 && Math.abs((((v + 1) * 10) % 1) - 0.5) < 0.4;
      const pad = Math.abs(u) < 0.15 && v > 0.18 && v < 0.42;
      return key ? [0.12, 0.12, 0.13] : times(shell, (pad ? 0.93 : 1) * (1.05 - (u + v) * 0.1));
    });
  }
  slab(canvas, { ...spot(), wide: 0.125, tall: 0.26, round: 0.022, lift: 0.014 }, (u, v) => {
    const screen = Math.abs(u) < 0.45 && Math.abs(v) < 0.47;
    const glass = blend(tones.main(0.14, 1), tones.main(0.55, 1.2), smooth(0.45, -0.5, v + u * 0.4));
    return screen
      ? blend(glass, white, smooth(0.03, 0, Math.abs(u * 0.7 + v + 0.1) - 0.09) * 0.12)
      : [0.05, 0.05, 0.06];
  });
  cup(brush, spot());
  leaves(brush);
}

type Slab = { x: number; y: number; turn: number; wide: number; tall: number; round: number; lift: number };

/** A flat thing with rounded corners and its shadow; the surface gets u and v in [-0.5, 0.5]. */
function slab(
  canvas: Canvas,
  { x, y, turn, wide, tall, round, lift }: Slab,
  surface: (u: number, v: number) => Rgb,
): void {
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const outside = (px: number, py: number) => {
    const u = Math.abs((px - x) * cos + (py - y) * sin) - wide / 2 + round;
    const v = Math.abs((py - y) * cos - (px - x) * sin) - tall / 2 + round;
    return hypot(Math.max(u, 0), Math.max(v, 0)) + Math.min(0, Math.max(u, v)) - round;
  };
  const reach = hypot(wide, tall) / 2 + lift * 4;
  const box = { left: x - reach, top: y - reach, right: x + reach, bottom: y + reach };
  lay(
    canvas,
    box,
    [0.03, 0.03, 0.05],
    (px, py) => 0.5 * smooth(lift * 1.6, -lift, outside(px - lift, py - lift * 1.1)),
  );
  lay(
    canvas,
    box,
    (px, py) => {
      const edge = 1 - 0.14 * smooth(-0.006, 0, outside(px, py));
      return times(
        surface(((px - x) * cos + (py - y) * sin) / wide, ((py - y) * cos - (px - x) * sin) / tall),
        edge,
      );
    },
    (px, py) => smooth(0.0009, -0.0009, outside(px, py)),
  );
}

function cup({ canvas, tones, random, noise }: Brush, { x, y }: { x: number; y: number }): void {
  const radius = random.between(0.075, 0.1);
  const china = blend(tones.light, [0.95, 0.95, 0.94], 0.75);
  const ring = (r: number, color: Rgb, soft: number, opacity = 1, dx = 0, dy = 0) =>
    disc(canvas, x + dx, y + dy, r, color, opacity, soft);
  ring(radius * 1.75, [0.04, 0.03, 0.03], 0.35, 0.45, 0.022, 0.026);
  ring(radius * 1.6, times(china, 0.9), 0.012);
  ring(radius * 1.48, times(china, 0.99), 0.2);
  ring(radius * 1.2, [0.2, 0.18, 0.17], 0.4, 0.4, 0.02, 0.022);
  ring(radius, china, 0.02);
  ring(radius * 0.89, times(china, 0.72), 0.03);
  lay(
    canvas,
    { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius },
    (px, py) => {
      const swirl = noise.fractal((px - x) * 22 + 9, (py - y) * 22 + Math.atan2(py - y, px - x) * 0.5, 4);
      return blend([0.23, 0.12, 0.06], [0.8, 0.62, 0.43], smooth(0.48, 0.62, swirl) * 0.75);
    },
    (px, py) => smooth(radius * 0.85, radius * 0.83, hypot(px - x - 0.002, py - y - 0.002)),
  );
}

function leaves({ canvas, tones, random }: Brush): void {
  const corner = {
    x: random.chance(0.5) ? -0.02 : canvas.aspect + 0.02,
    y: random.chance(0.5) ? -0.02 : 1.02,
  };
  const green = blend([0.2, 0.4, 0.2], tones.main(0.38, 1), 0.35);
  const inward = Math.atan2(0.5 - corner.y, canvas.aspect / 2 - corner.x);
  for (let i = 0; i < 9; i++) {
    const turn = inward + random.between(-0.75, 0.75);
    const long = random.between(0.2, 0.42);
    const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
    const wide = long * random.between(0.12, 0.2);
    const color = times(green, random.between(0.7, 1.25));
    const shape = (px: number, py: number) => {
      const along = ((px - corner.x) * cos + (py - corner.y) * sin) / long;
      const across = ((py - corner.y) * cos - (px - corner.x) * sin) / wide;
      if (along <= 0 || along >= 1) return null;
      return { along, across: across / Math.sin(Math.PI * along ** 0.8) };
    };
    const box = {
      left: corner.x - long - 0.05,
      top: corner.y - long - 0.05,
      right: corner.x + long + 0.05,
      bottom: corner.y + long + 0.05,
    };
    lay(canvas, box, [0.03, 0.04, 0.04], (px, py) => {
      const at = shape(px - 0.016, py - 0.02);
      return at ? 0.34 * smooth(1.25, 0.6, Math.abs(at.across)) : 0;
    });
    lay(
      canvas,
      box,
      (px, py) => {
        const at = shape(px, py);
        if (!at) return color;
        const vein =
          smooth(0.1, 0.02, Math.abs(at.across)) +
          0.35 * smooth(0.25, 0, Math.abs(((at.along * 9 - Math.abs(at.across) * 1.2 + 9) % 1) - 0.5));
        return times(color, (at.across > 0 ? 1.08 : 0.86) + vein * 0.2);
      },
      (px, py) => {
        const at = shape(px, py);
        return at ? smooth(1, 0.95, Math.abs(at.across)) : 0;
      },
    );
  }
}
