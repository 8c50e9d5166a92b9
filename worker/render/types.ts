/** What goes into a render and what comes out of it. Field names are those of the stored JSON. */

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

/** The source picture, cropped to fill the canvas. */
export interface ImageLayer {
  type: "image";
  id: string;
  fit: "cover";
}

/** The brand's logo. `width` is a fraction of the canvas's width, the others of its shorter side. */
export interface LogoLayer {
  type: "logo";
  id: string;
  anchor: Anchor;
  margin: number;
  width: number;
  max_height: number;
  panel: Panel | null;
  optional: boolean;
}

/** A text. `size`, `min_size`, `margin` and `gap` are fractions of the canvas's shorter side, `width` of its width. */
export interface TextLayer {
  type: "text";
  id: string;
  /** May hold `{{name}}`, which takes the request's copy of that name. */
  text: string;
  anchor: Anchor;
  margin: number;
  /** The widest that the text may get, its panel included. */
  width: number;
  size: number;
  min_size: number;
  max_lines: number;
  weight: number;
  line_height: number;
  /** In em. */
  letter_spacing: number;
  color: string;
  panel: Panel | null;
  optional: boolean;
  /** The text that this one stands under. The two share anchor, margin and the first one's panel. */
  under: string | null;
  /** Space above a text that stands under another. */
  gap: number;
}

export type Layer = ImageLayer | LogoLayer | TextLayer;

/** A checked layout with every default filled in. */
export interface Layout {
  background: string;
  layers: Layer[];
}

export interface Font {
  name: string;
  weight: number;
  data: Buffer;
}

export interface Canvas {
  width: number;
  height: number;
  /** Pixels at each edge that the platform covers with its own controls. */
  safe_zone: { top: number; right: number; bottom: number; left: number };
}

export interface RenderInput {
  canvas: Canvas;
  /** Formats that the platform takes, the preferred one first. */
  formats: string[];
  max_bytes: number;
  /** A template's layout as it is stored; it is checked here. */
  layout: unknown;
  copy: Record<string, string>;
  source: Buffer;
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

export interface PaletteColor {
  hex: string;
  l: number;
  a: number;
  b: number;
  share: number;
}

/** The part of the ground under a text or logo that it stands out from least. */
export interface WorstRegion {
  worst_background: string;
  worst_region: Box;
}

export interface TextMeasurement extends WorstRegion {
  layer: string;
  text: string;
  box: Box;
  font_size: number;
  font_weight: number;
  color: string;
  /** The text did not fit its place, though it was set at its smallest size. */
  overflow: boolean;
}

export interface LogoMeasurement extends WorstRegion {
  layer: string;
  box: Box;
  area_share: number;
  /** The logo's own main colour. */
  color: string;
}

export interface Measurement {
  version: 1;
  width: number;
  height: number;
  bytes: number;
  format: ImageFormat;
  palette: PaletteColor[];
  texts: TextMeasurement[];
  /** Null where the picture shows no logo. */
  logo: LogoMeasurement | null;
}

export interface RenderResult {
  data: Buffer;
  format: ImageFormat;
  width: number;
  height: number;
  bytes: number;
  measurement: Measurement;
}
