import { FontError, LayoutError } from "./errors.ts";
import { type Cast, castFonts, shownWeight } from "./fonts.ts";
import { type Composition, type Ink, type SetText, type Side, withParagraph } from "./paragraph.ts";
import {
  type Direction,
  directionOf,
  joinCjkClauses,
  joinCjkWords,
  leastLineHeight,
  letterSpacing,
  referenceLetter,
  tieEmoji,
} from "./script.ts";
import { type Skia, withSkia } from "./skia.ts";
import type { Font, TextLayer } from "./types.ts";

/** A text in its lines. Lengths are pixels, counted from the corner of the column that it was set in. */
export interface Setting extends Ink {
  lines: Ink[];
  /** The top of the first line's capitals and the foot of the last line's letters: what the eye aligns to. */
  cap_top: number;
  baseline: number;
  cap_height: number;
  font_size: number;
  font_weight: number;
  /** Names of the fonts that it is set in, in the order of their appearance. */
  fonts: string[];
  direction: Direction;
  overflow: boolean;
  /** What it takes to paint it. */
  composition: Composition;
  width: number;
}

/** The direction in which a layer's text is read. */
export function readingDirection(layer: TextLayer, text: string): Direction {
  return layer.direction === "auto" ? directionOf(text) : layer.direction;
}

/**
 * Sets a text as large as its column and number of lines allow, between two sizes. What does not fit even at the
 * smaller one is set at that size all the same, whole, and marked as overflow.
 * @throws {LayoutError} naming the characters that no font has
 * @throws {FontError} when one of the fonts is none
 */
export async function fitText(
  layer: TextLayer,
  text: string,
  brandFonts: Font[],
  column: { width: number; side: Side },
  sizes: { min: number; max: number },
): Promise<Setting> {
  return withSkia((skia) => {
    const shown = layer.transform === "uppercase" ? upperCase(text) : text;
    const setIn = (text: string, max_lines = layer.max_lines) =>
      fitCopy(
        skia,
        { layer: { ...layer, max_lines }, text, fonts: brandFonts, side: column.side },
        column.width,
        sizes,
      );
    const plain = setIn(shown);
    if (plain.lines.length === 1) return plain;
    // What joins characters would be spaced out itself.
    const isJoinable = letterSpacing(shown, layer.letter_spacing) === 0;
    const ways: [text: string, size: number][] = isJoinable
      ? [
          [joinCjkClauses(shown), SIZE_FOR_CLAUSES],
          [joinCjkWords(shown), SIZE_FOR_WORDS],
        ]
      : [];
    for (const [text, size] of [...ways, [shown, SIZE_FOR_EMOJI] as const]) {
      const joined = tieEmoji(text);
      if (joined === shown) continue;
      const whole = setIn(joined);
      if (!whole.overflow && whole.font_size >= plain.font_size * size)
        return evener(whole, (max_lines) => setIn(joined, max_lines));
    }
    return evener(plain, (max_lines) => setIn(shown, max_lines));
  });
}

/** The part of its size that a text keeps at least where its lines are to end with clauses or words, in scripts without spaces, and to begin with none of its emoji. */
const SIZE_FOR_CLAUSES = 0.55;
const SIZE_FOR_WORDS = 0.8;
const SIZE_FOR_EMOJI = 0.6;

/** A text in fewer lines, where a line is so short that a word seems forgotten, and fewer lines have none such. */
function evener(setting: Setting, setIn: (max_lines: number) => Setting): Setting {
  if (setting.overflow || setting.lines.length < 3 || raggedness(setting) < RAGGED) return setting;
  const fewer = setIn(setting.lines.length - 1);
  const isBetter = raggedness(fewer) < raggedness(setting) / 2;
  return isBetter && !fewer.overflow && fewer.font_size >= setting.font_size * SIZE_FOR_EVEN
    ? evener(fewer, setIn)
    : setting;
}

const SIZE_FOR_EVEN = 0.6;
const RAGGED = 0.3;

/** How unequal lines are: each one's lack of the longest's length, squared, so that one that is far too short counts most. */
function raggedness({ lines }: Setting): number {
  const widths = lines.map(({ left, right }) => right - left);
  const longest = Math.max(...widths);
  return widths.reduce((sum, width) => sum + (1 - width / longest) ** 2, 0);
}

interface Copy {
  layer: TextLayer;
  text: string;
  fonts: Font[];
  side: Side;
}

/** Greek capitals lose their accents. */
function upperCase(text: string): string {
  return text.toLocaleUpperCase(/\p{Script=Greek}/u.test(text) ? "el" : "und");
}

