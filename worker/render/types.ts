/** What goes into a render and what comes out of it. Field names are those of the stored JSON. */

import type { Measurement } from "./measurement.ts";
import type { Source } from "./source.ts";

/** Output formats, and the formats that are accepted as input. */
export const IMAGE_FORMATS = ["jpeg", "png", "webp"] as const;
export type ImageFormat = (typeof IMAGE_FORMATS)[number];

/** Where a layer is fastened in the canvas. */
export const ANCHORS = [
  "top_left",
  "top",
  "top_right",
  "left",
  "center",
  "right",
  "bottom_left",
  "bottom",
  "bottom_right",
] as const;
export type Anchor = (typeof ANCHORS)[number];

/** A place or a point as fractions of a canvas or a picture, counted from its top left corner. */
export interface Point {
  x: number;
  y: number;
}
export interface Area extends Point {
  width: number;
  height: number;
}

/** What every layer may say. */
export interface LayerBase {
  id: string;
  /** 0 leaves it out of sight, 1 paints it as it is. */
  opacity: number;
  /** Not painted at all, and not measured. */
  hidden: boolean;
  /** Left out where there is nothing to show. */
  optional: boolean;
  /** A request may not change or hide it; the database sees to that, and painting does not ask. */
  locked: boolean;
}

/** A box behind a text or logo. Lengths are fractions of the canvas's shorter side. */
export interface Panel {
  color: string;
  opacity: number;
  /** Above and below. */
  padding: number;
  /** Left and right. */
  padding_x: number;
  radius: number;
}

/** The source picture. `cover` fills the box and crops, unless that would lose too much of the picture. */
export interface ImageLayer extends LayerBase {
  type: "image";
  /** The part of the canvas that it takes. */
  box: Area;
  fit: "cover" | "contain";
  /** What shows in the box where the picture does not reach: itself, blurred and darkened, or the background. */
  fill: "blur" | "background";
  /** Of the box's corners, as a fraction of the canvas's shorter side. */
  radius: number;
  /** What to keep in view, as fractions of the source. A person's choice for the picture goes over it. */
  focus: Point | null;
}

/** A filled or outlined shape. A line runs through the middle of its box, along the longer side. */
export interface ShapeLayer extends LayerBase {
  type: "shape";
  shape: "rect" | "ellipse" | "line";
  box: Area;
  /** Null leaves it unfilled. A line has a stroke only. */
  color: string | null;
  /** As fractions of the canvas's shorter side; the stroke lies within the box. */
  radius: number;
  stroke_color: string | null;
  stroke_width: number;
}

export interface GradientStop {
  /** Where along the gradient, 0 to 1. */
  at: number;
  color: string;
  opacity: number;
}

/** A linear gradient, as a ground or as a scrim under text. */
export interface GradientLayer extends LayerBase {
  type: "gradient";
  box: Area;
  /** The direction it runs in, in degrees: 0 upwards, 90 to the right, as in CSS. */
  angle: number;
  stops: GradientStop[];
  /** The text that it is a scrim for: it reaches as far as the column that the text stands in, and what it hides is no part of the picture. Null leaves the stops where they are. */
  behind: string | null;
  /** Where along the gradient the edge of that column is when the stops are where they are. */
  edge: number;
}

/** The brand's logo. `width` is a fraction of the canvas's width, the others of its shorter side. */
export interface LogoLayer extends LayerBase {
  type: "logo";
  anchor: Anchor;
  margin: number;
  width: number;
  max_height: number;
  /** What other layers leave free around it, as a fraction of the logo's height. */
  clear_space: number;
  panel: Panel | null;
}

/** A text. `size`, `min_size`, `max_height`, `margin` and `gap` are fractions of the canvas's shorter side, `width` of its width. */
export interface TextLayer extends LayerBase {
  type: "text";
  text: string;
  anchor: Anchor;
  margin: number;
  /** The widest that the text may get, its panel included. */
  width: number;
  /** The highest that it may get with all that stands under it; that of a text under another counts for nothing. */
  max_height: number;
  size: number;
  min_size: number;
  max_lines: number;
  weight: number;
  /** Which of the brand's fonts: that for headings, or that for running text. */
  font: FontRole;
  transform: "none" | "uppercase";
  /** `auto` aligns to the side of the anchor; text that is read from the right is never aligned to the left by it. */
  align: "auto" | "start" | "center" | "end";
  /** `auto` reads it off the text. */
  direction: "auto" | "ltr" | "rtl";
  line_height: number;
  /** In em. */
  letter_spacing: number;
  color: string;
  panel: Panel | null;
  /** The text that this one stands under. The two share anchor, margin and the first one's panel. */
  under: string | null;
  /** Space above a text that stands under another. */
  gap: number;
  /** May move to another anchor where it would cover the subject of the picture. */
  avoid_subject: boolean;
}

export type FontRole = "heading" | "body";

export type Layer = ImageLayer | ShapeLayer | GradientLayer | LogoLayer | TextLayer;

/** A checked layout with every default filled in. */
export interface Layout {
  background: string;
  layers: Layer[];
}

export interface Font {
  name: string;
  weight: number;
  /** What the brand uses it for; absent or null for both. */
  role?: FontRole | null;
  data: Buffer;
}

export interface Canvas {
  width: number;
  height: number;
  /** Pixels at each edge that the platform covers with its own controls. */
  safe_zone: { top: number; right: number; bottom: number; left: number };
}

/** What is written into the finished file's metadata; everything else is stripped. */
export interface Disclosure {
  /** IPTC's term for a picture that a model made, or one that it added to. */
  digital_source_type: "trainedAlgorithmicMedia" | "compositeWithTrainedAlgorithmicMedia" | null;
  credit: string | null;
  license_url: string | null;
  description: string | null;
}

export interface RenderInput {
  canvas: Canvas;
  /** Formats that the platform takes, the preferred one first. */
  formats: string[];
  max_bytes: number;
  /** A concrete layout, as `content.resolve_layout()` makes it of a template; it is checked here. */
  layout: unknown;
  /** A file, or one that was opened for several renders. */
  source: Buffer | Source;
  /** What a person said is to be kept in view, as fractions of the source. */
  focal_point?: Point | null;
  /** What the file says about its origin. */
  disclosure?: Disclosure | null;
  logo?: Buffer;
  fonts: Font[];
}

/** A rectangle in whole pixels of the finished picture. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface RenderResult {
  data: Buffer;
  format: ImageFormat;
  width: number;
  height: number;
  bytes: number;
  /** Its thumbhash, in base64. */
  placeholder: string;
  /** Its perceptual hash: 16 hexadecimal digits. */
  phash: string;
  measurement: Measurement;
}
