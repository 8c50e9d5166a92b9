import { differenceCiede2000, type Lab65, lab65, wcagContrast } from "culori";

/** What the program reads: a measurement as the worker and content.scoring_facts() make it, as far as the rules look. */
export interface Measured {
  width: number;
  height: number;
  bytes: number;
  format: string;
  palette: { hex: string; l: number; a: number; b: number; share: number }[];
  texts: {
    layer: string;
    text: string;
    box: Box;
    font_size: number;
    font_weight: number;
    color: string;
    overflow: boolean;
    fonts: string[];
    worst_background: string;
  }[];
  logo: {
    box: Box;
    own: { width: number; height: number };
    color: string;
    worst_background: string;
    clear_space: { required: number; observed: number };
  } | null;
  source: { scale: number } | null;
  subject: { in_frame: number | null; covered: number | null } | null;
  safe_zone: { pixels: number }[];
  disclosure: string | null;
  caption: string;
  alt_text: string | null;
  placement: {
    width: number;
    height: number;
    formats: string[];
    max_bytes: number;
    caption_limit: number | null;
    hashtag_limit: number | null;
    mention_limit: number | null;
    alt_text_limit: number | null;
    alt_text_required: boolean;
  };
  asset: { is_ai: boolean; is_nsfw: boolean | null };
  licenses: { days_left: number }[];
  nearest: { distance: number } | null;
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Colour {
  hex: string;
  role?: string;
  l: number;
  a: number;
  b: number;
}

/** content.guideline_context(), made ready for this program. */
export interface Context {
  palette: Colour[];
  forbidden_colors: Colour[];
  prohibited_terms: { term: string }[];
  required_terms: string[];
  allowed_fonts: string[];
  logo_rules: { required?: boolean; ground?: "light" | "dark"; places?: string[] };
}

export type Rules = Record<string, Record<string, number>>;

const deltaE = differenceCiede2000();
const toLab = (colour: { l: number; a: number; b: number }): Lab65 => ({ mode: "lab65", ...colour });
/** As numeric has it: a double is taken with 15 digits, then rounded half away from zero or cut. */
const digits = (value: number) => Number(value.toPrecision(15));
const thousandths = (value: number) => Math.round(digits(value) * 1000 + 1e-9);
const cut = (value: number, scale = 10_000) => Math.floor(digits(value) * scale + 1e-7);
const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;
const fold = (text: string) =>
  text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/gu, "")
    .toLowerCase()
    .replace(/\s+/gu, " ");
const quoted = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/gu, "\\$&");
const termPatterns = new Map<string, RegExp>();
function termPattern(term: string): RegExp {
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

/** Each rule's observed number by check, as brand.rule_catalogue() says; null where it does not apply. Sound measurements only. */
export function observe(m: Measured, rules: Rules, context: Context): Record<string, number | null> {
  const { logo, placement } = m;
  const area = m.width * m.height;
  const side = Math.min(m.width, m.height);
  const plain = m.caption.replace(url, " ");
  const hashtags = plain.match(hashtag) ?? [];
  const words = [...m.texts.map(({ text }) => text), m.caption, m.alt_text ?? ""].map(fold);
  const letters = count(m.caption, /[\p{Lu}\p{Ll}]/gu);
  const emoji = count(m.caption, /\p{Extended_Pictographic}/gu);
  const tokens = count(m.caption, /\p{L}[\p{L}\p{N}'’-]*/gu) + emoji;
  const alt = m.alt_text?.trim() ?? "";
  const ground = logo === null ? undefined : lab65(logo.worst_background)?.l;
  const excess = (value: number, limit: number | null) =>
    limit === null ? null : 10_000 * Math.max(value - limit, 0);
  return {
    palette: paletteDistance(m, rules.palette?.area ?? 0, context),
    primary_coverage: primaryCoverage(m, rules.primary_coverage?.delta_e ?? 0, context, area),
    forbidden_colors: forbiddenShare(m, rules.forbidden_colors?.delta_e ?? 0, context),
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

/** Mean distance, by area, of the part of the picture that is nearest to the brand's colours. */
function paletteDistance(m: Measured, part: number, { palette }: Context): number | null {
  if (palette.length === 0) return null;
  const brand = palette.map(toLab);
  const clusters = m.palette
    .map((cluster) => {
      const lab = toLab(cluster);
      return {
        hex: cluster.hex,
        share: cluster.share,
        distance: thousandths(Math.min(...brand.map((colour) => deltaE(lab, colour)))),
      };
    })
    .sort((a, b) => a.distance - b.distance || (a.hex < b.hex ? -1 : 1));
  let [rest, sum] = [Math.round(part * 10_000), 0];
  const whole = rest;
  for (const { share, distance } of clusters) {
    const counted = Math.min(Math.round(share * 10_000), rest);
    rest -= counted;
    sum += counted * distance;
  }
  return 10 * Math.floor(sum / (whole - rest));
}

function primaryCoverage(m: Measured, reach: number, { palette }: Context, area: number): number | null {
  const primary = palette.filter(({ role }) => role === "primary").map(toLab);
  if (primary.length === 0) return null;
  const isNear = (lab: Lab65) => primary.some((colour) => thousandths(deltaE(lab, colour)) <= reach * 1000);
  const shown = m.palette.reduce((sum, cluster) => sum + (isNear(toLab(cluster)) ? cluster.share : 0), 0);
  const painted = [...m.texts, ...(m.logo ? [m.logo] : [])].reduce((sum, { color, box }) => {
    const lab = lab65(color);
    return sum + (lab && isNear(lab) ? Math.min((box.width * box.height) / area, 1) : 0);
  }, 0);
  return cut(Math.max(shown, Math.min(painted, 1)));
}

function forbiddenShare(m: Measured, reach: number, { forbidden_colors }: Context): number | null {
  if (forbidden_colors.length === 0) return null;
  const forbidden = forbidden_colors.map(toLab);
  return cut(
    m.palette.reduce((sum, cluster) => {
      const lab = toLab(cluster);
      return (
        sum +
        (forbidden.some((colour) => thousandths(deltaE(lab, colour)) <= reach * 1000) ? cluster.share : 0)
      );
    }, 0),
  );
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

function isThere(term: string, m: Measured, hashtags: string[], plain: string): boolean {
  if (term.startsWith("#")) return hashtags.some((tag) => fold(tag) === fold(term));
  if (term.startsWith("@")) return (plain.match(mention) ?? []).some((name) => fold(name) === fold(term));
  return [m.caption, ...m.texts.map(({ text }) => text)].some(
    (body) => fold(body).search(termPattern(term)) >= 0,
  );
}

/** A row of brand.rule_parameters(): whole numbers, as in the database. */
export interface Parameter {
  position: number;
  check_key: string;
  weight: number;
  warn: number;
  fail: number;
  zero: number;
  gate_cap: number | null;
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