function fitCopy(skia: Skia, copy: Copy, width: number, sizes: { min: number; max: number }): Setting {
  const { layer, text, side } = copy;
  const cast = castFonts(skia, text, { role: layer.font, weight: layer.weight }, copy.fonts);
  if (cast.missing.length > 0) {
    const characters = [...new Set(cast.missing)].join(" ");
    throw new LayoutError(
      "missing_glyph",
      layer.id,
      "text",
      `no font at hand has a glyph for: ${characters}`,
    );
  }
  const compose = (size: number): Composition => ({
    runs: cast.runs,
    weight: cast.weight,
    size,
    line_height: Math.max(layer.line_height, leastLineHeight(text)),
    letter_spacing: letterSpacing(text, layer.letter_spacing),
    direction: readingDirection(layer, text),
    side,
    color: layer.color,
  });
  const settle = (set: SetText, size: number, fallback: boolean): Setting | null => {
    const { lines, breaks_words } = set.breakLines(width);
    const fits = lines <= layer.max_lines && !breaks_words;
    if (!fits && !fallback) return null;
    const balanced = breaks_words ? width : balance(set, lines, width);
    const setting = describe(skia, copy, cast, compose(size), set, balanced);
    const isWhole = fits && setting.right - setting.left <= width;
    return isWhole || fallback ? { ...setting, overflow: !isWhole } : null;
  };
  const setAt = (size: number, fallback: boolean) =>
    withParagraph(skia, compose(size), (set) => settle(set, size, fallback));

  // The lines of a smaller size are those of the largest in a column that is wider by as much.
  const { guess, setting: whole } = withParagraph(skia, compose(sizes.max), (set) => {
    const guess = largest(sizes, (size) => {
      const { lines, breaks_words } = set.breakLines((width * sizes.max) / size);
      return lines <= layer.max_lines && !breaks_words;
    });
    return { guess, setting: guess === sizes.max ? settle(set, guess, false) : null };
  });
  if (whole) return whole;
  for (let size = Math.min(guess, sizes.max - 1); size > sizes.min; size--) {
    const setting = setAt(size, false);
    if (setting) return setting;
  }
  return setAt(sizes.min, true) as Setting;
}

/** The largest whole number of a range that passes, if the small ones do; the smallest if none does. */
function largest({ min, max }: { min: number; max: number }, passes: (size: number) => boolean): number {
  if (passes(max)) return max;
  let [low, high] = [min, max];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (passes(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** The narrowest width that takes no more lines: all of them come out about equally long. */
function balance(set: SetText, lines: number, width: number): number {
  if (lines === 1) return width;
  let [low, high] = [0, Math.ceil(width)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    const narrow = set.breakLines(middle);
    if (narrow.lines <= lines && !narrow.breaks_words) high = middle;
    else low = middle;
  }
  set.breakLines(high);
  return high;
}

function describe(
  skia: Skia,
  copy: Copy,
  cast: Cast,
  composition: Composition,
  set: SetText,
  width: number,
): Setting {
  const lines = set.lines();
  const [first, last] = [lines[0], lines.at(-1)];
  if (!first || !last)
    throw new LayoutError("missing_glyph", copy.layer.id, "text", "nothing of it is visible");
  const { size, weight } = composition;
  const letter = measureLetter(skia, copy, composition);
  const main = cast.runs.find((run) => /[\p{L}\p{N}]/u.test(run.text)) ?? cast.runs[0];
  return {
    ...union(lines.map(({ ink }) => ink)),
    lines: lines.map(({ ink }) => ink),
    cap_top: Math.round(first.baseline - letter.above),
    baseline: Math.round(last.baseline + letter.below),
    cap_height: letter.above + letter.below,
    font_size: size,
    font_weight: main ? shownWeight(main.faces[0], weight) : weight,
    fonts: [...new Set(cast.runs.flatMap(({ faces }) => faces.map(({ name }) => name)))],
    direction: composition.direction,
    overflow: false,
    composition,
    width,
  };
}

function union(inks: Ink[]): Ink {
  return {
    left: Math.min(...inks.map(({ left }) => left)),
    top: Math.min(...inks.map(({ top }) => top)),
    right: Math.max(...inks.map(({ right }) => right)),
    bottom: Math.max(...inks.map(({ bottom }) => bottom)),
  };
}

/** How far the letter that stands for the text's height reaches above and below its baseline. */
function measureLetter(skia: Skia, copy: Copy, composition: Composition): { above: number; below: number } {
  const { layer, text, fonts } = copy;
  const letter = referenceLetter(text);
  const { runs, weight } = castFonts(skia, letter, { role: layer.font, weight: layer.weight }, fonts);
  return skia.remember(`${runs[0]?.faces[0].key} ${weight} ${composition.size} ${letter}`, () =>
    withParagraph(skia, { ...composition, runs, weight }, (set) => {
      set.breakLines(composition.size * 10);
      const [line] = set.lines();
      if (!line)
        throw new FontError(`The font ${runs[0]?.faces[0].name} shows nothing for the letter ${letter}.`);
      return { above: line.baseline - line.ink.top, below: line.ink.bottom - line.baseline };
    }),
  );
}
