import { arrange, type Group, type Thing } from "./arrangement.ts";
import { blend, disc, hypot, lerp, normal, type Rgb, shade, smooth, times } from "./canvas.ts";
import type { Noise } from "./noise.ts";
import type { Brush } from "./paint.ts";

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
