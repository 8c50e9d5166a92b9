import sharp from "sharp";
import { banding, blockiness } from "./artefacts.ts";
import { clearSpace, coveredShare, intersection, intrusions } from "./boxes.ts";
import { contrast, mix, parseHex } from "./color.ts";
import { LayoutError } from "./errors.ts";
import { type Painted, VISIBLE_ALPHA, worstGround, worstLetters } from "./ground.ts";
import { columnsOf, rowsOf } from "./luma.ts";
import {
  type Encoding,
  type LogoMeasurement,
  type Measurement,
  rounded,
  type SourceMeasurement,
  type SubjectMeasurement,
  type TextMeasurement,
} from "./measurement.ts";
import { readSourceType } from "./metadata.ts";
import type { Pixels } from "./paint.ts";
import { palette } from "./palette.ts";
import { sharpness } from "./sharpness.ts";
import type { Area, Box, Canvas, ImageFormat } from "./types.ts";

/** All that was painted, where, as far as it is measured. Boxes are in pixels of the canvas. */
export interface PaintedScene {
  canvas: Canvas;
  picture: PaintedPicture | null;
  texts: PaintedText[];
  logo: PaintedLogo | null;
  /** What else lies over the picture: panels, and shapes that hide what is under them. */
  covers: { layer: string; box: Box }[];
}

/** The picture layer: which part of the source shows where, and what the source is about. */
export interface PaintedPicture {
  source: { width: number; height: number };
  crop: Pick<SourceMeasurement, "fill" | "scale" | "focal" | "focal_from"> & {
    /** The part of the source that shows, in its own pixels, and where that stands. */
    window: Area;
    placed: Box;
  };
  /** As fractions of the source. */
  subject: { box: Area | null; faces: Area[] };
}

export interface PaintedText extends Painted {
  layer: string;
  text: string;
  /** Where its lines are. */
  lines: Box[];
  cap_height: number;
  font_size: number;
  font_weight: number;
  direction: "ltr" | "rtl";
  fonts: string[];
  overflow: boolean;
}

export interface PaintedLogo extends Omit<Painted, "color"> {
  layer: string;
  /** The size that it has in its file, without its transparent border. */
  own: { width: number; height: number };
  /** What the layout asks to be kept free around it, in pixels. */
  clear_space: number;
}

/**
 * Decodes a finished picture and measures it.
 * @throws {LayoutError} where a text or the logo leaves none of its ground to be seen, or the logo none of itself
 */
export async function measure(
  data: Buffer,
  written: Encoding & { format: ImageFormat },
  scene: PaintedScene,
): Promise<Measurement> {
  const picture = await decode(data);
  const { width, height } = picture;
  const rows = rowsOf(picture);
  const columns = columnsOf(picture);
  const texts = scene.texts.map((text) => measureText(picture, text));
  const logo = scene.logo && measureLogo(picture, scene.logo, scene);
  const things = [...texts, ...(logo ? [logo] : [])];
  const covers = [...things, ...scene.covers].map(({ box }) => box);
  const detail = scene.picture && sharpness(picture, scene.picture.crop.placed, covers);
  return {
    version: 3,
    width,
    height,
    bytes: data.length,
    format: written.format,
    palette: palette(samples(picture)),
    texts,
    logo,
    source: scene.picture && measureSource(scene.picture),
    subject: scene.picture && measureSubject(scene.picture, covers, scene.canvas),
    sharpness: detail === null ? null : rounded(detail, 2),
    banding: rounded(banding(rows, columns), 4),
    blockiness: rounded(blockiness(rows, columns), 4),
    encoding: { quality: written.quality, chroma: written.chroma },
    safe_zone: things.flatMap(({ layer, box }) => intrusions(layer, box, scene.canvas)),
    disclosure: readSourceType(data),
  };
}

async function decode(data: Buffer): Promise<Pixels> {
  const { data: pixels, info } = await sharp(data)
    .toColourspace("srgb")
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data: pixels, width: info.width, height: info.height };
}

