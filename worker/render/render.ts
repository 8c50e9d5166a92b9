import { encode, parseFormats } from "./encode.ts";
import { LayoutError } from "./errors.ts";
import { fingerprint } from "./fingerprint.ts";
import { checkCanvas, parseLayout } from "./layout.ts";
import { measurePicture, worstRegion } from "./measure.ts";
import {
  blank,
  blend,
  clip,
  cropSource,
  drawGlyphs,
  type Pixels,
  paintPanel,
  readLogo,
  scale,
  visibleColors,
} from "./paint.ts";
import { palette } from "./palette.ts";
import { type PlacedLogo, placeLogo } from "./place.ts";
import { type PlacedText, placeStack, type Stack } from "./stack.ts";
import type {
  Box,
  Layout,
  LogoLayer,
  LogoMeasurement,
  RenderInput,
  RenderResult,
  TextLayer,
  TextMeasurement,
} from "./types.ts";

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
  let logo: LogoMeasurement | null = null;
  const texts: TextMeasurement[] = [];
  for (const layer of layout.layers) {
    if (scene.logo?.placed.layer === layer)
      logo = await paintLogo(canvas, scene.logo.placed, scene.logo.pixels);
    const text = scene.texts.find((placed) => placed.layer === layer);
    if (text) texts.push(await paintText(canvas, text));
  }

  const { data, format } = await encode(canvas, formats, input.max_bytes, input.disclosure);
  const finished = await measurePicture(data);
  const { width, height } = finished;
  if (width !== input.canvas.width || height !== input.canvas.height) {
    throw new Error(
      `The finished picture is ${width} × ${height}, not ${input.canvas.width} × ${input.canvas.height}.`,
    );
  }
  const bytes = data.length;
  const measurement = {
    version: 1,
    width,
    height,
    bytes,
    format,
    palette: finished.palette,
    texts,
    logo,
  } as const;
  return { data, format, width, height, bytes, ...(await fingerprint(canvas)), measurement };
}

interface Scene {
  logo: { placed: PlacedLogo; pixels: Pixels } | null;
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
  return { placed, pixels: await scale(pixels, placed.box.width, placed.box.height) };
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

async function paintText(canvas: Pixels, placed: PlacedText): Promise<TextMeasurement> {
  const { layer, setting, box } = placed;
  for (const panel of placed.panels) await paintPanel(canvas, panel);
  const glyphs = await drawGlyphs(placed);
  const window = Math.max(1, Math.round(setting.cap_height));
  const worst = worstRegion(canvas, glyphs, box, window, layer.color);
  blend(canvas, glyphs, box.x, box.y);
  return {
    layer: layer.id,
    text: placed.text,
    box: clip(box, canvas),
    font_size: setting.font_size,
    font_weight: setting.font_weight,
    color: layer.color,
    ...worst,
    overflow: placed.overflow,
  };
}

async function paintLogo(canvas: Pixels, placed: PlacedLogo, pixels: Pixels): Promise<LogoMeasurement> {
  const { layer, box } = placed;
  for (const panel of placed.panels) await paintPanel(canvas, panel);
  const color = palette(visibleColors(pixels))[0]?.hex;
  if (!color)
    throw new LayoutError("missing_logo", layer.id, null, "the brand's logo is too faint to be seen");
  const window = Math.max(1, Math.round(Math.min(box.width, box.height) / 4));
  const worst = worstRegion(canvas, pixels, box, window, color);
  blend(canvas, pixels, box.x, box.y);
  const area_share = (box.width * box.height) / (canvas.width * canvas.height);
  return { layer: layer.id, box, area_share, color, ...worst };
}
