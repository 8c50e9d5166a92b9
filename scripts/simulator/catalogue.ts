import { hash32, type Random, randomFrom } from "./random.ts";
import { adjectives, type Props, type Scene, type Topic, topics } from "./topics.ts";

export const colors = [
  "black",
  "blue",
  "gray",
  "green",
  "orange",
  "red",
  "white",
  "yellow",
  "purple",
  "cyan",
  "pink",
] as const;
export type Color = (typeof colors)[number];
export const orientations = ["landscape", "portrait", "square", "panoramic"] as const;
export type Orientation = (typeof orientations)[number];
export const contentTypes = ["photo", "psd", "vector"] as const;
export type ContentType = (typeof contentTypes)[number];
export const licenses = ["freemium", "premium"] as const;
export type License = (typeof licenses)[number];
export const peopleNumbers = ["1", "2", "3", "more_than_three"] as const;
export const ages = ["infant", "child", "teen", "young-adult", "adult", "senior", "elder"] as const;
export const genders = ["male", "female"] as const;
export const vectorTypes = ["jpg", "ai", "eps", "svg"] as const;
export const psdTypes = ["jpg", "psd"] as const;

export type People = {
  number: (typeof peopleNumbers)[number];
  age: (typeof ages)[number];
  gender: (typeof genders)[number];
  ethnicity: string;
};
export type Author = { id: number; name: string; slug: string; assets: number };

/** One picture of the catalogue, synthetic or a photograph of the operator's. */
export type Resource = {
  id: number;
  title: string;
  slug: string;
  type: ContentType;
  orientation: Orientation;
  width: number;
  height: number;
  license: License;
  color: Color;
  author: Author;
  people: People | null;
  aiGenerated: boolean;
  publishedAt: Date;
  downloads: number;
  likes: number;
  keywords: readonly string[];
  /** What `/download/{format}` gives. */
  formats: readonly string[];
  vectorStyle: string | null;
  /** How the painter shows it, or the file that is shown instead. */
  picture: { scene: Scene; props: Props } | { file: string };
};

/** Every resource, and by id. */
export type Catalogue = {
  list: readonly Resource[];
  byId: ReadonlyMap<number, Resource>;
  /** A term orders but excludes nothing: the names of an operator's photographs say little about them. */
  loose: boolean;
};

const ethnicities = [
  "south-asian",
  "middle-eastern",
  "east-asian",
  "black",
  "hispanic",
  "white",
  "multiracial",
];
const vectorStyles = ["flat", "watercolor", "geometric", "gradient", "isometric", "hand-drawn"];
const authorNames = [
  "freepik",
  "rawpixel",
  "lookstudio",
  "northlight",
  "wavebreak",
  "pvproductions",
  "user18526052",
];
const dimensions: Record<Orientation, readonly (readonly [number, number])[]> = {
  landscape: [
    [3000, 2000],
    [3200, 2133],
    [3000, 2250],
  ],
  portrait: [
    [2000, 3000],
    [2133, 3200],
    [2250, 3000],
  ],
  square: [[2400, 2400]],
  panoramic: [
    [3600, 1500],
    [3600, 1200],
  ],
};
/** What a scene mostly looks like: green seas exist, but few. */
export const usualColors: Record<Scene, readonly Color[]> = {
  mountains: ["blue", "cyan", "orange", "pink", "purple", "gray", "white", "yellow"],
  sea: ["blue", "blue", "cyan", "cyan", "orange", "pink", "purple", "gray", "white"],
  forest: ["green", "green", "green", "yellow", "orange", "gray", "white", "black"],
  skyline: ["blue", "cyan", "orange", "pink", "purple", "gray", "black", "white"],
  "city-lights": colors,
  "still-life": colors,
  desk: colors,
  stage: colors,
  portrait: colors,
  fabric: colors,
};
const day = 86_400_000;

/** Text as it stands in an address: lower case, words joined by hyphens. */
export function slugOf(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");
}

