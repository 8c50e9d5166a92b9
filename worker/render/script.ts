/** What is to be known of a text's characters before it is set. */

export type Direction = "ltr" | "rtl";

const RIGHT_TO_LEFT =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Adlam}\p{Script=Hanifi_Rohingya}]/u;
const JOINED =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Nko}\p{Script=Mandaic}\p{Script=Mongolian}\p{Script=Devanagari}]/u;
const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** The direction of a text's first letter; left to right where it has none. */
export function directionOf(text: string): Direction {
  const letter = /\p{L}/u.exec(text)?.[0] ?? "";
  return RIGHT_TO_LEFT.test(letter) ? "rtl" : "ltr";
}

/**
 * The space that a text can have between its letters, of what a layout wants: none where they join to one another, and
 * no less than their own where each stands in a square.
 */
export function letterSpacing(text: string, wanted: number): number {
  if (JOINED.test(text)) return 0;
  return CJK.test(text) ? Math.max(0, wanted) : wanted;
}

/** How a script stands on its line. */
interface Stance {
  script: RegExp;
  /** A letter whose top and bottom the eye takes for the height of the text, as it takes capitals' in Latin. */
  letter: string;
  /** Lines closer than this many times the size would run into one another. */
  line_height: number;
  /** How much larger it must be for its small letters to look as large as Latin ones. */
  growth: number;
}

const LATIN: Stance = { script: /\p{L}/gu, letter: "H", line_height: 0, growth: 1 };
const STANCES: Stance[] = [
  { script: /\p{Script=Arabic}/gu, letter: "ا", line_height: 1.35, growth: 1.25 },
  { script: /\p{Script=Hebrew}/gu, letter: "ה", line_height: 1.1, growth: 1.15 },
  { script: /\p{Script=Thai}/gu, letter: "ก", line_height: 1.4, growth: 1.1 },
  { script: /\p{Script=Devanagari}/gu, letter: "क", line_height: 1.35, growth: 1.1 },
  { script: /\p{Script=Hangul}/gu, letter: "한", line_height: 1.2, growth: 1 },
  {
    script: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu,
    letter: "永",
    line_height: 1.2,
    growth: 1,
  },
];

/** That of the script that most of a text's letters are of. */
function stanceOf(text: string): Stance {
  const count = ({ script }: Stance) => text.match(script)?.length ?? 0;
  const letters = count(LATIN);
  return STANCES.find((stance) => count(stance) * 2 > letters) ?? LATIN;
}

/** The letter that stands for a text's height. */
export function referenceLetter(text: string): string {
  return stanceOf(text).letter;
}

/** How much larger than Latin small print in a text's script is set to be as legible; capitals, which it has none of, are larger still. */
export function smallPrintGrowth(text: string, transform: "none" | "uppercase"): number {
  const { growth } = stanceOf(text);
  return transform === "uppercase" ? growth * growth : growth;
}

/** The least line height, in parts of the size, that the text's scripts can stand. */
export function leastLineHeight(text: string): number {
  const present = STANCES.filter(({ script }) => text.search(script) >= 0);
  return Math.max(0, ...present.map(({ line_height }) => line_height));
}

const GRAPHEMES = new Intl.Segmenter("und", { granularity: "grapheme" });

/** A text's characters as a reader would count them. */
export function graphemes(text: string): string[] {
  return Array.from(GRAPHEMES.segment(text), ({ segment }) => segment);
}

/** Whether a character is to be a picture: by its nature, or because the text asks for one. */
export function isEmoji(grapheme: string): boolean {
  if (grapheme.includes("\uFE0E")) return false;
  return (
    /\p{Emoji_Presentation}|\p{Emoji_Modifier}|\p{Regional_Indicator}/u.test(grapheme) ||
    (/\p{Emoji}/u.test(grapheme) && /[\uFE0F\u20E3]/u.test(grapheme)) ||
    (/\p{Extended_Pictographic}/u.test(grapheme) && grapheme.includes("\u200D"))
  );
}

/** The code points that must have a glyph: those that only steer their neighbours need none. */
export function visibleCodePoints(text: string): string[] {
  return Array.from(text).filter((character) => !/\p{Default_Ignorable_Code_Point}|\n/u.test(character));
}

/** Which of the CJK languages a text is in; they write many characters in different ways. */
export function cjkLanguage(text: string): "ja" | "ko" | "zh" | null {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return "ja";
  if (/\p{Script=Hangul}/u.test(text)) return "ko";
  return CJK.test(text) ? "zh" : null;
}

/** The places in a text at which no line ends of itself: inside of words, unless their script allows it, and at glue. */
export function unbreakable(text: string): Set<number> {
  const places = new Set<number>();
  for (const { segment, index, isWordLike } of WORDS.segment(text)) {
    if (!isWordLike || CJK.test(segment)) continue;
    for (let inside = 1; inside < segment.length; inside++) places.add(index + inside);
  }
  for (const { index } of text.matchAll(/[\u00A0\u202F\u2060]/g)) places.add(index).add(index + 1);
  return places;
}

const WORDS = new Intl.Segmenter("und", { granularity: "word" });
const WORD_JOINER = "\u2060";

/**
 * A text whose CJK words hold together: by their rules a line may end between almost any two characters, but a
 * headline reads better if it ends between words. Particles and endings stay with the word before them.
 */
export function joinCjkWords(text: string): string {
  const language = cjkLanguage(text);
  if (!language) return text;
  let joined = "";
  let before = "";
  for (const { segment, isWordLike } of new Intl.Segmenter(language, { granularity: "word" }).segment(text)) {
    const isWord = isWordLike === true && CJK.test(segment);
    // After a lone character a longer one may be the rest of its word, which the dictionary did not know.
    const ending = /^\p{Script=Han}$/u.test(before)
      ? /^\p{Script=Hiragana}{1,3}$/u
      : /^\p{Script=Hiragana}{1,2}$/u;
    const isEnding = isWord && CJK.test(before) && ending.test(segment);
    joined += (isEnding ? WORD_JOINER : "") + (isWord ? graphemes(segment).join(WORD_JOINER) : segment);
    before = isWord ? segment : "";
  }
  return joined;
}

/**
 * A CJK text whose lines end with its clauses only, after a comma or the end of a sentence; the text itself where it has
 * one clause, or spaces to break at.
 */
export function joinCjkClauses(text: string): string {
  if (!cjkLanguage(text) || /\s/u.test(text)) return text;
  const clauses = text.split(/(?<=[，、。；：！？](?![，、。；：！？」』”）]))/u);
  return clauses.length < 2 ? text : clauses.map((clause) => graphemes(clause).join(WORD_JOINER)).join("");
}

/** A text whose emoji stay on the line of the word that they follow. */
export function tieEmoji(text: string): string {
  return text.replace(/(?<=\S) (?=\p{Extended_Pictographic}|\p{Regional_Indicator})/gu, "\u00A0");
}
