import type { OverlayOptions } from "sharp";
import { type Lettering, letter } from "../../worker/render/lettering.ts";
import type { Brief } from "./briefs.ts";
import type { BrandDesign, Color } from "./design.ts";
import type { Cost } from "./money.ts";
import type { Variant } from "./overview.ts";
import { costs, number, score, shorten, sourceOf, violation } from "./report.ts";

const ink = "#191A1C";
const quiet = "#5F6267";
const line = "#D9D9D4";
const verdictColors: Record<string, string> = {
  pass: "#157A3C",
  warn: "#9A6100",
  fail: "#B3261E",
  incomplete: "#5C5F66",
};

/** The side of the tile that the brand's logo stands on. */
export const logoSize = 120;

/** Where texts stand on the sheet. */
export interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
}

/** Painted texts, and the shapes beside and behind them as SVG. */
export interface Part {
  readonly texts: OverlayOptions[];
  readonly shapes: string;
}

/** The brand, what it is about, what its pictures cost, and its palette. */
export async function header(
  { name, description, logo, palette }: BrandDesign,
  cost: Cost,
  { left, top, width }: Place,
): Promise<Part> {
  const indent = left + logoSize + 32;
  const room = width - logoSize - 32;
  const title = await letter(name, { size: 54, weight: 700, letter_spacing: -0.022, color: ink }, room);
  const about = await letter(`${description}   ·   ${costs(cost)}`, { size: 24, color: quiet }, room);
  const swatches = await palettePart(palette, left + width, top + 6);
  return {
    texts: [title.at(indent, top + 12), about.at(indent, top + 84), ...swatches.texts],
    shapes: `${swatches.shapes}<rect x="${left}" y="${top}" width="${logoSize}" height="${logoSize}" rx="18" fill="${logo.ground_color}"/>`,
  };
}

const swatch = 44;

/** The palette, ending at a right edge. */
async function palettePart(palette: readonly Color[], right: number, top: number): Promise<Part> {
  const texts: OverlayOptions[] = [];
  let shapes = "";
  let end = right;
  for (const { hex, name } of palette.toReversed()) {
    const title = await letter(name, { size: 20, color: ink }, 300);
    const code = await letter(hex, { size: 18, color: quiet }, 300);
    const left = end - Math.max(title.width, code.width);
    texts.push(title.at(left, top + 3), code.at(left, top + 29));
    const edge = hex === "#FFFFFF" ? "#C9C9C4" : hex;
    const middle = left - 12 - swatch / 2;
    shapes += `<circle cx="${middle}" cy="${top + swatch / 2}" r="${swatch / 2 - 0.5}" fill="${hex}" stroke="${edge}"/>`;
    end = middle - swatch / 2 - 36;
  }
  return { texts, shapes };
}

/** How much room a request's heading takes; the prompt of an AI picture stands in a line of its own. */
export const headingHeight = (prompt: string | null) => (prompt === null ? 96 : 136);

/** A request: its title, where its picture comes from, and what it cost. */
export async function heading(
  brief: Brief,
  prompt: string | null,
  cost: Cost,
  { left, top, width }: Place,
): Promise<Part> {
  const [source] = brief.sources;
  const origin = source?.type === "ai" ? sourceOf(brief) : `Stock, “${brief.search_term}”`;
  const style = { size: 32, weight: 700, letter_spacing: -0.0125, color: ink };
  const title = await letter(brief.title, style, width);
  const room = width - title.width - 24;
  const rest = await letter(`${origin}   ·   ${costs(cost)}`, { size: 24, color: quiet }, room);
  const baseline = top + 58;
  const texts = [
    title.at(left, baseline - title.height),
    rest.at(left + title.width + 24, baseline - rest.height),
  ];
  if (prompt !== null) {
    const sent = await letter(`Prompt: ${shorten(prompt, 190)}`, { size: 20, color: quiet }, width);
    texts.push(sent.at(left, baseline + 26));
  }
  return { texts, shapes: `<rect x="${left}" y="${top}" width="${width}" height="2" fill="${line}"/>` };
}

/** How much room captions take, and what divides them from the next row. */
export const captionHeight = (variants: readonly Variant[]) =>
  variants.some(({ worst_violation }) => worst_violation !== null) ? 146 : 104;

/** A variant's placement, score and size, and what its score suffers from. */
export async function caption(variant: Variant, { left, top, width }: Place): Promise<Part> {
  const { platform, placement, format, bytes, verdict } = variant;
  const points = await letter(score(variant), { size: 22, weight: 700, color: "#FFFFFF" }, width);
  const pill = pillBehind(points, left + width, top);
  const name = await letter(
    `${platform}/${placement}`,
    { size: 24, weight: 700, color: ink },
    width - pill.width - 12,
  );
  const file = `${variant.width} × ${variant.height}   ·   ${format.toUpperCase()} ${number(Math.round(bytes / 1000))} kB`;
  const facts = await letter(file, { size: 18, color: quiet }, width);
  const texts = [
    name.at(left, top + (pill.height - name.height) / 2),
    points.at(pill.left + pill.padding, top + (pill.height - points.height) / 2),
    facts.at(left, top + pill.height + 10),
  ];
  if (variant.worst_violation !== null) {
    // Two lines, by the width of a middling letter.
    const fault = shorten(violation(variant), Math.floor((2 * width) / 10));
    const small = { size: 17, line_height: 1.35, max_lines: 3, color: quiet };
    const text = await letter(fault, small, width);
    texts.push(text.at(left, top + pill.height + 38));
  }
  return {
    texts,
    shapes: `<rect x="${pill.left}" y="${top}" width="${pill.width}" height="${pill.height}" rx="${pill.height / 2}" fill="${verdictColors[verdict ?? "incomplete"] ?? quiet}"/>`,
  };
}

/** A rounded box around a text, ending at a right edge. */
function pillBehind(text: Lettering, right: number, top: number) {
  const padding = 14;
  const width = text.width + 2 * padding;
  return { left: right - width, top, width, height: 36, padding };
}
