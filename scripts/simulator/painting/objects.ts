import { blend, type Canvas, disc, lay, lerp, type Rgb, shade, smooth, times } from "./canvas.ts";
import type { Noise } from "./noise.ts";
import type { Brush } from "./paint.ts";

/** A ball or an upright cylinder that stands on the table (y = 0). */
type Thing = {
  kind: "ball" | "cylinder";
  x: number;
  z: number;
  radius: number;
  height: number;
  color: Rgb;
  gloss: number;
  /** Balls: skin of a fruit. Cylinders: what is seen from above. */
  inside: Rgb | null;
};
type Hit = { distance: number; nx: number; ny: number; nz: number; thing: Thing; top: boolean };

/** Towards the light: up, from the left, a little from the front. */
const sun = normal(-0.55, 0.75, -0.42);
const cameraHeight = 1.15;
const cameraBack = 4.2;

/** Cups, fruit and bottles on a table, traced ray by ray with soft shadows. */
export function stillLife({ canvas, tones, random, noise }: Brush): void {
  const things = arrange(random.int(3, 6), canvas.aspect, { tones, random });
  const wood = random.chance(0.55);
  const table = wood ? blend([0.5, 0.33, 0.2], tones.main(0.42, 0.9), 0.45) : tones.main(0.62, 0.7);
  const wall = tones.main(random.between(0.42, 0.66), 0.9);
  const windowX = random.between(-1.5, 1.5);
  const bokeh = random.chance(0.5);
  const planks = random.between(0.45, 0.8);
  const pitch = Math.tan(-0.16);
  const zoom = 1.8 * Math.min(1, canvas.aspect);

  // The wall comes first, with its lights out of focus.
  shade(canvas, (x, y, out) => {
    const across = x - canvas.aspect / 2;
    const pool = Math.exp(-((across - windowX * 0.4) ** 2 * 2.2 + (y - 0.3) ** 2 * 3));
    const stain = noise.fractal(x * 1.4, y * 1.4, 4);
    for (let c = 0; c < 3; c++) {
      out[c] =
        (wall[c] as number) * (0.42 + 0.72 * pool + (stain - 0.5) * 0.28) +
        (tones.light[c] as number) * pool * 0.16;
    }
  });
  if (bokeh) {
    for (let k = 0; k < canvas.aspect * 16; k++) {
      const color = random.chance(0.6) ? tones.light : tones.accent(0.6);
      disc(
        canvas,
        canvas.aspect * random.next(),
        random.next() * 0.5,
        random.between(0.02, 0.06),
        color,
        random.between(0.06, 0.26),
        0.25,
        true,
      );
    }
  }

  shade(canvas, (x, y, out) => {
    const dx = (x - canvas.aspect / 2) / zoom;
    const dy = (0.5 - y) / zoom + pitch;
    const length = Math.hypot(dx, dy, 1);
    const [rx, ry, rz] = [dx / length, dy / length, 1 / length];
    const hit = nearest(things, rx, ry, rz);
    if (hit) {
      paintThing(hit, rx, ry, rz, things, noise, wall, table, tones.light, out);
      return;
    }
    if (ry >= 0) return;
    const t = -cameraHeight / ry;
    const [px, pz] = [rx * t, rz * t - cameraBack];
    // The table ends behind the things and melts into the wall.
    const far = smooth(2.2, 6, pz);
    if (far === 1) return;
    const light = 0.35 + 0.75 * sunOver(things, px, 0, pz, null);
    const ambient = contact(things, px, 0, pz, null);
    let grain = 1 + (noise.fractal(px * 9, pz * 9, 4) - 0.5) * 0.14;
    if (wood) {
      const plank = Math.floor(px / planks + 40);
      const along = noise.fractal(px * 22 + plank * 7, pz * 1.6 + plank * 13, 5);
      const gap = Math.abs(px / planks + 40 - plank - 0.5);
      grain =
        (0.72 + along * 0.5 + (noise.at(plank * 5.3, 2.2) - 0.5) * 0.25) *
        (1 - 0.55 * smooth(0.485, 0.497, gap));
    }
    const shine = Math.exp(-((px + pz * 0.35 - windowX) ** 2) * 1.3) * 0.2 * (0.5 + light * 0.5);
    for (let c = 0; c < 3; c++) {
      const surface =
        (table[c] as number) * grain * light * ambient * 1.05 + (tones.light[c] as number) * shine * ambient;
      out[c] = lerp(surface, out[c] as number, far);
    }
  });
}

