import satori, { type SatoriOptions } from "satori";
import { LayoutError } from "./errors.ts";
import { fontsFor } from "./fonts.ts";
import type { Font, TextLayer } from "./types.ts";

/** A text as outlines. Lengths are pixels, counted from the corner of the column that it was set in. */
export interface Setting {
  /** SVG path data of all glyphs. */
  path: string;
  left: number;
  top: number;
  right: number;
  bottom: number;
  /** The height of the capitals of the first line, and the baseline of the last: what the eye aligns to. */
  cap_top: number;
  baseline: number;
  cap_height: number;
  font_size: number;
  font_weight: number;
  overflow: boolean;
}

type Align = "left" | "center" | "right";

interface Column {
  width: number;
  align: Align;
  /** Where a word is wider than the column, break inside it rather than leave the column. */
  break_words: boolean;
}

/**
 * Sets a text as large as its column and number of lines allow, between two sizes. What does not fit even at the
 * smaller one is set at that size all the same, whole, and marked as overflow.
 */
export async function fitText(
  layer: TextLayer,
  text: string,
  brandFonts: Font[],
  column: { width: number; align: Align },
  sizes: { min: number; max: number },
): Promise<Setting> {
  const fonts = await fontsFor(layer.weight, brandFonts);
  const set = (size: number, break_words = false) =>
    typeset(layer, text, fonts, size, { ...column, break_words });
  const fits = (setting: Measured) =>
    setting.lines <= layer.max_lines && setting.right - setting.left <= column.width;

  const largest = await set(sizes.max);
  if (fits(largest)) return { ...largest, overflow: false };
  let best = await set(sizes.min);
  if (!fits(best)) return { ...(await set(sizes.min, true)), overflow: true };
  let low = sizes.min;
  let high = sizes.max;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    const setting = await set(middle);
    if (fits(setting)) {
      low = middle;
      best = setting;
    } else high = middle;
  }
  return { ...best, overflow: false };
}

interface Measured extends Omit<Setting, "overflow"> {
  lines: number;
}

async function typeset(
  layer: TextLayer,
  text: string,
  fonts: Font[],
  size: number,
  column: Column,
): Promise<Measured> {
  const style = {
    fontSize: size,
    lineHeight: layer.line_height,
    letterSpacing: layer.letter_spacing * size,
  };
  const reference = await outline("H", fonts, { ...style, width: size * 4 });
  const setting = await outline(text, fonts, {
    ...style,
    width: column.width,
    textAlign: column.align,
    textWrap: "balance",
    whiteSpace: "pre-line",
    wordBreak: column.break_words ? "break-word" : "normal",
  });
  if (setting.missing.length > 0) {
    const characters = [...new Set(setting.missing.join(""))].join(" ");
    throw new LayoutError(
      "missing_glyph",
      layer.id,
      "text",
      `no font at hand has a glyph for: ${characters}`,
    );
  }
  const ink = bounds(setting.path);
  const capital = bounds(reference.path);
  if (!ink || !capital) throw new LayoutError("missing_glyph", layer.id, "text", "nothing of it is visible");
  const lineHeight = size * layer.line_height;
  const lines = Math.max(1, Math.round(setting.height / lineHeight));
  return {
    path: setting.path,
    ...ink,
    cap_top: capital.top,
    baseline: capital.bottom + (lines - 1) * lineHeight,
    cap_height: capital.bottom - capital.top,
    font_size: size,
    font_weight: fonts[0]?.weight ?? layer.weight,
    lines,
  };
}

/** Whether a font can be read and set, as null or the reason why not. */
export async function canTypeset(data: Buffer): Promise<string | null> {
  try {
    await outline("Hx", [{ name: "trial", weight: 400, data }], { fontSize: 20, width: 100 });
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

async function outline(
  text: string,
  fonts: Font[],
  style: { width: number } & Record<string, string | number>,
): Promise<{ path: string; height: number; missing: string[] }> {
  const missing: string[] = [];
  const families = fonts.map((font, index) => ({
    // The name of a brand's font could hold anything that means something in CSS.
    name: `font${index}`,
    data: font.data,
    weight: 400 as const,
    style: "normal" as const,
  }));
  const options: SatoriOptions = {
    width: style.width,
    fonts: families,
    embedFont: true,
    loadAdditionalAsset: async (_script, characters) => {
      missing.push(characters);
      return [];
    },
  };
  const fontFamily = families.map((family) => family.name).join(", ");
  const element = {
    type: "div",
    props: { style: { display: "flex", fontFamily, ...style }, children: text },
  };
  const svg = await satori(element as unknown as Parameters<typeof satori>[0], options);
  return {
    path: [...svg.matchAll(/<path [^>]*?\bd="([^"]*)"/g)].map((match) => match[1]).join(""),
    height: Number(/height="([\d.]+)"/.exec(svg)?.[1]),
    missing,
  };
}

/** The extent of path data that holds absolute M, L, Q, C and Z only. */
function bounds(path: string): { left: number; top: number; right: number; bottom: number } | null {
  const numbers = path.match(/-?\d+(\.\d+)?(e-?\d+)?/g)?.map(Number) ?? [];
  if (numbers.length === 0) return null;
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (let index = 0; index + 1 < numbers.length; index += 2) {
    const x = numbers[index] as number;
    const y = numbers[index + 1] as number;
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x);
    box.top = Math.min(box.top, y);
    box.bottom = Math.max(box.bottom, y);
  }
  return box;
}