const SAMPLES_SIDE = 160;

/**
 * One pixel of each of at most 160 × 160 equal cells, at a place in it that only the cell's number decides: pixels at even distances
 * would miss a pattern's colours, and means of neighbours would be colours that the picture does not show.
 */
function samples({ data, width, height }: Pixels): Uint8Array {
  const side = Math.max(1, Math.max(width, height) / SAMPLES_SIDE);
  const [columns, rows] = [Math.ceil(width / side), Math.ceil(height / side)];
  const result = new Uint8Array(columns * rows * 3);
  let random = 1;
  let to = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      random = (Math.imul(random, 1664525) + 1013904223) >>> 0;
      const x = Math.floor(((column + (random >>> 24) / 256) * width) / columns);
      const y = Math.floor(((row + ((random >>> 16) & 255) / 256) * height) / rows);
      const at = (y * width + x) * 3;
      result[to] = data[at] as number;
      result[to + 1] = data[at + 1] as number;
      result[to + 2] = data[at + 2] as number;
      to += 3;
    }
  }
  return result;
}

function measureText(picture: Pixels, painted: PaintedText): TextMeasurement {
  const window = Math.max(1, Math.round(painted.cap_height));
  const shown = { x: 0, y: 0, width: picture.width, height: picture.height };
  const box = inkBox(painted, shown);
  const lines = painted.lines.flatMap((line) => {
    const part = intersection(line, shown);
    const ink = part && inkBox(painted, part);
    if (!ink) return [];
    const worst = worstLetters(picture, painted, ink, window);
    if (!worst) {
      throw new LayoutError("invalid_layout", painted.layer, "text", "leaves none of its ground to be seen");
    }
    return [{ box: ink, ...worst }];
  });
  if (!box || lines.length === 0) throw new Error(`Nothing of the text ${painted.layer} was painted.`);
  const worst = worstLine(lines, painted);
  return {
    layer: painted.layer,
    text: painted.text,
    box,
    font_size: painted.font_size,
    font_weight: painted.font_weight,
    color: mix(painted.color, worst.worst_background, painted.opacity),
    worst_background: worst.worst_background,
    worst_region: worst.worst_region,
    overflow: painted.overflow,
    lines,
    direction: painted.direction,
    fonts: painted.fonts,
  };
}

type Line = TextMeasurement["lines"][number];

/** The line that stands out least, of those that have letters in the text's colour if there are any. */
function worstLine(lines: Line[], { color, opacity }: Painted): Line {
  const lettered = lines.filter((line) => line.contrast !== null);
  const ratios = new Map(
    (lettered.length > 0 ? lettered : lines).map((line) => {
      const ground = line.worst_background;
      return [line, contrast(parseHex(mix(color, ground, opacity)), parseHex(ground))];
    }),
  );
  const [worst] = [...ratios].reduce((least, next) => (next[1] < least[1] ? next : least));
  return worst;
}