function arrange(count: number, aspect: number, { tones, random }: Pick<Brush, "tones" | "random">): Thing[] {
  const things: Thing[] = [];
  const spread = Math.min(1.5, 0.85 * Math.max(0.6, aspect));
  for (let tries = 0; things.length < count && tries < 200; tries++) {
    const kind = random.chance(0.5) ? "ball" : "cylinder";
    const radius = kind === "ball" ? random.between(0.2, 0.4) : random.between(0.17, 0.34);
    const x = random.between(-spread, spread);
    const z = random.between(-0.5, 1.3);
    if (things.some((one) => Math.hypot(one.x - x, one.z - z) < one.radius + radius + 0.03)) continue;
    const hue = random.next();
    const color =
      hue < 0.45
        ? tones.main(random.between(0.36, 0.6), 0.9, random.between(-12, 12))
        : hue < 0.75
          ? tones.accent(random.between(0.4, 0.6), 1)
          : blend(tones.light, [0.95, 0.94, 0.92], 0.7);
    const cup = random.chance(0.5);
    things.push({
      kind,
      x,
      z,
      radius,
      height:
        kind === "ball"
          ? radius * 2
          : cup
            ? radius * random.between(1.1, 1.6)
            : radius * random.between(2.2, 3.6),
      color,
      gloss: random.between(0.15, 0.7),
      inside: kind === "cylinder" && cup ? [0.2, 0.11, 0.06] : null,
    });
  }
  return things;
}

function nearest(things: readonly Thing[], rx: number, ry: number, rz: number): Hit | null {
  let best: Hit | null = null;
  for (const thing of things) {
    const hit = thing.kind === "ball" ? hitBall(thing, rx, ry, rz) : hitCylinder(thing, rx, ry, rz);
    if (hit && (best === null || hit.distance < best.distance)) best = hit;
  }
  return best;
}

function hitBall(thing: Thing, rx: number, ry: number, rz: number): Hit | null {
  const ox = -thing.x;
  const oy = cameraHeight - thing.radius;
  const oz = -cameraBack - thing.z;
  const b = ox * rx + oy * ry + oz * rz;
  const inside = b * b - (ox * ox + oy * oy + oz * oz - thing.radius ** 2);
  if (inside < 0) return null;
  const distance = -b - Math.sqrt(inside);
  const r = thing.radius;
  return {
    distance,
    nx: (ox + rx * distance) / r,
    ny: (oy + ry * distance) / r,
    nz: (oz + rz * distance) / r,
    thing,
    top: false,
  };
}

function hitCylinder(thing: Thing, rx: number, ry: number, rz: number): Hit | null {
  const ox = -thing.x;
  const oz = -cameraBack - thing.z;
  const toTop = (thing.height - cameraHeight) / ry;
  if (ry < 0 && toTop > 0 && Math.hypot(ox + rx * toTop, oz + rz * toTop) < thing.radius) {
    return { distance: toTop, nx: 0, ny: 1, nz: 0, thing, top: true };
  }
  const a = rx * rx + rz * rz;
  const b = ox * rx + oz * rz;
  const inside = b * b - a * (ox * ox + oz * oz - thing.radius ** 2);
  if (inside < 0) return null;
  const distance = (-b - Math.sqrt(inside)) / a;
  const y = cameraHeight + ry * distance;
  if (y < 0 || y > thing.height) return null;
  return {
    distance,
    nx: (ox + rx * distance) / thing.radius,
    ny: 0,
    nz: (oz + rz * distance) / thing.radius,
    thing,
    top: false,
  };
}

