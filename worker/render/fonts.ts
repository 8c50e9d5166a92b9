import { createHash } from "node:crypto";
import { FontError } from "./errors.ts";
import { emojiFaces, fallbackFaces } from "./fallback.ts";
import { withParagraph } from "./paragraph.ts";
import { graphemes, isEmoji, visibleCodePoints } from "./script.ts";
import { variableWeights, type Weights } from "./sfnt.ts";
import { type Face, type Skia, withSkia } from "./skia.ts";
import type { Font, FontRole } from "./types.ts";

/** A stretch of text that is set in one font; in several only where no single one has all of a character's parts. */
export interface Run {
  text: string;
  faces: [Face, ...Face[]];
}

export interface Cast {
  runs: Run[];
  /** The weight that all of it is set in, as far as each font has it. */
  weight: number;
  /** Characters that no font at hand has. */
  missing: string[];
}

/**
 * Gives each character of a text its font: the brand's own, those of the role and of the nearest weight first; then
 * Inter; then the part of Noto that has it. Emoji come in colour.
 * @throws {FontError} when one of the brand's fonts is not a font
 */
export function castFonts(
  skia: Skia,
  text: string,
  wanted: { role: FontRole; weight: number },
  brandFonts: Font[],
): Cast {
  const own = rank(brandFonts, wanted);
  const weight = weightOf(skia, text, wanted.weight, own);
  const runs: Run[] = [];
  const missing: string[] = [];
  for (const character of graphemes(text)) {
    const last = runs.at(-1);
    const faces = continues(skia, character, last)
      ? (last as Run).faces
      : findFaces(skia, character, text, weight, own);
    if (!faces) missing.push(character);
    else if (last && sameFaces(last.faces, faces)) last.text += character;
    else runs.push({ text: character, faces });
  }
  return { runs, weight, missing };
}

/** The weight that a face shows when it is asked for one. */
export function shownWeight({ weights }: Face, weight: number): number {
  return Math.min(weights.max, Math.max(weights.min, weight));
}

/** The brand's fonts, best first. */
function rank(fonts: Font[], { role, weight }: { role: FontRole; weight: number }): Face[] {
  return fonts
    .map((font) => {
      const face = brandFace(font);
      const distance = Math.abs(shownWeight(face, weight) - weight);
      const fitness = font.role === role ? 0 : font.role ? 2 : 1;
      return { face, distance, fitness };
    })
    .sort((one, other) => one.fitness - other.fitness || one.distance - other.distance)
    .map(({ face }) => face);
}

const contents = new WeakMap<Buffer, { key: string; weights: Weights | null }>();

function brandFace({ name, weight, data }: Font): Face {
  let content = contents.get(data);
  if (!content) {
    const key = createHash("sha256").update(data).digest("base64");
    content = { key, weights: variableWeights(data) };
    contents.set(data, content);
  }
  const { key, weights } = content;
  return { key, name, weights: weights ?? { min: weight, max: weight }, read: () => data };
}

/** The brand's font says which weight the rest is set in, if it has the text's first letter; or else the layer does. */
function weightOf(skia: Skia, text: string, weight: number, own: Face[]): number {
  const letter = /\p{L}/u.exec(text)?.[0] ?? /\P{White_Space}/u.exec(text)?.[0];
  const face = letter === undefined ? undefined : own.find((face) => skia.covers(face, [letter]));
  return face ? shownWeight(face, weight) : weight;
}

/** Line breaks, the space between words and what cannot be seen belong to what stands before them. */
function continues(skia: Skia, character: string, run: Run | undefined): boolean {
  if (!run) return false;
  if (visibleCodePoints(character).length === 0) return true;
  if (/\S/u.test(character)) return false;
  // A font without a space that ties is set with the common one.
  return !isEmoji(run.text) && skia.covers(run.faces[0], [character === "\u00A0" ? " " : character]);
}

function findFaces(
  skia: Skia,
  character: string,
  text: string,
  weight: number,
  own: Face[],
): Run["faces"] | null {
  const parts = visibleCodePoints(character);
  const first = parts[0] ?? " ";
  if (isEmoji(character)) {
    const face = emojiFace(skia, character, first, parts);
    if (face) return [face];
  }
  for (const face of candidates(first, text, weight, own)) {
    if (skia.covers(face, parts)) return [face];
  }
  const faces = parts.map((part) => {
    for (const face of candidates(part, text, weight, own)) if (skia.covers(face, [part])) return face;
    return null;
  });
  return faces.includes(null) ? null : ([...new Set(faces)] as Run["faces"]);
}

function* candidates(character: string, text: string, weight: number, own: Face[]): Iterable<Face> {
  yield* own;
  yield* fallbackFaces(character, text, weight);
}

/** The part of the emoji font that shows all of a sequence as one picture, or else in the fewest. */
function emojiFace(skia: Skia, emoji: string, first: string, parts: string[]): Face | null {
  let best: { face: Face; pictures: number } | null = null;
  for (const face of emojiFaces(first)) {
    if (!skia.covers(face, parts)) continue;
    const pictures = parts.length === 1 ? 1 : skia.countGlyphs(face, emoji);
    if (!best || pictures < best.pictures) best = { face, pictures };
    if (pictures === 1) break;
  }
  return best?.face ?? null;
}

const sameFaces = (one: Face[], other: Face[]) =>
  one.length === other.length && one.every((face, index) => face.key === other[index]?.key);

/** A font is for one or more of the scripts that these are of. */
const SAMPLE = "HxΩжאبกकあ中한0";

/** Whether a font can be read and set, as null or the reason why not. */
export async function canTypeset(data: Buffer): Promise<string | null> {
  const face = brandFace({ name: "at hand", weight: 400, data });
  try {
    return await withSkia((skia) => {
      const text = Array.from(SAMPLE, (letter) => (skia.covers(face, [letter]) ? letter : "")).join("");
      if (text === "") return "it has no letters";
      const look = {
        line_height: 1.2,
        letter_spacing: 0,
        direction: "ltr",
        side: "left",
        color: "#000000",
      } as const;
      const composition = { ...look, runs: [{ text, faces: [face] as Run["faces"] }], weight: 400, size: 40 };
      const [width, height] = [1000, 100];
      const painted = withParagraph(skia, composition, (set) => {
        set.breakLines(width);
        return skia.rasterize(width, height, (canvas) => set.paint(canvas, 0, 0));
      });
      return painted ? null : "its letters are invisible";
    });
  } catch (error) {
    if (error instanceof FontError) return error.message;
    throw error;
  }
}