/** What the visible pixels of a painted thing take of a part of the canvas; null where there are none. */
function inkBox({ pixels, box }: Painted, part: Box): Box | null {
  const area = intersection(part, box);
  if (!area) return null;
  const { data } = pixels;
  let [left, right, top, bottom] = [area.x + area.width, area.x - 1, -1, -1];
  for (let y = area.y; y < area.y + area.height; y++) {
    const row = ((y - box.y) * pixels.width - box.x) * 4 + 3;
    // Only what lies outside of what the rows above take can make the box wider.
    let first = area.x;
    while (first < area.x + area.width && (data[row + first * 4] as number) < VISIBLE_ALPHA) first += 1;
    if (first === area.x + area.width) continue;
    let last = area.x + area.width - 1;
    while (last > right && (data[row + last * 4] as number) < VISIBLE_ALPHA) last -= 1;
    left = Math.min(left, first);
    right = Math.max(right, last);
    if (top === -1) top = y;
    bottom = y;
  }
  return top === -1 ? null : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/** So much of a logo's pixel is its own colour, if it is to count for the logo's. */
const OPAQUE = 200;

function measureLogo(
  picture: Pixels,
  painted: PaintedLogo,
  { canvas, texts, covers }: PaintedScene,
): LogoMeasurement {
  const { layer, box, own, opacity } = painted;
  const [main] = palette(visibleColors(painted));
  if (!main) throw new LayoutError("missing_logo", layer, null, "the brand's logo is too faint to be seen");
  const window = Math.max(1, Math.round(Math.min(box.width, box.height) / 4));
  const worst = worstGround(picture, { ...painted, color: main.hex }, box, window);
  if (!worst) throw new LayoutError("invalid_layout", layer, null, "leaves none of its ground to be seen");
  const others = [...texts, ...covers.filter((cover) => cover.layer !== layer)];
  return {
    layer,
    box,
    own: { width: own.width, height: own.height },
    area_share: rounded((box.width * box.height) / (canvas.width * canvas.height), 6),
    color: mix(main.hex, worst.worst_background, opacity),
    ...worst,
    clear_space: {
      required: Math.ceil(painted.clear_space),
      observed: clearSpace(
        box,
        others.map((other) => other.box),
        canvas,
      ),
    },
    scale: rounded(box.width / own.width, 4),
  };
}

/** The colours of a logo's clearly visible pixels, three bytes each. */
function visibleColors({ pixels: { data } }: PaintedLogo): Uint8Array {
  const colors = new Uint8Array((data.length / 4) * 3);
  let to = 0;
  for (let at = 0; at < data.length; at += 4) {
    if ((data[at + 3] as number) < OPAQUE) continue;
    colors[to] = data[at] as number;
    colors[to + 1] = data[at + 1] as number;
    colors[to + 2] = data[at + 2] as number;
    to += 3;
  }
  return colors.subarray(0, to);
}

function measureSource({ source, crop }: PaintedPicture): SourceMeasurement {
  const { window, fill, scale, focal, focal_from } = crop;
  const [x, y] = [Math.round(window.x), Math.round(window.y)];
  const [right, bottom] = [Math.round(window.x + window.width), Math.round(window.y + window.height)];
  return {
    width: source.width,
    height: source.height,
    crop: { x, y, width: right - x, height: bottom - y },
    scale: rounded(scale, 4),
    fill,
    focal: { x: rounded(focal.x, 4), y: rounded(focal.y, 4) },
    focal_from,
  };
}

/** Where the subject came to lie: what the crop kept of it, and what of that is under something else. */
function measureSubject(picture: PaintedPicture, covers: Box[], canvas: Canvas): SubjectMeasurement {
  const frame = intersection(picture.crop.placed, { x: 0, y: 0, width: canvas.width, height: canvas.height });
  const inFrame = (area: Area) => frame && intersection(placedArea(picture, area), frame);
  const faces = picture.subject.faces.map(inFrame).filter((face) => face !== null);
  const subject = picture.subject.box;
  if (!subject) return { box: null, faces: faces.map(wholePixels), in_frame: null, covered: null };
  const all = placedArea(picture, subject);
  const box = inFrame(subject);
  return {
    box: box && wholePixels(box),
    faces: faces.map(wholePixels),
    in_frame: box ? rounded((box.width * box.height) / (all.width * all.height), 4) : 0,
    covered: box && rounded(coveredShare(box, covers), 4),
  };
}

/** Where an area of the source would lie on the canvas if nothing were cut off, in pixels, not rounded. */
function placedArea({ source, crop: { window, placed } }: PaintedPicture, area: Area): Box {
  const across = placed.width / window.width;
  const down = placed.height / window.height;
  return {
    x: placed.x + (area.x * source.width - window.x) * across,
    y: placed.y + (area.y * source.height - window.y) * down,
    width: area.width * source.width * across,
    height: area.height * source.height * down,
  };
}

function wholePixels(box: Box): Box {
  const [x, y] = [Math.round(box.x), Math.round(box.y)];
  return { x, y, width: Math.round(box.x + box.width) - x, height: Math.round(box.y + box.height) - y };
}
