import { LayoutError } from "./errors.ts";
import { Fields } from "./fields.ts";
import {
  ANCHORS,
  type Anchor,
  type Area,
  type Canvas,
  type GradientLayer,
  type ImageLayer,
  type Layer,
  type LayerBase,
  type Layout,
  type LogoLayer,
  type Panel,
  type Point,
  type ShapeLayer,
  type TextLayer,
} from "./types.ts";

const MAX_LAYERS = 50;
const MAX_TEXT_LENGTH = 2000;
const MAX_CANVAS_PIXELS = 40_000_000;

/**
 * Checks a template's layout and fills in the defaults.
 * @throws {LayoutError} naming the layer and the field.
 */
export function parseLayout(value: unknown): Layout {
  const layout = new Fields(value, null);
  const background = layout.color("background", "#FFFFFF");
  const entries = layout.take("layers");
  layout.end();
  if (!Array.isArray(entries) || entries.length === 0 || entries.length > MAX_LAYERS) {
    throw new LayoutError("invalid_layout", null, "layers", `must be a list of 1 to ${MAX_LAYERS} layers`);
  }
  const layers: Layer[] = [];
  for (const [index, entry] of entries.entries()) layers.push(parseLayer(entry, index, layers));
  return { background, layers };
}

/**
 * Checks the canvas of a placement.
 * @throws {LayoutError}
 */
export function checkCanvas({ width, height, safe_zone }: Canvas): void {
  const fail = (field: string, message: string) => {
    throw new LayoutError("invalid_layout", null, `canvas.${field}`, message);
  };
  for (const [field, value] of Object.entries({ width, height })) {
    if (!Number.isInteger(value) || value < 16) fail(field, `must be a whole number from 16, not ${value}`);
  }
  if (width * height > MAX_CANVAS_PIXELS) fail("width", `more than ${MAX_CANVAS_PIXELS} pixels in all`);
  for (const edge of ["top", "right", "bottom", "left"] as const) {
    const value = safe_zone[edge];
    if (!Number.isFinite(value) || value < 0) fail(`safe_zone.${edge}`, `must be 0 or more, not ${value}`);
  }
}

const TYPES = {
  image: parseImage,
  shape: parseShape,
  gradient: parseGradient,
  logo: parseLogo,
  text: parseText,
};

function parseLayer(value: unknown, index: number, earlier: Layer[]): Layer {
  const fields = new Fields(value, `#${index + 1}`);
  const id = fields.text("id");
  fields.layer = id;
  if (earlier.some((layer) => layer.id === id)) throw fields.error("id", "is used by an earlier layer too");
  const type = fields.oneOf("type", ["image", "shape", "gradient", "logo", "text"] as const);
  const base: LayerBase = {
    id,
    opacity: fields.number("opacity", 0, 1, 1),
    hidden: fields.flag("hidden"),
    optional: fields.flag("optional"),
    locked: fields.flag("locked"),
  };
  const layer = TYPES[type](fields, base, earlier);
  fields.end();
  return layer;
}

const WHOLE: Area = { x: 0, y: 0, width: 1, height: 1 };

function parseImage(fields: Fields, base: LayerBase, earlier: Layer[]): ImageLayer {
  if (earlier.some((layer) => layer.type === "image")) {
    throw fields.error("type", "there is an image already");
  }
  if (!fields.has("box") && earlier.length > 0) {
    throw fields.error("type", "the image fills the canvas, so it must be the first layer, or have a box");
  }
  return {
    ...base,
    type: "image",
    box: parseBox(fields, WHOLE),
    fit: fields.oneOf("fit", ["cover", "contain"] as const, "cover"),
    fill: fields.oneOf("fill", ["blur", "background"] as const, "blur"),
    radius: fields.number("radius", 0, 0.5, 0),
    focus: parseFocus(fields),
  };
}

function parseShape(fields: Fields, base: LayerBase): ShapeLayer {
  const shape = fields.oneOf("shape", ["rect", "ellipse", "line"] as const);
  const color = fields.has("color") ? fields.color("color") : null;
  const stroke_color = fields.has("stroke_color") ? fields.color("stroke_color") : null;
  if (shape === "line" && color !== null) throw fields.error("color", "a line has a stroke_color instead");
  if (color === null && stroke_color === null) {
    throw fields.error(shape === "line" ? "stroke_color" : "color", "the shape would not be seen without");
  }
  return {
    ...base,
    type: "shape",
    shape,
    box: parseBox(fields),
    color,
    radius: fields.number("radius", 0, 0.5, 0),
    stroke_color,
    stroke_width: fields.number("stroke_width", 0, 0.2, stroke_color === null ? 0 : 0.005),
  };
}

function parseGradient(fields: Fields, base: LayerBase): GradientLayer {
  const angle = fields.number("angle", 0, 360, 180);
  const entries = fields.take("stops");
  if (!Array.isArray(entries) || entries.length < 2 || entries.length > 8) {
    throw fields.error("stops", "must be a list of 2 to 8 stops");
  }
  const stops = entries.map((entry, index) => {
    const stop = new Fields(entry, base.id, `stops[${index}].`);
    const parsed = {
      at: stop.number("at", 0, 1),
      color: stop.color("color"),
      opacity: stop.number("opacity", 0, 1, 1),
    };
    stop.end();
    return parsed;
  });
  if (stops.some(({ at }, index) => at < (stops[index - 1]?.at ?? 0))) {
    throw fields.error("stops", "must be in the order in which they come");
  }
  return {
    ...base,
    type: "gradient",
    box: parseBox(fields, WHOLE),
    angle,
    stops,
    behind: fields.has("behind") ? fields.text("behind") : null,
    edge: fields.number("edge", 0, 1, 0.5),
  };
}

