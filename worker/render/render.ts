import { encode, parseFormats } from "./encode.ts";
import { LayoutError } from "./errors.ts";
import { fingerprint } from "./fingerprint.ts";
import { checkCanvas, parseLayout } from "./layout.ts";
import { measure, type PaintedLogo, type PaintedScene, type PaintedText } from "./measure.ts";
import { blank, blend, cropSource, type Pixels, paintPanel, readLogo, scale } from "./paint.ts";
import { type PlacedLogo, placeLogo } from "./place.ts";
import { type PlacedText, placeStack, type Stack } from "./stack.ts";
import type { Box, Layout, LogoLayer, RenderInput, RenderResult, TextLayer } from "./types.ts";

/**
 * Renders one variant: crops the source, paints the layout's layers in order, encodes within the platform's limit,
 * and measures the result. The same input gives the same bytes and the same measurement.
 * @throws {LayoutError} when the layout is wrong, or its logo or glyphs are missing
 * @throws {ImageError} when source or logo is not a picture
 * @throws {EncodeError} when the picture cannot be written within `max_bytes`
 */
export async function renderVariant(input: RenderInput): Promise<RenderResult> {
  checkCanvas(input.canvas);
  const layout = parseLayout(input.layout);
  const formats = parseFormats(input.formats);
  const scene = await arrange(layout, input);

  const canvas = layout.layers.some((layer) => layer.type === "image")
    ? await cropSource(input.source, input.canvas, layout.background)
    : blank(input.canvas, layout.background);
  const painted: PaintedScene = { canvas: input.canvas, picture: null, texts: [], logo: null, covers: [] };
  for (const layer of layout.layers) {
    if (scene.logo?.placed.layer === layer) {
      const { placed, pixels, own } = scene.logo;
      await paintPanels(canvas, placed, painted);
      painted.logo = paintLogo(canvas, placed, pixels, own);
    }
    const text = scene.texts.find((placed) => placed.layer === layer);
    if (text) {
      await paintPanels(canvas, text, painted);
      painted.texts.push(paintText(canvas, text));
    }
  }

  const encoded = await encode(canvas, formats, input.max_bytes, input.disclosure);
  const { data, format } = encoded;
  const measurement = await measure(data, encoded, painted);
  const { width, height, bytes } = measurement;
  if (width !== input.canvas.width || height !== input.canvas.height) {
    throw new Error(
      `The finished picture is ${width} × ${height}, not ${input.canvas.width} × ${input.canvas.height}.`,
    );
  }
  return { data, format, width, height, bytes, ...(await fingerprint(canvas)), measurement };
}

interface Scene {
  logo: { placed: PlacedLogo; pixels: Pixels; own: PaintedLogo["own"] } | null;
  texts: PlacedText[];
}

/** Gives every layer its place, the logo's first: texts make room for it. */
async function arrange(layout: Layout, input: RenderInput): Promise<Scene> {
  const logoLayer = layout.layers.find((layer) => layer.type === "logo");
  const logo = logoLayer ? await arrangeLogo(logoLayer, input) : null;
  const taken: Box[] = logo ? [logo.placed.outer] : [];
  const texts: PlacedText[] = [];
  for (const stack of stacks(layout)) {
    const placed = await placeStack(stack, input.canvas, input.fonts, taken);
    texts.push(...placed.texts);
    taken.push(placed.outer);
  }
  return { logo, texts };
}

async function arrangeLogo(layer: LogoLayer, input: RenderInput): Promise<Scene["logo"]> {
  if (!input.logo) {
    if (layer.optional) return null;
    throw new LayoutError("missing_logo", layer.id, null, "the brand has no logo to put here");
  }
  const pixels = await readLogo(input.logo);
  if (!pixels)
    throw new LayoutError("missing_logo", layer.id, null, "all of the brand's logo is transparent");
  const placed = placeLogo(layer, input.canvas, pixels);
  const { width, height } = pixels;
  return { placed, pixels: await scale(pixels, placed.box.width, placed.box.height), own: { width, height } };
}

/** The texts, each with those that stand under it. */
function stacks(layout: Layout): Stack[] {
  const byId = new Map<string, Stack>();
  const result: Stack[] = [];
  for (const layer of layout.layers) {
    if (layer.type !== "text") continue;
    const stack = stackOf(layer, byId);
    byId.set(layer.id, stack);
    if (!result.includes(stack)) result.push(stack);
    stack.texts.push({ layer, text: layer.text });
  }
  return result;
}

function stackOf(layer: TextLayer, byId: Map<string, Stack>): Stack {
  return (layer.under === null ? undefined : byId.get(layer.under)) ?? { root: layer, texts: [] };
}

async function paintPanels(
  canvas: Pixels,
  { layer, panels }: PlacedText | PlacedLogo,
  painted: PaintedScene,
): Promise<void> {
  for (const panel of panels) {
    await paintPanel(canvas, panel);
    const { x, y, width, height } = panel;
    painted.covers.push({ layer: layer.id, box: { x, y, width, height } });
  }
}

function paintText(canvas: Pixels, placed: PlacedText): PaintedText {
  const { layer, setting, box, glyphs: pixels } = placed;
  blend(canvas, pixels, box.x, box.y);
  return {
    layer: layer.id,
    text: placed.text,
    pixels,
    box,
    color: layer.color,
    opacity: 1,
    lines: placed.lines,
    cap_height: setting.cap_height,
    font_size: setting.font_size,
    font_weight: setting.font_weight,
    direction: setting.direction,
    fonts: setting.fonts,
    overflow: placed.overflow,
  };
}

function paintLogo(
  canvas: Pixels,
  { layer, box }: PlacedLogo,
  pixels: Pixels,
  own: PaintedLogo["own"],
): PaintedLogo {
  blend(canvas, pixels, box.x, box.y);
  return { layer: layer.id, pixels, box, opacity: 1, own, clear_space: layer.clear_space * box.height };
}
