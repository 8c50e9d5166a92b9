import type { Props } from "../topics.ts";
import { blend, disc, hypot, lerp, normal, type Rgb, shade, smooth, times } from "./canvas.ts";
import type { Noise } from "./noise.ts";
import type { Brush } from "./paint.ts";

/** A ball or an upright cylinder above the table (y = 0). */
type Thing = {
  kind: "ball" | "cylinder";
  x: number;
  z: number;
  radius: number;
  /** Heights of the foot and of the top above the table. */
  base: number;
  height: number;
  color: Rgb;
  gloss: number;
  /** What a cup is filled with. */
  inside: Rgb | null;
  /** Small parts cast no shadow. */
  casts: boolean;
};
/** Things that stand together, and a ball around them all: what misses it misses each of them. */
type Group = { x: number; y: number; z: number; reach: number; things: Thing[]; casters: Thing[] };
type Hit = { distance: number; nx: number; ny: number; nz: number; thing: Thing; top: boolean };

/** Towards the light: up, from the left, a little from the front. */
const sun = normal(-0.55, 0.75, -0.42);
const cameraHeight = 1.15;
const cameraBack = 4.2;

/** Cups, fruit and bottles on a table, traced ray by ray with soft shadows. */
export function stillLife(brush: Brush): void {
  const { canvas, tones, random, noise } = brush;
  const groups = arrange(random.int(3, 6), canvas.aspect, brush);
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
    const length = hypot(dx, dy, 1);
    const [rx, ry, rz] = [dx / length, dy / length, 1 / length];
    const hit = nearest(groups, rx, ry, rz);
    if (hit) {
      paintThing(hit, rx, ry, rz, groups, noise, wall, table, tones.light, out);
      return;
    }
    if (ry >= 0) return;
    const t = -cameraHeight / ry;
    const [px, pz] = [rx * t, rz * t - cameraBack];
    // The table ends behind the things and melts into the wall.
    const far = smooth(2.2, 6, pz);
    if (far === 1) return;
    const light = 0.35 + 0.75 * sunOver(groups, px, 0, pz, null);
    const ambient = contact(groups, px, 0, pz, null);
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

/** Groups of things that keep clear of each other. */
function arrange(count: number, aspect: number, brush: Brush): Group[] {
  const { random } = brush;
  const arranged: Group[] = [];
  const places: { x: number; z: number; radius: number }[] = [];
  const spread = Math.min(1.5, 0.85 * Math.max(0.6, aspect));
  for (let tries = 0; places.length < count && tries < 200; tries++) {
    const place = {
      x: random.between(-spread, spread),
      z: random.between(-0.5, 1.3),
      radius: random.between(0.17, 0.36),
    };
    if (places.some((one) => hypot(one.x - place.x, one.z - place.z) < (one.radius + place.radius) * 1.25))
      continue;
    places.push(place);
    arranged.push(groupOf(makers[brush.props](brush, place), place));
  }
  return arranged;
}

function groupOf(things: Thing[], { x, z }: Place): Group {
  const y = Math.max(...things.map((thing) => thing.height)) / 2;
  const reach = Math.max(...things.map((thing) => hypot(hypot(thing.x - x, thing.z - z) + thing.radius, y)));
  return { x, y, z, reach, things, casters: things.filter((thing) => thing.casts) };
}

type Place = { x: number; z: number; radius: number };
const plain = { base: 0, gloss: 0.4, inside: null, casts: true };
const makers: Record<Props, (brush: Brush, place: Place) => Thing[]> = {
  cups: ({ tones, random }, { x, z, radius }) => {
    const china = random.chance(0.5) ? blend(tones.light, [0.95, 0.94, 0.92], 0.75) : tones.main(0.42, 0.9);
    const height = radius * random.between(1.05, 1.5);
    const cup: Thing = {
      ...plain,
      kind: "cylinder",
      x,
      z,
      radius: radius * 0.8,
      base: 0.045,
      height,
      color: china,
      inside: [0.2, 0.11, 0.06],
    };
    const saucer: Thing = {
      ...plain,
      kind: "cylinder",
      x,
      z,
      radius: radius * 1.35,
      height: 0.045,
      color: times(china, 0.92),
      casts: false,
    };
    // The handle: a half ring of overlapping beads at the side.
    const side = random.chance(0.5) ? 1 : -1;
    const bead = radius * 0.095;
    const handle = Array.from({ length: 23 }, (_, i): Thing => {
      const turn = (i / 22 - 0.5) * Math.PI;
      const base = 0.045 + height * 0.5 + Math.sin(turn) * height * 0.27 - bead;
      return {
        ...plain,
        kind: "ball",
        x: x + side * (radius * 0.78 + Math.cos(turn) * radius * 0.4),
        z: z - radius * 0.12,
        radius: bead,
        base,
        height: base + bead * 2,
        color: china,
        casts: false,
      };
    });
    return [cup, saucer, ...handle];
  },
  fruit: ({ tones, random }, { x, z, radius }) => {
    const color = random.chance(0.4)
      ? tones.main(0.45, 1)
      : random.pick<Rgb>([
          [0.86, 0.42, 0.06],
          [0.7, 0.1, 0.09],
          [0.45, 0.62, 0.14],
          [0.92, 0.76, 0.18],
        ]);
    return [{ ...plain, kind: "ball", x, z, radius, height: radius * 2, color, gloss: 0.3 }];
  },
  bottles: ({ tones, random }, { x, z, radius }) => {
    const body = random.chance(0.5) ? tones.main(0.5, 0.85) : blend(tones.light, [0.93, 0.9, 0.87], 0.6);
    const thin = radius * 0.72;
    const height = thin * random.between(1.5, 3.4);
    const cap = random.chance(0.5) ? tones.accent(0.34, 0.8) : ([0.72, 0.6, 0.38] as const);
    const top = height + thin * random.between(0.4, 0.9);
    const wide = random.chance(0.4) ? thin * 1.02 : thin * 0.5;
    return [
      { ...plain, kind: "cylinder", x, z, radius: thin, height, color: body, gloss: 0.6 },
      { ...plain, kind: "cylinder", x, z, radius: wide, base: height, height: top, color: cap, gloss: 0.7 },
    ];
  },
  ornaments: ({ tones, random }, { x, z, radius }) => {
    const color = random.chance(0.5)
      ? tones.main(0.44, 1)
      : random.chance(0.5)
        ? tones.accent(0.45, 1)
        : tones.light;
    const cap: Thing = {
      ...plain,
      kind: "cylinder",
      x,
      z,
      radius: radius * 0.18,
      base: radius * 1.96,
      height: radius * 2.2,
      color: [0.78, 0.63, 0.3],
      gloss: 0.8,
    };
    if (random.chance(0.6))
      return [{ ...plain, kind: "ball", x, z, radius, height: radius * 2, color, gloss: 0.9 }, cap];
    return [
      {
        ...plain,
        kind: "cylinder",
        x,
        z,
        radius: radius * 0.5,
        height: radius * random.between(1.6, 3),
        color: blend(color, tones.light, 0.6),
        gloss: 0.15,
      },
    ];
  },
};

function nearest(groups: readonly Group[], rx: number, ry: number, rz: number): Hit | null {
  let best: Hit | null = null;
  for (const { x, y, z, reach, things } of groups) {
    const along = x * rx + (y - cameraHeight) * ry + (z + cameraBack) * rz;
    const miss = hypot(x - rx * along, y - cameraHeight - ry * along, z + cameraBack - rz * along);
    if (miss > reach) continue;
    for (const thing of things) {
      const hit = thing.kind === "ball" ? hitBall(thing, rx, ry, rz) : hitCylinder(thing, rx, ry, rz);
      if (hit && (best === null || hit.distance < best.distance)) best = hit;
    }
  }
  return best;
}

function hitBall(thing: Thing, rx: number, ry: number, rz: number): Hit | null {
  const ox = -thing.x;
  const oy = cameraHeight - thing.base - thing.radius;
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
  if (ry < 0 && toTop > 0 && hypot(ox + rx * toTop, oz + rz * toTop) < thing.radius) {
    return { distance: toTop, nx: 0, ny: 1, nz: 0, thing, top: true };
  }
  const a = rx * rx + rz * rz;
  const b = ox * rx + oz * rz;
  const inside = b * b - a * (ox * ox + oz * oz - thing.radius ** 2);
  if (inside < 0) return null;
  const distance = (-b - Math.sqrt(inside)) / a;
  const y = cameraHeight + ry * distance;
  if (y < thing.base || y > thing.height) return null;
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
  groups: readonly Group[],
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
    (thing.kind === "ball" && thing.casts ? 0.16 : 0.04);
  const [nx, ny, nz] = normal(hit.nx + rough, hit.ny + rough, hit.nz - rough);
  const facing = nx * sun[0] + ny * sun[1] + nz * sun[2];
  const shadow = sunOver(groups, px, py, pz, thing);
  const direct = Math.max(0, facing * 0.85 + 0.15) * shadow;
  const mirrored = 2 * (nx * rx + ny * ry + nz * rz);
  const [mx, my, mz] = [rx - mirrored * nx, ry - mirrored * ny, rz - mirrored * nz];
  const toSun = Math.max(0, mx * sun[0] + my * sun[1] + mz * sun[2]);
  const glint = (toSun ** 60 * 1.1 + toSun ** 12 * 0.18) * thing.gloss * shadow;
  const fresnel = (0.04 + 0.5 * (1 - Math.abs(nx * rx + ny * ry + nz * rz)) ** 4) * (0.4 + thing.gloss);
  const up = ny * 0.5 + 0.5;
  const closed = contact(groups, px, py, pz, thing) * smooth(-0.05, 0.3, py);
  let skin: Rgb = times(thing.color, 0.9 + noise.fractal(px * 7 + thing.x * 9, py * 7, 4) * 0.24);
  if (hit.top && thing.inside) {
    const rim = hypot(px - thing.x, pz - thing.z) / thing.radius;
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
function sunOver(groups: readonly Group[], px: number, py: number, pz: number, self: Thing | null): number {
  let lit = 1;
  for (const group of groups) {
    const along = (group.x - px) * sun[0] + (group.y - py) * sun[1] + (group.z - pz) * sun[2];
    if (along < -group.reach) continue;
    const aside = hypot(
      group.x - px - sun[0] * along,
      group.y - py - sun[1] * along,
      group.z - pz - sun[2] * along,
    );
    // The penumbra of a far edge is wider than the group by this much at most.
    if (aside > group.reach + 0.04 + (along + group.reach) * 0.16) continue;
    for (const thing of group.casters) {
      if (thing === self) continue;
      const balls = thing.kind === "ball" ? 1 : Math.ceil(thing.height / thing.radius);
      for (let i = 0; i < balls; i++) {
        const cy =
          thing.kind === "ball"
            ? thing.base + thing.radius
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
  }
  return lit;
}

/** How open the surroundings of a point are: darker where things touch. */
function contact(groups: readonly Group[], px: number, py: number, pz: number, self: Thing | null): number {
  let open = 1;
  for (const group of groups) {
    if (hypot(px - group.x, pz - group.z) > group.reach * 2.5) continue;
    for (const thing of group.casters) {
      if (thing === self) continue;
      const away = hypot(px - thing.x, pz - thing.z, Math.max(0, py - thing.height) * 1.5);
      const foot = thing.kind === "ball" ? thing.radius * 0.25 : thing.radius;
      open *= 1 - 0.62 * smooth(foot + thing.radius * 0.95, foot * 0.8, away);
    }
  }
  return open;
}
