import { lab65 } from "culori";
import { countNearest, digits, fold, isThere, readCaption, termPattern } from "./scoring-rules.ts";
import type { Context, Measured, Near, Shown } from "./scoring-types.ts";

/** Why a check was not passed: what a person can verify, and a sentence. */
export interface Told {
  evidence: unknown[];
  message: string;
}

/** What a check was made of. observation: in ten-thousandths, as observe() says. */
interface Judged {
  m: Measured;
  shown: Shown[];
  observation: number;
  rule: Record<string, number>;
  context: Context;
}

/** Evidence and sentence of a check that was not passed, as the database's check_… functions have them. */
export function tell(check: string, judged: Judged): Told {
  const told = sentences[check]?.(judged);
  if (!told) throw new Error(`The Node program cannot say why ${check} was not passed: write its sentence.`);
  return told;
}

/** As numeric's round() prints it: half away from zero, with all its digits. */
const rounded = (value: number, scale = 0) =>
  (Math.round(digits(value * 10 ** scale)) / 10 ** scale).toFixed(scale);
const percent = (share: number | undefined) => String(digits(100 * (share ?? 0)));
/** What is missing comes last. */
const order = (a = "\uffff", b = "\uffff") => (a < b ? -1 : a > b ? 1 : 0);
/** Distances print with their three decimals. */
const printed = ({ distance }: Near) => (distance / 1000).toFixed(3);

