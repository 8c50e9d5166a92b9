import type { Lab65 } from "culori";

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
    layer: string;
    box: Box;
    own: { width: number; height: number };
    color: string;
    worst_background: string;
    worst_region: Box;
    clear_space: { required: number; observed: number };
  } | null;
  source: { width: number; height: number; crop: Box; scale: number } | null;
  subject: { box: Box | null; in_frame: number | null; covered: number | null } | null;
  safe_zone: { layer: string; edge: string; pixels: number }[];
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
  nearest: { asset_variant_id: string; distance: number } | null;
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** One of a guideline's colours, as culori takes it. */
export interface Colour extends Lab65 {
  hex: string;
  name?: string;
  role?: string;
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

/** The nearest of several colours, with its CIEDE2000 distance in thousandths. */
export interface Near {
  colour: Colour;
  distance: number;
}

/** A colour that a picture shows: one of its palette, or that of a layer by its box, which only the primary colours are asked about. */
export interface Shown {
  layer?: string;
  hex: string;
  share: number;
  brand?: Near | undefined;
  primary?: Near | undefined;
  forbidden?: Near | undefined;
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