function paintThing(
  hit: Hit,
  rx: number,
  ry: number,
  rz: number,
  things: readonly Thing[],
  noise: Noise,
  wall: Rgb,
  table: Rgb,
  light: Rgb,
  out: Float64Array,
): void {
  const { thing } = hit;
  const px = rx * hit.distance;
  const py = cameraHeight + ry * hit.distance;
  const pz = rz * hit.distance - cameraBack;
  // Skin is not even: the normal trembles a little.
  const rough =
    (noise.fractal(px * 26 + thing.x * 50, py * 26 + pz * 20, 3) - 0.5) *
    (thing.kind === "ball" ? 0.16 : 0.04);
  const [nx, ny, nz] = normal(hit.nx + rough, hit.ny + rough, hit.nz - rough);
  const facing = nx * sun[0] + ny * sun[1] + nz * sun[2];
  const shadow = sunOver(things, px, py, pz, thing);
  const direct = Math.max(0, facing * 0.85 + 0.15) * shadow;
  const mirrored = 2 * (nx * rx + ny * ry + nz * rz);
  const [mx, my, mz] = [rx - mirrored * nx, ry - mirrored * ny, rz - mirrored * nz];
  const toSun = Math.max(0, mx * sun[0] + my * sun[1] + mz * sun[2]);
  const glint = (toSun ** 60 * 1.1 + toSun ** 12 * 0.18) * thing.gloss * shadow;
  const fresnel = (0.04 + 0.5 * (1 - Math.abs(nx * rx + ny * ry + nz * rz)) ** 4) * (0.4 + thing.gloss);
  const up = ny * 0.5 + 0.5;
  const closed = contact(things, px, py, pz, thing) * smooth(-0.05, 0.3, py);
  let skin: Rgb = times(thing.color, 0.9 + noise.fractal(px * 7 + thing.x * 9, py * 7, 4) * 0.24);
  if (hit.top && thing.inside) {
    const rim = Math.hypot(px - thing.x, pz - thing.z) / thing.radius;
    const foam = smooth(0.5, 0.62, noise.fractal(px * 14, pz * 14, 4)) * 0.4;
    const drink = blend(thing.inside, [0.78, 0.6, 0.42], foam + 0.25 * smooth(0.7, 0.86, rim));
    skin = blend(drink, thing.color, smooth(0.87, 0.9, rim));
  }
  for (let c = 0; c < 3; c++) {
    const around = lerp(table[c] as number, wall[c] as number, up);
    const diffuse =
      (skin[c] as number) *
      (around * 0.42 + 0.16 + (light[c] as number) * direct * 1.05) *
      lerp(0.45, 1, closed);
    out[c] =
      lerp(diffuse, my > 0 ? (wall[c] as number) * 1.2 : (table[c] as number), Math.min(0.6, fresnel)) +
      (light[c] as number) * glint;
  }
}

/** How much of the sun reaches a point: balls cast penumbras, cylinders count as a pile of balls. */
function sunOver(things: readonly Thing[], px: number, py: number, pz: number, self: Thing | null): number {
  let lit = 1;
  for (const thing of things) {
    if (thing === self) continue;
    const balls = thing.kind === "ball" ? 1 : Math.ceil(thing.height / thing.radius);
    for (let i = 0; i < balls; i++) {
      const cy =
        thing.kind === "ball"
          ? thing.radius
          : Math.min(thing.height - thing.radius * 0.8, thing.radius * (0.5 + i));
      const ox = px - thing.x;
      const oy = py - cy;
      const oz = pz - thing.z;
      const b = ox * sun[0] + oy * sun[1] + oz * sun[2];
      if (b > 0) continue;
      const miss = Math.sqrt(Math.max(0, ox * ox + oy * oy + oz * oz - b * b));
      const blur = 0.04 + -b * 0.16;
      lit = Math.min(lit, smooth(-blur, blur, miss - thing.radius));
    }
  }
  return lit;
}

/** How open the surroundings of a point are: darker where things touch. */
function contact(things: readonly Thing[], px: number, py: number, pz: number, self: Thing | null): number {
  let open = 1;
  for (const thing of things) {
    if (thing === self) continue;
    const away = Math.hypot(px - thing.x, pz - thing.z, Math.max(0, py - thing.height) * 1.5);
    const foot = thing.kind === "ball" ? thing.radius * 0.25 : thing.radius;
    open *= 1 - 0.62 * smooth(foot + thing.radius * 0.95, foot * 0.8, away);
  }
  return open;
}

function normal(x: number, y: number, z: number): [number, number, number] {
  const length = Math.hypot(x, y, z);
  return [x / length, y / length, z / length];
}

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
    return Math.hypot(Math.max(u, 0), Math.max(v, 0)) + Math.min(0, Math.max(u, v)) - round;
  };
  const reach = Math.hypot(wide, tall) / 2 + lift * 4;
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
    (px, py) => smooth(radius * 0.85, radius * 0.83, Math.hypot(px - x - 0.002, py - y - 0.002)),
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
