import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cjkLanguage } from "./script.ts";
import type { Face } from "./skia.ts";

const require = createRequire(import.meta.url);

/** A family that is shipped in parts, each with the characters that it is for. */
interface Family {
  name: string;
  package: string;
  file(part: string, weight: number): string;
  weights(weight: number): { min: number; max: number };
}

const INTER: Family = {
  name: "Inter",
  package: "@fontsource/inter",
  file: (part, weight) => `inter-${part}-${weight}-normal.woff2`,
  weights: (weight) => ({ min: weight, max: weight }),
};
const EMOJI: Family = {
  name: "Noto Color Emoji",
  package: "@fontsource/noto-color-emoji",
  // The WOFF2 files of this family hold outlines that the engine paints as nothing.
  file: (part) => `noto-color-emoji-${part}-400-normal.woff`,
  weights: () => ({ min: 400, max: 400 }),
};

function noto(script: string, name: string): Family {
  return {
    name: `Noto Sans ${name}`,
    package: `@fontsource-variable/noto-sans-${script}`,
    file: (part) => `noto-sans-${script}-${part}-wght-normal.woff2`,
    weights: () => ({ min: 100, max: 900 }),
  };
}

const CJK = { ja: noto("jp", "JP"), zh: noto("sc", "SC"), ko: noto("kr", "KR") };
const OTHERS = [
  noto("arabic", "Arabic"),
  noto("hebrew", "Hebrew"),
  noto("thai", "Thai"),
  noto("devanagari", "Devanagari"),
];

/** The shipped faces that may have a character, best first: Inter, then Noto in the text's own language. */
export function* fallbackFaces(character: string, text: string, weight: number): Iterable<Face> {
  const { ja, zh, ko } = CJK;
  const cjk = { ja: [ja, zh, ko], ko: [ko, ja, zh], zh: [zh, ja, ko] }[cjkLanguage(text) ?? "zh"];
  for (const family of [INTER, ...OTHERS, ...cjk]) yield* facesOf(family, character, weight);
  yield* facesOf(EMOJI, character, weight);
}

/** The shipped faces that may have an emoji, the smallest first: a sequence is whole in one of them. */
export function emojiFaces(character: string): Iterable<Face> {
  return facesOf(EMOJI, character, 400);
}

function* facesOf(family: Family, character: string, weight: number): Iterable<Face> {
  const code = character.codePointAt(0) ?? 0;
  const step = Math.min(900, Math.max(100, Math.round(weight / 100) * 100));
  for (const { part, ranges } of partsOf(family)) {
    if (!ranges.some(([first, last]) => first <= code && code <= last)) continue;
    yield faceOf(family, part, step);
  }
}

const faces = new Map<string, Face>();

function faceOf(family: Family, part: string, weight: number): Face {
  const file = `${family.package}/files/${family.file(part, weight)}`;
  let face = faces.get(file);
  if (!face) {
    const path = require.resolve(file);
    face = { key: file, name: family.name, weights: family.weights(weight), read: () => readFileSync(path) };
    faces.set(file, face);
  }
  return face;
}

interface Part {
  part: string;
  ranges: [number, number][];
}

const families = new Map<string, Part[]>();

/** The parts of a family with their ranges, those with few characters first. */
function partsOf(family: Family): Part[] {
  let parts = families.get(family.package);
  if (!parts) {
    const ranges: Record<string, string> = require(`${family.package}/unicode.json`);
    parts = Object.entries(ranges).map(([part, list]) => ({
      part: part.replace(/^\[(.+)\]$/, "$1"),
      ranges: list.split(",").map(parseRange),
    }));
    const size = ({ ranges }: Part) => ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0);
    parts.sort((one, other) => size(one) - size(other));
    families.set(family.package, parts);
  }
  return parts;
}

function parseRange(range: string): [number, number] {
  const [first, last] = range.trim().replace(/^U\+/i, "").split("-");
  const from = Number.parseInt(first ?? "", 16);
  return [from, last === undefined ? from : Number.parseInt(last, 16)];
}
