import { readdir } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import sharp from "sharp";
import {
  authorsOf,
  type Catalogue,
  type Color,
  catalogueOf,
  type Orientation,
  type Resource,
  slugOf,
} from "./catalogue.ts";
import { hash32 } from "./random.ts";

/** A catalogue of the photographs (JPEG and PNG) in a folder and the folders in it. */
export async function photoCatalogue(folder: string, seed: string, now: Date): Promise<Catalogue> {
  const names = (await readdir(folder, { recursive: true }))
    .filter((name) => /\.(jpe?g|png)$/i.test(name) && !basename(name).startsWith("."))
    .sort();
  if (names.length === 0) throw new Error(`${folder} holds no .jpg or .png file`);
  const taken = new Set<number>();
  const list: Resource[] = [];
  for (const name of names) list.push(await photograph(folder, name, seed, now, taken));
  return catalogueOf(list, true);
}

async function photograph(
  folder: string,
  name: string,
  seed: string,
  now: Date,
  taken: Set<number>,
): Promise<Resource> {
  const file = join(folder, name);
  const { autoOrient } = await sharp(file).metadata();
  const { dominant } = await sharp(file).resize(64, 64, { fit: "inside" }).removeAlpha().stats();
  const words = name
    .slice(0, -extname(name).length)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
  const title = words.join(" ");
  // From the name, so that a photograph keeps its id when others come and go.
  let id = 1_000_000 + (hash32(name) % 90_000_000);
  while (taken.has(id)) id += 1;
  taken.add(id);
  return {
    id,
    title: title.charAt(0).toUpperCase() + title.slice(1),
    slug: slugOf(title) || `photo-${id}`,
    type: "photo",
    orientation: orientationOf(autoOrient.width / autoOrient.height),
    width: autoOrient.width,
    height: autoOrient.height,
    license: "freemium",
    color: colorOf(dominant.r, dominant.g, dominant.b),
    author: authorsOf(seed)[0] as Resource["author"],
    people: null,
    aiGenerated: false,
    publishedAt: new Date(now.getTime() - (id % 1_000) * 86_400_000),
    downloads: id % 20_000,
    likes: id % 900,
    keywords: words,
    formats: ["jpg"],
    vectorStyle: null,
    picture: { file },
  };
}

function orientationOf(ratio: number): Orientation {
  if (ratio >= 2) return "panoramic";
  if (ratio > 1.05) return "landscape";
  return ratio < 0.95 ? "portrait" : "square";
}

/** The name that people would give to a colour: by lightness and saturation first, then by hue. */
export function colorOf(r: number, g: number, b: number): Color {
  const max = Math.max(r, g, b);
  const min = Math.min(r, g, b);
  const spread = max - min;
  if (max < 48) return "black";
  if (spread < 28) return min > 200 ? "white" : "gray";
  const sector =
    max === r ? ((g - b) / spread + 6) % 6 : max === g ? (b - r) / spread + 2 : (r - g) / spread + 4;
  const hue = sector * 60;
  if (hue < 15 || hue >= 345) return "red";
  if (hue < 42) return "orange";
  if (hue < 70) return "yellow";
  if (hue < 165) return "green";
  if (hue < 200) return "cyan";
  if (hue < 255) return "blue";
  return hue < 290 ? "purple" : "pink";
}