/** Makes a catalogue from a list. */
export function catalogueOf(list: readonly Resource[], loose = false): Catalogue {
  const byId = new Map(list.map((resource) => [resource.id, resource]));
  if (byId.size !== list.length) throw new Error("two resources of the catalogue have the same id");
  return { list, byId, loose };
}

/**
 * The synthetic catalogue of a seed.
 * Ages are counted back from the day of `now`, so that the period filters always find something.
 */
export function syntheticCatalogue(seed: string, size: number, now: Date): Catalogue {
  const today = Math.floor(now.getTime() / day) * day;
  const authors = authorsOf(seed);
  return catalogueOf(
    Array.from({ length: size }, (_, index) => {
      const random = randomFrom(`${seed}/resource/${index}`);
      const topic = topics[index % topics.length] as Topic;
      return syntheticResource(index, topic, random, authors, today);
    }),
  );
}

/** The author whom the operator's photographs are credited to, or one of the synthetic ones. */
export function authorsOf(seed: string): Author[] {
  return authorNames.map((name) => ({
    id: 23 + (hash32(`${seed}/author/${name}`) % 9_000_000),
    name,
    slug: slugOf(name),
    assets: 1_000 + (hash32(`${seed}/assets/${name}`) % 6_000_000),
  }));
}

function syntheticResource(
  index: number,
  topic: Topic,
  random: Random,
  authors: readonly Author[],
  today: number,
): Resource {
  const color = random.chance(0.8) ? random.pick(usualColors[topic.scene]) : random.pick(colors);
  const subject = random.pick(topic.subjects);
  const adjective = random.pick(adjectives);
  const words = `${adjective} ${subject} ${random.pick(topic.settings)}`;
  const title = words.charAt(0).toUpperCase() + words.slice(1);
  const orientation = random.pick([
    "landscape",
    "landscape",
    "landscape",
    "portrait",
    "portrait",
    "square",
    "panoramic",
  ] as const);
  const [width, height] = random.pick(dimensions[orientation]);
  const type = random.pick(["photo", "photo", "photo", "photo", "photo", "photo", "vector", "psd"] as const);
  return {
    // Spread like real ids; the step is larger than the jitter, so no two meet.
    id: 1_200_047 + index * 2_311 + random.int(0, 2_000),
    title,
    slug: slugOf(title),
    type,
    orientation,
    width,
    height,
    license: random.chance(0.6) ? "freemium" : "premium",
    color,
    author: random.pick(authors),
    people: topic.people ? peopleOf(subject, random) : null,
    aiGenerated: random.chance(0.12),
    // More of the recent than of the old, over about five years.
    publishedAt: new Date(today - Math.floor(random.next() ** 2 * 1_800 * day) - random.int(1, day)),
    downloads: Math.floor(random.next() ** 3 * 20_000),
    likes: Math.floor(random.next() ** 3 * 900),
    keywords: [...new Set([...topic.keywords, adjective, color, ...subject.split(" ")])],
    formats: formatsOf(type, random),
    vectorStyle: type === "vector" ? random.pick(vectorStyles) : null,
    picture: { scene: topic.scene, props: topic.props ?? "ornaments" },
  };
}

function formatsOf(type: ContentType, random: Random): string[] {
  if (type === "photo") return ["jpg"];
  if (type === "psd") return ["jpg", "psd"];
  return ["jpg", random.pick(["ai", "eps", "svg"])];
}

/** Who is in a picture, as far as its words tell. */
export function peopleOf(subject: string, random: Random): People {
  const group = /crowd|festival|show|party|fans|team|family|friends/.test(subject);
  const pair = /couple|mother and daughter/.test(subject);
  return {
    number: group ? random.pick(["3", "more_than_three"] as const) : pair ? "2" : "1",
    age: /senior/.test(subject) ? "senior" : random.pick(["teen", "young-adult", "adult"] as const),
    gender: /woman|mother/.test(subject) ? "female" : /\bman\b/.test(subject) ? "male" : random.pick(genders),
    ethnicity: random.pick(ethnicities),
  };
}
