import { differenceCiede2000, type Lab65, lab65, wcagContrast } from "culori";
import type { Box, Colour, Context, Measured, Near, Parameter, Rules, Shown } from "./scoring-types.ts";

const deltaE = differenceCiede2000();
/** As numeric has it: a double is taken with 15 digits, then rounded half away from zero or cut. */
export const digits = (value: number) => Number(value.toPrecision(15));
const thousandths = (value: number) => Math.round(digits(value) * 1000 + 1e-9);
const cut = (value: number, scale = 10_000) => Math.floor(digits(value) * scale + 1e-7);
const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;
export const fold = (text: string) =>
  text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/gu, "")
    .toLowerCase()
    .replace(/\s+/gu, " ");
const quoted = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/gu, "\\$&");
const termPatterns = new Map<string, RegExp>();
export function termPattern(term: string): RegExp {
  let pattern = termPatterns.get(term);
  if (pattern === undefined) {
    pattern = new RegExp(`(?<![\\p{L}\\p{N}])${quoted(fold(term))}(?![\\p{L}\\p{N}])`, "gu");
    termPatterns.set(term, pattern);
  }
  return pattern;
}
const hashtag = /(?<![&/])[#＃](?=[\d_]*\p{L})[\p{L}\p{N}_]+/gu;
const mention = /(?<![\p{L}\p{N}_.+-])[@＠][\p{L}\p{N}_](?:[\p{L}\p{N}_.@-]*[\p{L}\p{N}_])?/gu;
const url = /https?:\/\/\S*/giu;

/** The caption without addresses, and its hashtags. */
export function readCaption({ caption }: Measured): { plain: string; hashtags: string[] } {
  const plain = caption.replace(url, " ");
  return { plain, hashtags: plain.match(hashtag) ?? [] };
}

/** The nearest of the colours; of two as near, that with the first hex. */
function nearest(lab: Lab65, colours: Colour[]): Near | undefined {
  let [found, least]: [Colour | undefined, number] = [undefined, Number.POSITIVE_INFINITY];
  for (const colour of colours) {
    const distance = deltaE(lab, colour);
    if (found === undefined || distance < least || (distance === least && colour.hex < found.hex))
      [found, least] = [colour, distance];
  }
  return found && { colour: found, distance: thousandths(least) };
}

/** The colours that a picture shows, each with the guideline's that are nearest to it: for all the rules that look at colours. */
export function showColors(m: Measured, { palette, forbidden_colors }: Context): Shown[] {
  const primary = palette.filter(({ role }) => role === "primary");
  const area = m.width * m.height;
  return [
    ...m.palette.map(({ hex, share, l, a, b }) => {
      const lab: Lab65 = { mode: "lab65", l, a, b };
      return {
        hex,
        share,
        brand: nearest(lab, palette),
        primary: nearest(lab, primary),
        forbidden: nearest(lab, forbidden_colors),
      };
    }),
    ...(m.logo ? [...m.texts, m.logo] : m.texts).map(({ layer, color, box }) => ({
      layer,
      hex: color.toUpperCase(),
      share: Math.min((box.width * box.height) / area, 1),
      primary: nearest(lab65(color) as Lab65, primary),
    })),
  ];
}

/** Each rule's observed number by check, as brand.rule_catalogue() says; null where it does not apply. Sound measurements only. */
export function observe(
  m: Measured,
  shown: Shown[],
  rules: Rules,
  context: Context,
): Record<string, number | null> {
  const { logo, placement } = m;
  const area = m.width * m.height;
  const side = Math.min(m.width, m.height);
  const { plain, hashtags } = readCaption(m);
  const words = [...m.texts.map(({ text }) => text), m.caption, m.alt_text ?? ""].map(fold);
  const letters = count(m.caption, /[\p{Lu}\p{Ll}]/gu);
  const emoji = count(m.caption, /\p{Extended_Pictographic}/gu);
  const tokens = count(m.caption, /\p{L}[\p{L}\p{N}'’-]*/gu) + emoji;
  const alt = m.alt_text?.trim() ?? "";
  const ground = logo === null ? undefined : lab65(logo.worst_background)?.l;
  const excess = (value: number, limit: number | null) =>
    limit === null ? null : 10_000 * Math.max(value - limit, 0);
  return {
    palette: paletteDistance(shown, rules.palette?.area ?? 0),
    primary_coverage: primaryCoverage(shown, rules.primary_coverage?.delta_e ?? 0),
    forbidden_colors: forbiddenShare(shown, rules.forbidden_colors?.delta_e ?? 0),
    text_contrast: textContrast(m, false),
    large_text_contrast: textContrast(m, true),
    logo_contrast: logo && 10 * cut(wcagContrast(logo.color, logo.worst_background), 1000),
    logo_presence: context.logo_rules.required ? (logo ? 0 : 10_000) : null,
    logo_size: logo && cut(logo.box.width / m.width),
    text_fit: m.texts.length > 0 ? 10_000 * m.texts.filter(({ overflow }) => overflow).length : null,
    prohibited_terms:
      context.prohibited_terms.length === 0
        ? null
        : 10_000 *
          context.prohibited_terms.reduce(
            (hits, { term }) => hits + words.reduce((sum, body) => sum + count(body, termPattern(term)), 0),
            0,
          ),
    caption_length: excess([...m.caption].length, placement.caption_limit),
    hashtag_count: excess(hashtags.length, placement.hashtag_limit),
    mention_count: excess(count(plain, mention), placement.mention_limit),
    alt_text_limit: excess([...(m.alt_text ?? "")].length, placement.alt_text_limit),
    alt_text_required: placement.alt_text_required ? (alt === "" ? 10_000 : 0) : null,
    file_size: cut(Math.max(m.bytes - placement.max_bytes, 0) / 1000),
    file_format: placement.formats.includes(m.format) ? 0 : 10_000,
    dimensions: 10_000 * (Math.abs(m.width - placement.width) + Math.abs(m.height - placement.height)),
    logo_clear_space:
      logo && logo.clear_space.required > 0
        ? cut(Math.min(logo.clear_space.observed / logo.clear_space.required, 10))
        : null,
    logo_distortion:
      logo && cut(Math.abs(logo.box.width / logo.box.height / (logo.own.width / logo.own.height) - 1)),
    logo_placement:
      logo && context.logo_rules.places?.length
        ? context.logo_rules.places.includes(placeOf(logo.box, m))
          ? 0
          : 10_000
        : null,
    logo_ground:
      ground === undefined || context.logo_rules.ground === undefined
        ? null
        : cut(Math.max(context.logo_rules.ground === "light" ? 50 - ground : ground - 50, 0)),
    font_family:
      context.allowed_fonts.length === 0 || m.texts.length === 0
        ? null
        : 10_000 *
          m.texts.filter(({ fonts }) =>
            fonts.some(
              (font) =>
                !/emoji/i.test(font) &&
                !context.allowed_fonts.some((allowed) => fold(allowed) === fold(font)),
            ),
          ).length,
    text_size: m.texts.length > 0 ? cut(Math.min(...m.texts.map(({ font_size }) => font_size)) / side) : null,
    text_area:
      m.texts.length > 0
        ? cut(Math.min(m.texts.reduce((sum, { box }) => sum + box.width * box.height, 0) / area, 1))
        : null,
    safe_zone: cut(Math.max(0, ...m.safe_zone.map(({ pixels }) => pixels)) / side),
    required_terms:
      context.required_terms.length === 0
        ? null
        : 10_000 * context.required_terms.filter((term) => !isThere(term, m, hashtags, plain)).length,
    capitals: letters >= 10 ? cut(count(m.caption, /\p{Lu}/gu) / letters) : null,
    exclamation_marks:
      10_000 *
      [m.caption, ...m.texts.map(({ text }) => text)].reduce((sum, body) => sum + count(body, /[!！]/gu), 0),
    emoji_density: tokens > 0 ? cut(emoji / tokens) : null,
    alt_text_presence: alt === "" ? 10_000 : 0,
    alt_text_length: alt === "" ? null : 10_000 * [...alt].length,
    alt_text_file_name:
      alt === ""
        ? null
        : /^\S+\.(jpe?g|png|gif|webp|avif|hei[cf]|tiff?|bmp|svg)$/iu.test(alt) ||
            /^(img|dsc[fn]?|pxl|image|photo|picture|screenshot|untitled)[-_ ]*\d*$/iu.test(alt)
          ? 10_000
          : 0,
    upscaling: m.source && cut(m.source.scale),
    subject_visibility:
      m.subject?.in_frame == null ? null : cut(m.subject.in_frame * (1 - (m.subject.covered ?? 0))),
    nsfw: m.asset.is_nsfw === null ? null : m.asset.is_nsfw ? 10_000 : 0,
    ai_disclosure: m.asset.is_ai
      ? /trainedAlgorithmicMedia$/iu.test(m.disclosure ?? "")
        ? 0
        : 10_000
      : null,
    license_validity:
      m.licenses.length === 0
        ? null
        : 10_000 * Math.max(0, -Math.min(...m.licenses.map(({ days_left }) => days_left))),
    near_duplicate: m.nearest && 10_000 * m.nearest.distance,
  };
}

/** The part of the picture that is nearest to the brand's colours: what counts of each colour, in ten-thousandths of the picture. */
export function countNearest(shown: Shown[], part: number): { color: Shown; near: Near; counted: number }[] {
  let rest = Math.round(part * 10_000);
  return shown
    .flatMap((color) => (color.brand ? { color, near: color.brand, counted: 0 } : []))
    .sort((a, b) => a.near.distance - b.near.distance || (a.color.hex < b.color.hex ? -1 : 1))
    .map((one) => {
      one.counted = Math.min(Math.round(one.color.share * 10_000), rest);
      rest -= one.counted;
      return one;
    });
}

/** Mean distance, by area, of that part. */
function paletteDistance(shown: Shown[], part: number): number | null {
  let [whole, sum] = [0, 0];
  for (const { near, counted } of countNearest(shown, part)) {
    whole += counted;
    sum += counted * near.distance;
  }
  return whole > 0 ? 10 * Math.floor(sum / whole) : null;
}

function primaryCoverage(shown: Shown[], reach: number): number | null {
  let [area, painted, applies] = [0, 0, false];
  for (const { layer, share, primary } of shown) {
    applies ||= primary !== undefined;
    if (primary === undefined || primary.distance > reach * 1000) continue;
    if (layer === undefined) area += share;
    else painted += share;
  }
  return applies ? cut(Math.max(area, Math.min(painted, 1))) : null;
}

function forbiddenShare(shown: Shown[], reach: number): number | null {
  let [sum, applies] = [0, false];
  for (const { share, forbidden } of shown) {
    applies ||= forbidden !== undefined;
    if (forbidden !== undefined && forbidden.distance <= reach * 1000) sum += share;
  }
  return applies ? cut(sum) : null;
}

function textContrast(m: Measured, large: boolean): number | null {
  const ratios = m.texts
    .filter(
      ({ font_size, font_weight }) =>
        (font_size >= 24 || (font_size >= 18.66 && font_weight >= 700)) === large,
    )
    .map(({ color, worst_background }) => 10 * cut(wcagContrast(color, worst_background), 1000));
  return ratios.length > 0 ? Math.min(...ratios) : null;
}

function placeOf({ x, y, width, height }: Box, m: Measured): string {
  const third = (middle: number, size: number) => (3 * middle < size ? 0 : 3 * middle < 2 * size ? 1 : 2);
  const names = [
    ["top_left", "top", "top_right"],
    ["left", "center", "right"],
    ["bottom_left", "bottom", "bottom_right"],
  ];
  return names[third(y + height / 2, m.height)]?.[third(x + width / 2, m.width)] ?? "";
}

export function isThere(term: string, m: Measured, hashtags: string[], plain: string): boolean {
  if (term.startsWith("#")) return hashtags.some((tag) => fold(tag) === fold(term));
  if (term.startsWith("@")) return (plain.match(mention) ?? []).some((name) => fold(name) === fold(term));
  return [m.caption, ...m.texts.map(({ text }) => text)].some(
    (body) => fold(body).search(termPattern(term)) >= 0,
  );
}

/** Points of an observed number, in thousandths: content.judge_value(). */
export function points(value: number | null, { warn, fail, zero }: Parameter): number | null {
  if (value === null) return null;
  if (zero >= fail) {
    if (value <= warn) return 100_000;
    if (value <= fail) return 50_000 + Math.trunc((50_000 * (fail - value)) / (fail - warn));
    return zero === fail ? 0 : Math.max(Math.trunc((50_000 * (zero - value)) / (zero - fail)), 0);
  }
  if (value >= warn) return 100_000;
  if (value >= fail) return 50_000 + Math.trunc((50_000 * (value - fail)) / (warn - fail));
  return Math.max(Math.trunc((50_000 * (value - zero)) / (fail - zero)), 0);
}