const sentences: Record<string, (judged: Judged) => Told | null> = {
  palette({ shown, observation, rule }) {
    const clusters = countNearest(shown, rule.area ?? 0).sort(
      (a, b) => b.near.distance * b.counted - a.near.distance * a.counted || order(a.color.hex, b.color.hex),
    );
    const [most] = clusters;
    if (most === undefined) return null;
    return {
      evidence: clusters.map(({ color, near, counted }) => ({
        color: color.hex,
        share: color.share,
        counted: counted / 10_000,
        delta_e: near.distance / 1000,
        nearest: near.colour.hex,
        nearest_name: near.colour.name,
      })),
      message: `The ${rounded(100 * (rule.area ?? 0))} % of the picture nearest to the brand's colours is ΔE ${rounded(observation / 10_000, 1)} away from them on average; up to ${rule.warn} is good. Most of it comes from ${most.color.hex}, ΔE ${printed(most.near)} from ${most.near.colour.name}: take a picture, background or panel nearer to the palette.`,
    };
  },

  primary_coverage({ shown, observation, rule, context }) {
    const colors = shown
      .flatMap((color) => (color.primary ? { color, near: color.primary } : []))
      .sort(
        (a, b) =>
          a.near.distance - b.near.distance ||
          order(a.color.hex, b.color.hex) ||
          order(a.color.layer, b.color.layer),
      );
    const [first] = colors;
    const names = context.palette
      .filter(({ role }) => role === "primary")
      .sort((a, b) => order(a.hex, b.hex))
      .map(({ name, hex }) => `${name} ${hex}`);
    if (first === undefined) return null;
    return {
      evidence: colors.slice(0, 4).map(({ color, near }) => ({
        layer: color.layer,
        color: color.hex,
        share: Number(rounded(color.share, 4)),
        delta_e: near.distance / 1000,
        nearest: near.colour.hex,
        nearest_name: near.colour.name,
      })),
      message: `${rounded(observation / 100, 1)} % of the picture is in a primary colour (${names.join(", ")}); at least ${percent(rule.warn)} % is wanted. The nearest colour in it is ${first.color.hex}, ΔE ${printed(first.near)} away. Use one for a panel, a text or the logo.`,
    };
  },

  forbidden_colors({ shown, observation, rule }) {
    const reach = (rule.delta_e ?? 0) * 1000;
    const hits = shown
      .flatMap((color) =>
        color.forbidden && color.forbidden.distance <= reach ? { color, near: color.forbidden } : [],
      )
      .sort((a, b) => b.color.share - a.color.share || order(a.color.hex, b.color.hex));
    const [most] = hits;
    if (most === undefined) return null;
    return {
      evidence: hits.map(({ color, near }) => ({
        color: color.hex,
        share: color.share,
        forbidden: near.colour.hex,
        delta_e: near.distance / 1000,
      })),
      message: `${rounded(observation / 100, 1)} % of the picture is in a forbidden colour; at most ${percent(rule.warn)} % is fine. Most of it is ${most.color.hex}, ΔE ${printed(most.near)} from the forbidden ${most.near.colour.hex}: take another picture, background or panel.`,
    };
  },

  logo_contrast({ m: { logo }, observation, rule }) {
    if (logo === null) return null;
    const { layer, color, worst_background: background, worst_region: region } = logo;
    const contrast = observation / 10_000;
    return {
      evidence: [{ layer, contrast, color, background, region }],
      message: `The logo (${color}) has a contrast of ${contrast.toFixed(3)} : 1 where its ground is ${background}, in the ${region.width} × ${region.height} px at ${region.x}, ${region.y}; ${rule.warn} : 1 is needed. Put a panel under it, take another version of the logo, or move it.`,
    };
  },

  logo_size({ m: { logo, width }, observation, rule }) {
    if (logo === null) return null;
    const { layer, box } = logo;
    return {
      evidence: [{ layer, box }],
      message: `The logo takes ${observation / 100} % of the picture's width, ${box.width} of ${width} px; at least ${percent(rule.warn)} % is needed. Raise the width of the template's logo layer.`,
    };
  },

  text_fit({ m: { texts } }) {
    const over = texts.filter(({ overflow }) => overflow).sort((a, b) => order(a.layer, b.layer));
    const layers = over.map(({ layer }) => `"${layer}"`).join(", ");
    return {
      evidence: over.map(({ layer, text, box, font_size }) => ({ layer, text, box, font_size })),
      message: `${over.length === 1 ? `The text ${layers} does` : `Each of the texts ${layers} does`} not fit its place even at its smallest size. Shorten the text.`,
    };
  },

  prohibited_terms({ m, context }) {
    const places = [
      ...m.texts.map(({ layer, text }) => ({ field: "text", layer, body: text })),
      { field: "caption", layer: null, body: m.caption },
      { field: "alt_text", layer: null, body: m.alt_text ?? "" },
    ]
      .flatMap(({ field, layer, body }) =>
        findTerms(body, context.prohibited_terms).map((hit) => ({ field, layer, ...hit })),
      )
      .sort(
        (a, b) =>
          order(b.field, a.field) ||
          order(a.layer ?? undefined, b.layer ?? undefined) ||
          a.offset - b.offset ||
          order(a.term, b.term),
      );
    const [first] = places;
    if (first === undefined) return null;
    const found = [...new Set(places.map(({ term }) => `"${term}"`))].sort();
    const where = { caption: "in the caption", alt_text: "in the alternative text" }[first.field];
    return {
      evidence: places,
      message: `Prohibited: ${found.join(", ")}. The first is ${JSON.stringify(first.matched)} ${where ?? `in the text "${first.layer}"`}, ${["at the start", "after 1 character"][first.offset] ?? `after ${first.offset} characters`}. Take it out.`,
    };
  },

  file_size({ m: { bytes, placement } }) {
    return {
      evidence: [{ field: "bytes", observed: bytes, allowed: placement.max_bytes }],
      message: `The file has ${bytes} bytes, the platform takes ${placement.max_bytes}: render it again at a lower quality.`,
    };
  },

  logo_clear_space({ m: { logo } }) {
    if (logo === null) return null;
    const { observed, required } = logo.clear_space;
    return {
      evidence: [{ layer: logo.layer, box: logo.box, clear: observed, needed: required }],
      message: `${observed} px around the logo are clear; the template asks for ${required}. Move the text or panel that is nearest to it, or make it smaller.`,
    };
  },

  logo_ground({ m: { logo }, context: { logo_rules } }) {
    if (logo === null) return null;
    const { layer, color, worst_background: background, worst_region: region } = logo;
    const { ground } = logo_rules;
    const lightness = rounded(lab65(background)?.l ?? Number.NaN, 1);
    return {
      evidence: [{ layer, color, background, region, lightness: Number(lightness) }],
      message: `The logo is made for a ${ground} ground and stands on ${background}, L* ${lightness}. Take its version for ${ground === "light" ? "dark" : "light"} grounds, or put a ${ground} panel under it.`,
    };
  },

  safe_zone({ m: { safe_zone } }) {
    const intrusions = safe_zone
      .map(({ layer, edge, pixels }) => ({ layer, edge, pixels }))
      .sort((a, b) => b.pixels - a.pixels || order(a.layer, b.layer) || order(a.edge, b.edge));
    const [first] = intrusions;
    if (first === undefined) return null;
    const side = first.edge === "left" || first.edge === "right" ? `${first.edge} edge` : first.edge;
    return {
      evidence: intrusions,
      message: `"${first.layer}" reaches ${first.pixels} px into what the platform covers at the ${side}. Move it inwards.`,
    };
  },

  required_terms({ m, context }) {
    const { plain, hashtags } = readCaption(m);
    const terms = context.required_terms
      .map((term) => ({ term, found: isThere(term, m, hashtags, plain) }))
      .sort((a, b) => Number(a.found) - Number(b.found));
    const missing = terms.filter(({ found }) => !found).map(({ term }) => term);
    return {
      evidence: terms,
      message: `Missing: ${missing.map((term) => `"${term}"`).join(", ")}. Add ${missing.length === 1 ? "it" : "them"} to the caption${missing.some((term) => !/^[#@]/.test(term)) ? ", or to a text on the picture" : ""}.`,
    };
  },

  exclamation_marks({ m, observation, rule }) {
    const places = [
      { field: "caption", layer: undefined, body: m.caption },
      ...m.texts.map(({ layer, text }) => ({ field: "text", layer, body: text })),
    ]
      .map(({ field, layer, body }) => ({ field, layer, marks: body.match(/[!！]/gu)?.length ?? 0 }))
      .filter(({ marks }) => marks > 0)
      .sort((a, b) => b.marks - a.marks || order(a.field, b.field) || order(a.layer, b.layer));
    return {
      evidence: places,
      message: `There are ${observation / 10_000} exclamation marks in caption and texts; up to ${rule.warn} are good. Take some out.`,
    };
  },

  upscaling({ m: { source } }) {
    if (source === null) return null;
    const { scale, crop, width, height } = source;
    return {
      evidence: [{ scale, crop, width, height }],
      message: `The source is enlarged ${rounded(scale, 2)} times: only ${crop.width} × ${crop.height} of its pixels are shown. Take a larger picture, or one that is cropped less here.`,
    };
  },

  subject_visibility({ m: { subject } }) {
    if (subject === null || subject.in_frame === null) return null;
    const { box, in_frame, covered } = subject;
    const hidden = covered ?? 0;
    return {
      // What is undefined is left out of the JSON.
      evidence: [{ box: box ?? undefined, in_frame, covered: covered ?? undefined }],
      message: `${rounded(100 * in_frame * (1 - hidden))} % of the subject is to be seen: ${rounded(100 * in_frame)} % is in the frame, and ${rounded(100 * hidden)} % of that is covered. Set a focal point, or move text and logo off it.`,
    };
  },

  near_duplicate({ m: { nearest } }) {
    if (nearest === null) return null;
    return {
      evidence: [nearest],
      message: `It looks like variant ${nearest.asset_variant_id}, which was published: their perceptual hashes differ in ${nearest.distance} of 64 bits. Take another picture or crop.`,
    };
  },
};

/** Each occurrence of each term, with its place in the body in characters. */
function findTerms(
  body: string,
  terms: Context["prohibited_terms"],
): { offset: number; term: string; matched: string }[] {
  const characters = [...body];
  // Where each of the folded text's units comes from.
  const origin: number[] = [];
  let folded = "";
  for (const [n, character] of characters.entries()) {
    const part = fold(character);
    if (part === " " && folded.endsWith(" ")) continue;
    for (let unit = 0; unit < part.length; unit++) origin.push(n);
    folded += part;
  }
  origin.push(characters.length);
  return terms.flatMap(({ term }) =>
    Array.from(folded.matchAll(termPattern(term)), ({ index, 0: { length } }) => {
      const offset = origin[index] ?? 0;
      const end = Math.max(origin[index + length] ?? 0, (origin[index + length - 1] ?? 0) + 1);
      return { offset, term, matched: characters.slice(offset, end).join("") };
    }),
  );
}
