import sharp from "sharp";
import { type Author, authorsOf, type Color, colors, slugOf } from "./catalogue.ts";
import { wrapPicture } from "./containers.ts";
import { hash32, randomFrom } from "./random.ts";
import { topics } from "./topics.ts";

export const iconShapes = ["outline", "fill", "lineal-color", "hand-drawn"] as const;
export type IconShape = (typeof iconShapes)[number];

/** A synthetic icon. All of one topic and shape make a family. */
export type Icon = {
  id: number;
  name: string;
  slug: string;
  shape: IconShape;
  color: Color;
  family: { id: number; name: string; total: number };
  free: boolean;
  created: Date;
  author: Author;
  keywords: readonly string[];
};
export type Icons = { list: readonly Icon[]; byId: ReadonlyMap<number, Icon> };

const day = 86_400_000;
const paints: Record<Color, string> = {
  black: "#1f2328",
  blue: "#2563eb",
  gray: "#6b7280",
  green: "#16a34a",
  orange: "#ea580c",
  red: "#dc2626",
  white: "#f3f4f6",
  yellow: "#eab308",
  purple: "#7c3aed",
  cyan: "#0891b2",
  pink: "#db2777",
};

/** An icon in every shape for every keyword of every topic. */
export function iconCatalogue(seed: string, now: Date): Icons {
  const today = Math.floor(now.getTime() / day) * day;
  const authors = authorsOf(seed);
  const list: Icon[] = topics.flatMap(({ keywords }, topic) =>
    iconShapes.flatMap((shape, place) =>
      keywords.map((name, index) => {
        const random = randomFrom(`${seed}/icon/${topic}/${shape}/${name}`);
        return {
          id: 1_000 + (topic * iconShapes.length + place) * 100 + index,
          name,
          slug: slugOf(`${name} ${shape}`),
          shape,
          color: random.pick(colors),
          family: {
            id: 500 + topic * iconShapes.length + place,
            name: `${keywords[0]} ${shape}`,
            total: keywords.length,
          },
          free: random.chance(0.5),
          created: new Date(today - random.int(1, 1_800) * day),
          author: random.pick(authors),
          keywords,
        };
      }),
    ),
  );
  return { list, byId: new Map(list.map((icon) => [icon.id, icon])) };
}

/** An icon as a file; `side` counts for pictures made of pixels. */
export async function iconFile(
  icon: Icon,
  format: "svg" | "png" | "psd" | "eps",
  side: number,
): Promise<{ data: Buffer; mime: string }> {
  const svg = Buffer.from(drawn(icon));
  if (format === "svg") return { data: svg, mime: "image/svg+xml" };
  const picture = sharp(svg, { density: (72 * side) / 64 }).resize(side, side);
  if (format === "png") return { data: await picture.png().toBuffer(), mime: "image/png" };
  const data = await picture.flatten({ background: "#ffffff" }).jpeg({ quality: 92 }).toBuffer();
  return wrapPicture({ data, width: side, height: side }, format);
}

/** A badge around a sign; the name decides both, so that all shapes of a name look alike. */
function drawn({ name, shape, color }: Icon): string {
  const badges = [
    '<circle cx="32" cy="32" r="26"/>',
    '<rect x="7" y="7" width="50" height="50" rx="12"/>',
    '<path d="M32 5 57 19v26L32 59 7 45V19z"/>',
    '<path d="M32 6l24 10v16c0 14-10 22-24 27C18 54 8 46 8 32V16z"/>',
  ];
  const signs = [
    '<circle cx="32" cy="32" r="10"/>',
    '<path d="M22 33l7 8 14-17"/>',
    '<path d="M32 20v24M20 32h24"/>',
    '<path d="M22 42V30m10 12V22m10 20V34"/>',
    '<path d="M20 38c6-16 18-16 24 0M26 26h12"/>',
    '<path d="M32 20l4 8 9 1-7 6 2 9-8-5-8 5 2-9-7-6 9-1z"/>',
  ];
  const hash = hash32(name);
  const paint = paints[color];
  const outline = shape === "fill" ? "none" : shape === "outline" ? paint : "#1f2328";
  const inside = shape === "fill" || shape === "lineal-color" ? paint : "none";
  const sign = inside === "none" ? outline : color === "white" ? "#1f2328" : "#ffffff";
  const turn = shape === "hand-drawn" ? ` transform="rotate(${(hash % 9) - 4} 32 32)"` : "";
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64" viewBox="0 0 64 64">` +
    `<g${turn} stroke-width="3" stroke-linecap="round" stroke-linejoin="round">` +
    `<g fill="${inside}" stroke="${outline}">${badges[hash % badges.length]}</g>` +
    `<g fill="none" stroke="${sign}">${signs[(hash >>> 8) % signs.length]}</g></g></svg>\n`
  );
}