function parseLogo(fields: Fields, base: LayerBase, earlier: Layer[]): LogoLayer {
  if (earlier.some((layer) => layer.type === "logo")) throw fields.error("type", "there is a logo already");
  return {
    ...base,
    type: "logo",
    anchor: fields.oneOf("anchor", ANCHORS),
    margin: fields.number("margin", 0, 0.45, 0.05),
    width: fields.number("width", 0.01, 1),
    max_height: fields.number("max_height", 0.01, 2, 2),
    clear_space: fields.number("clear_space", 0, 2, 0),
    panel: parsePanel(fields),
  };
}

function parseText(fields: Fields, base: LayerBase, earlier: Layer[]): TextLayer {
  const under = fields.has("under") ? fields.text("under") : null;
  const above = earlier.find((layer) => layer.id === under);
  if (under !== null && above?.type !== "text")
    throw fields.error("under", "must name an earlier text layer");
  const place = above?.type === "text" ? inheritPlace(fields, above) : parsePlace(fields);
  const size = fields.number("size", 0.005, 0.5);
  return {
    ...base,
    type: "text",
    under,
    ...place,
    text: fields.text("text", MAX_TEXT_LENGTH),
    max_height: fields.number("max_height", 0.01, 2, 2),
    size,
    min_size: fields.number("min_size", 0.005, size, size),
    max_lines: fields.whole("max_lines", 1, 20, 3),
    weight: fields.whole("weight", 100, 900, 400),
    font: fields.oneOf("font", ["heading", "body"] as const, "heading"),
    transform: fields.oneOf("transform", ["none", "uppercase"] as const, "none"),
    align: fields.oneOf("align", ["auto", "start", "center", "end"] as const, "auto"),
    direction: fields.oneOf("direction", ["auto", "ltr", "rtl"] as const, "auto"),
    line_height: fields.number("line_height", 0.8, 2, 1.2),
    letter_spacing: fields.number("letter_spacing", -0.1, 0.5, 0),
    color: fields.color("color"),
    panel: parsePanel(fields),
    gap: fields.number("gap", 0, 0.5, 0.03),
    avoid_subject: fields.flag("avoid_subject"),
  };
}

/** A part of the canvas, as fractions of it; it may not leave the canvas. */
function parseBox(fields: Fields, fallback?: Area): Area {
  if (!fields.has("box") && fallback) return fallback;
  const box = new Fields(fields.take("box"), fields.layer, "box.");
  const x = box.number("x", 0, 0.999, 0);
  const y = box.number("y", 0, 0.999, 0);
  const area = { x, y, width: box.number("width", 0.001, 1), height: box.number("height", 0.001, 1) };
  box.end();
  for (const [start, length] of [
    ["x", "width"],
    ["y", "height"],
  ] as const) {
    if (area[start] + area[length] > 1 + ROUNDING) throw box.error(length, "reaches beyond the canvas");
  }
  return area;
}

/** Sums of decimal fractions miss 1 by a hair. */
const ROUNDING = 1e-6;

function parseFocus(fields: Fields): Point | null {
  if (!fields.has("focus")) return null;
  const focus = new Fields(fields.take("focus"), fields.layer, "focus.");
  const point = { x: focus.number("x", 0, 1), y: focus.number("y", 0, 1) };
  focus.end();
  return point;
}

function parsePlace(fields: Fields): { anchor: Anchor; margin: number; width: number } {
  return {
    anchor: fields.oneOf("anchor", ANCHORS),
    margin: fields.number("margin", 0, 0.45, 0.05),
    width: fields.number("width", 0.01, 1),
  };
}

/** A text under another shares its place; it may say so again, and may be narrower. */
function inheritPlace(fields: Fields, above: TextLayer): { anchor: Anchor; margin: number; width: number } {
  const { anchor, margin } = above;
  if (fields.oneOf("anchor", ANCHORS, anchor) !== anchor) {
    throw fields.error("anchor", `must be ${anchor}, as that of "${above.id}", which the text stands under`);
  }
  if (fields.number("margin", 0, 0.45, margin) !== margin) {
    throw fields.error("margin", `must be ${margin}, as that of "${above.id}", which the text stands under`);
  }
  return { anchor, margin, width: fields.number("width", 0.01, 1, above.width) };
}

function parsePanel(fields: Fields): Panel | null {
  if (!fields.has("panel")) return null;
  const panel = new Fields(fields.take("panel"), fields.layer, "panel.");
  const padding = panel.number("padding", 0, 0.2, 0.03);
  const parsed = {
    color: panel.color("color"),
    opacity: panel.number("opacity", 0, 1, 1),
    padding,
    padding_x: panel.number("padding_x", 0, 0.2, padding),
    radius: panel.number("radius", 0, 0.5, 0),
  };
  panel.end();
  return parsed;
}
