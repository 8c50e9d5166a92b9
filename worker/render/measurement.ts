import type { Box, ImageFormat, Point } from "./types.ts";

/**
 * What was measured on a finished picture, as it is stored: on the pixels of the encoded file, decoded again, and on the exact
 * places where things were painted. Lengths are whole pixels of the finished picture unless they say otherwise; shares go from 0
 * to 1. How each number is found, its range and its source stand at the function that finds it.
 * Version 1 had no `lines`, `direction` and `fonts` of texts, no `clear_space` and `scale` of the logo, and nothing from `source` on;
 * its worst grounds were those of the canvas before it was encoded. Version 2 had no `own` of the logo and no `disclosure`. Their
 * fields are in version 3 with the same meaning.
 */
export interface Measurement {
  version: 3;
  width: number;
  height: number;
  bytes: number;
  format: ImageFormat;
  palette: PaletteColor[];
  texts: TextMeasurement[];
  /** Null where the picture shows no logo. */
  logo: LogoMeasurement | null;
  /** Null where the layout has no picture. */
  source: SourceMeasurement | null;
  /** Null where the layout has no picture. */
  subject: SubjectMeasurement | null;
  /** Of the visible part of the picture layer, in 8-bit luma levels squared; null where none of it is to be seen. */
  sharpness: number | null;
  banding: number;
  blockiness: number;
  encoding: Encoding;
  /** Empty where all texts and the logo keep clear of the platform's own controls. */
  safe_zone: Intrusion[];
  /** The IPTC digital source type that the file names, such as trainedAlgorithmicMedia; null where it names none. */
  disclosure: string | null;
}

/** A colour of the picture, its CIE Lab (D65) values, and its share of the area. */
export interface PaletteColor {
  hex: string;
  l: number;
  a: number;
  b: number;
  share: number;
}

/** The part of the ground beside a text's letters or the logo that they stand out from least. */
export interface WorstRegion {
  worst_background: string;
  worst_region: Box;
}

export interface TextLineMeasurement extends WorstRegion {
  /** What its letters cover. */
  box: Box;
  /**
   * The least contrast of its letters, as they came out, with what is beside them in one region: WCAG 2 ratio, 1 to 21, cut to two
   * decimals. Null where no letter has the text's colour, as in a line of emoji.
   */
  contrast: number | null;
}

/** A text; its worst region is that of its worst line. */
export interface TextMeasurement extends WorstRegion {
  layer: string;
  text: string;
  /** What its letters cover. */
  box: Box;
  font_size: number;
  font_weight: number;
  /** The layer's colour, mixed with the worst ground as far as that shows through. */
  color: string;
  /** The text did not fit its place, though it was set at its smallest size. */
  overflow: boolean;
  lines: TextLineMeasurement[];
  direction: "ltr" | "rtl";
  /** The fonts that its letters are of, in order of first use. */
  fonts: string[];
}

export interface LogoMeasurement extends WorstRegion {
  layer: string;
  box: Box;
  /** The size that it has in its file, without its transparent border. */
  own: { width: number; height: number };
  /** Of the whole picture. */
  area_share: number;
  /** The logo's own main colour, mixed with the worst ground as far as that shows through. */
  color: string;
  clear_space: {
    /** What the layout asks to be kept free around it. */
    required: number;
    observed: number;
  };
  /** Finished pixels for each of its own; above 1 it was enlarged. */
  scale: number;
}

/** The picture that went in. */
export interface SourceMeasurement {
  width: number;
  height: number;
  /** The part that is shown, in its own pixels. */
  crop: Box;
  /** Finished pixels for each of its own, along the side where they are more; above 1 it was enlarged. */
  scale: number;
  /** What shows where the crop does not reach. */
  fill: "none" | "blur" | "background";
  /** What was kept in view, as fractions of it. */
  focal: Point;
  focal_from: "person" | "faces" | "saliency";
}

export interface SubjectMeasurement {
  /** The part of the subject that is in the frame; null where none was found or none is in it. */
  box: Box | null;
  /** The faces that are in the frame, or what is of them. */
  faces: Box[];
  /** How much of the subject's area is in the frame; null where no subject was found. */
  in_frame: number | null;
  /** How much of what is in the frame lies under texts, the logo, panels and shapes; null where `box` is. */
  covered: number | null;
}

export interface Encoding {
  /** 1 to 100 as the format counts; 100 where nothing was lost but colours of a palette. */
  quality: number;
  /** Colour at the full resolution, or at half of it in both directions. */
  chroma: "4:4:4" | "4:2:0";
}

/** How far a layer reaches into what the platform covers at an edge. */
export interface Intrusion {
  layer: string;
  edge: "top" | "right" | "bottom" | "left";
  pixels: number;
}

/** A number as it is stored: more digits would say nothing, and take room. */
export function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
