import type { OverlayOptions } from "sharp";
import { palette } from "./brand.ts";
import type { Brief } from "./briefs.ts";
import { type Lettering, letter } from "./lettering.ts";
import type { Cost, Spend } from "./money.ts";
import type { Variant } from "./overview.ts";
import { costs, money, number, score, sourceOf, violation } from "./report.ts";

const ink = "#191A1C";
const quiet = "#5F6267";
const line = "#D9D9D4";
const verdictColors: Record<string, string> = {
  pass: "#157A3C",
  warn: "#9A6100",
  fail: "#B3261E",
  incomplete: "#5C5F66",
};

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

/** The brand, its palette, and what the month has cost. */
export async function header(brand: string, spend: Spend, { left, top, width }: Place): Promise<Part> {
  const { spent, cap, currency } = spend;
  const capped = cap === null ? "" : ` of ${money(cap, currency)}`;
  const name = await letter(brand, { size: 54, weight: 700, letter_spacing: -0.022, color: ink }, width);
  const cost = `Spent this month: ${money(spent, currency)}${capped}`;
  const spending = await letter(cost, { size: 24, color: quiet }, width);
  const swatches = await palettePart(left + width, top + 6);
  return {
    texts: [name.at(left, top + 8), spending.at(left, top + 80), ...swatches.texts],
    shapes: swatches.shapes,
  };
}

const swatch = 44;

/** The palette, ending at a right edge. */
async function palettePart(right: number, top: number): Promise<Part> {
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

/** A request: its title, where its picture comes from, and what it cost. */
export async function heading(brief: Brief, cost: Cost, { left, top, width }: Place): Promise<Part> {
  const [source] = brief.sources;
  const origin = source?.type === "ai" ? sourceOf(brief) : `Stock, “${brief.search_term}”`;
  const title = await letter(
    brief.title,
    { size: 32, weight: 700, letter_spacing: -0.0125, color: ink },
    width,
  );
  const room = width - title.width - 24;
  const rest = await letter(`${origin}   ·   ${costs(cost)}`, { size: 24, color: quiet }, room);
  const baseline = top + 60;
  return {
    texts: [
      title.at(left, baseline - title.height),
      rest.at(left + title.width + 24, baseline - rest.height),
    ],
    shapes: `<rect x="${left}" y="${top}" width="${width}" height="2" fill="${line}"/>`,
  };
}

/** A variant's placement, score and size, and what its score suffers from. */
export async function caption(variant: Variant, { left, top, width }: Place): Promise<Part> {
  const { platform, placement, format, bytes, status, verdict } = variant;
  const name = await letter(`${platform}/${placement}`, { size: 28, weight: 700, color: ink }, width);
  const points = await letter(score(variant), { size: 26, weight: 700, color: "#FFFFFF" }, width);
  const file = `${variant.width} × ${variant.height}   ·   ${format.toUpperCase()} ${number(Math.round(bytes / 1000))} kB   ·   ${status}`;
  const facts = await letter(file, { size: 20, color: quiet }, width);
  const small = { size: 19, line_height: 1.35, max_lines: 3, color: quiet };
  const fault = await letter(violation(variant), small, width);
  const pill = pillBehind(points, left + width, top);
  return {
    texts: [
      name.at(left, top + (pill.height - name.height) / 2),
      points.at(pill.left + pill.padding, top + (pill.height - points.height) / 2),
      facts.at(left, top + pill.height + 11),
      fault.at(left, top + pill.height + 43),
    ],
    shapes: `<rect x="${pill.left}" y="${top}" width="${pill.width}" height="${pill.height}" rx="${pill.height / 2}" fill="${verdictColors[verdict ?? "incomplete"] ?? quiet}"/>`,
  };
}

/** A rounded box around a text, ending at a right edge. */
function pillBehind(text: Lettering, right: number, top: number) {
  const padding = 16;
  const width = text.width + 2 * padding;
  return { left: right - width, top, width, height: 42, padding };
}

/** What an AI picture was made from. */
export async function promptPanel(prompt: string, place: Place & { height: number }): Promise<Part> {
  const { left, top, width, height } = place;
  const indent = 34;
  const title = await letter(
    "The prompt, as it was sent",
    { size: 20, weight: 700, color: ink },
    width - indent,
  );
  const style = { size: 24, line_height: 1.5, max_lines: 16, color: quiet };
  const text = await letter(prompt, style, width - indent);
  return {
    texts: [title.at(left + indent, top + 4), text.at(left + indent, top + 50)],
    shapes: `<rect x="${left}" y="${top}" width="2" height="${height}" fill="${line}"/>`,
  };
}
