import { isHexColor } from "./color.ts";
import { LayoutError } from "./errors.ts";
import {
  ANCHORS,
  type Anchor,
  type Canvas,
  type ImageLayer,
  type Layer,
  type Layout,
  type LogoLayer,
  type Panel,
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

function parseLayer(value: unknown, index: number, earlier: Layer[]): Layer {
  const fields = new Fields(value, `#${index + 1}`);
  const id = fields.text("id");
  fields.layer = id;
  if (earlier.some((layer) => layer.id === id)) throw fields.error("id", "is used by an earlier layer too");
  const type = fields.oneOf("type", ["image", "logo", "text"] as const);
  const layer = { image: parseImage, logo: parseLogo, text: parseText }[type](fields, id, earlier);
  fields.end();
  return layer;
}

function parseImage(fields: Fields, id: string, earlier: Layer[]): ImageLayer {
  if (earlier.length > 0) {
    throw fields.error(
      "type",
      "the image fills the canvas, so it must be the first layer and the only image",
    );
  }
  return { type: "image", id, fit: fields.oneOf("fit", ["cover"] as const, "cover") };
}

function parseLogo(fields: Fields, id: string, earlier: Layer[]): LogoLayer {
  if (earlier.some((layer) => layer.type === "logo")) throw fields.error("type", "there is a logo already");
  return {
    type: "logo",
    id,
    anchor: fields.oneOf("anchor", ANCHORS),
    margin: fields.number("margin", 0, 0.45, 0.05),
    width: fields.number("width", 0.01, 1),
    max_height: fields.number("max_height", 0.01, 2, 2),
    panel: parsePanel(fields),
    optional: fields.flag("optional"),
  };
}

function parseText(fields: Fields, id: string, earlier: Layer[]): TextLayer {
  const under = fields.has("under") ? fields.text("under") : null;
  const above = earlier.find((layer) => layer.id === under);
  if (under !== null && above?.type !== "text")
    throw fields.error("under", "must name an earlier text layer");
  const place = above?.type === "text" ? inheritPlace(fields, above) : parsePlace(fields);
  const size = fields.number("size", 0.005, 0.5);
  return {
    type: "text",
    id,
    under,
    ...place,
    text: fields.text("text", MAX_TEXT_LENGTH),
    size,
    min_size: fields.number("min_size", 0.005, size, size),
    max_lines: fields.whole("max_lines", 1, 20, 3),
    weight: fields.whole("weight", 100, 900, 400),
    line_height: fields.number("line_height", 0.8, 2, 1.2),
    letter_spacing: fields.number("letter_spacing", -0.1, 0.5, 0),
    color: fields.color("color"),
    panel: parsePanel(fields),
    optional: fields.flag("optional"),
    gap: fields.number("gap", 0, 0.5, 0.03),
  };
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

/** Takes the fields of one JSON object, each checked, and refuses those that nobody asked for. */
class Fields {
  layer: string | null;
  readonly #prefix: string;
  readonly #values: Map<string, unknown>;

  constructor(value: unknown, layer: string | null, prefix = "") {
    this.layer = layer;
    this.#prefix = prefix;
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw new LayoutError("invalid_layout", layer, prefix.slice(0, -1) || null, "must be an object");
    }
    this.#values = new Map(Object.entries(value).filter(([, field]) => field !== null));
  }

  error(field: string, message: string): LayoutError {
    return new LayoutError("invalid_layout", this.layer, this.#prefix + field, message);
  }

  has(field: string): boolean {
    return this.#values.has(field);
  }

  take(field: string): unknown {
    const value = this.#values.get(field);
    this.#values.delete(field);
    return value;
  }

  end(): void {
    for (const field of this.#values.keys()) throw this.error(field, "is not a known field");
  }

  text(field: string, longest = 200): string {
    const value = this.take(field);
    if (typeof value === "string" && value !== "" && value.length <= longest) return value;
    throw this.error(field, `must be a text of 1 to ${longest} characters`);
  }

  color(field: string, fallback?: string): string {
    const value = this.take(field) ?? fallback;
    if (isHexColor(value)) return value.toUpperCase();
    throw this.error(field, `must be a colour as #RRGGBB, not ${JSON.stringify(value)}`);
  }

  flag(field: string): boolean {
    const value = this.take(field) ?? false;
    if (typeof value === "boolean") return value;
    throw this.error(field, "must be true or false");
  }

  number(field: string, least: number, most: number, fallback?: number): number {
    const value = this.take(field) ?? fallback;
    if (typeof value === "number" && value >= least && value <= most) return value;
    throw this.error(field, `must be a number from ${least} to ${most}, not ${JSON.stringify(value)}`);
  }

  whole(field: string, least: number, most: number, fallback: number): number {
    const value = this.number(field, least, most, fallback);
    if (Number.isInteger(value)) return value;
    throw this.error(field, `must be a whole number, not ${value}`);
  }

  oneOf<T extends string>(field: string, choices: readonly T[], fallback?: T): T {
    const value = this.take(field) ?? fallback;
    const choice = choices.find((known) => known === value);
    if (choice !== undefined) return choice;
    throw this.error(field, `must be one of ${choices.join(", ")}, not ${JSON.stringify(value)}`);
  }
}
