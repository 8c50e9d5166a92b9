import type { Props } from "../topics.ts";
import { blend, hypot, type Rgb, times } from "./canvas.ts";
import type { Brush } from "./paint.ts";

/** A ball or an upright cylinder above the table (y = 0). */
export type Thing = {
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
export type Group = { x: number; y: number; z: number; reach: number; things: Thing[]; casters: Thing[] };
/** Groups of things that keep clear of each other. */
export function arrange(count: number, aspect: number, brush: Brush): Group[] {
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
