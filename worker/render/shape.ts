import { blend, type Pixels, paintPanel, rasterize } from "./paint.ts";
import type { PlacedPanel } from "./place.ts";
import type { Box, ShapeLayer } from "./types.ts";

/**
 * Paints a shape, its edges smooth, its stroke within its box.
 * @param area what it covers, as `shapeBox` says
 * @param unit the canvas's shorter side
 */
export async function paintShape(canvas: Pixels, layer: ShapeLayer, area: Box, unit: number): Promise<void> {
  const { x, y, width, height } = area;
  const panels = panelsOf(layer, area, unit);
  for (const panel of panels ?? []) paintPanel(canvas, panel, layer.opacity);
  if (!panels) blend(canvas, await rasterize(svgOf(layer, area, unit), width, height), x, y, layer.opacity);
}

/** Through a shape fainter than this one still sees what is under it. */
const HIDING = 0.5;

/** Whether a shape hides what is under it, which an outline or a tint does not. */
export function hides({ color, opacity }: ShapeLayer): boolean {
  return color !== null && opacity >= HIDING;
}

/** What a shape covers: its box; of a line's box, the line alone. */
export function shapeBox(layer: ShapeLayer, box: Box, unit: number): Box {
  if (layer.shape !== "line") return box;
  const thickness = strokeOf(layer, unit);
  return box.width >= box.height
    ? { ...box, y: Math.round(box.y + (box.height - thickness) / 2), height: thickness }
    : { ...box, x: Math.round(box.x + (box.width - thickness) / 2), width: thickness };
}

/** The stroke in whole pixels: thinner than one would be grey. */
const strokeOf = (layer: ShapeLayer, unit: number) =>
  layer.stroke_color === null ? 0 : Math.max(1, Math.round(layer.stroke_width * unit));

/** The panels that a shape comes down to; null where it is none. */
function panelsOf(layer: ShapeLayer, area: Box, unit: number): PlacedPanel[] | null {
  const radius = layer.radius * unit;
  const panel = (box: Box, color: string) => ({ ...box, color, opacity: 1, radius });
  if (layer.shape === "line") return layer.stroke_color === null ? [] : [panel(area, layer.stroke_color)];
  if (layer.shape === "ellipse") return null;
  const stroke = strokeWithin(layer, area, unit);
  if (layer.stroke_color === null || stroke === 0)
    return layer.color === null ? [] : [panel(area, layer.color)];
  if (radius > 0) return null;
  const { x, y, width, height } = area;
  const inner = { x: x + stroke, y: y + stroke, width: width - 2 * stroke, height: height - 2 * stroke };
  const edges = [
    { x, y, width, height: stroke },
    { x, y: y + height - stroke, width, height: stroke },
    { x, y: inner.y, width: stroke, height: inner.height },
    { x: x + width - stroke, y: inner.y, width: stroke, height: inner.height },
  ].map((edge) => panel(edge, layer.stroke_color as string));
  return layer.color === null ? edges : [...edges, panel(inner, layer.color)];
}

/** A stroke no wider than leaves it within its box. */
const strokeWithin = (layer: ShapeLayer, { width, height }: Box, unit: number) =>
  Math.min(strokeOf(layer, unit), Math.floor(Math.min(width, height) / 2));

function svgOf(layer: ShapeLayer, area: Box, unit: number): string {
  const { width, height } = area;
  const stroke = strokeWithin(layer, area, unit);
  const paint = `fill="${layer.color ?? "none"}" stroke="${layer.stroke_color ?? "none"}" stroke-width="${stroke}"`;
  const inner = { width: width - stroke, height: height - stroke };
  if (layer.shape === "ellipse") {
    return `<ellipse cx="${width / 2}" cy="${height / 2}" rx="${inner.width / 2}" ry="${inner.height / 2}" ${paint}/>`;
  }
  const radius = Math.min(layer.radius * unit, width / 2, height / 2);
  const corner = Math.max(0, radius - stroke / 2);
  return `<rect x="${stroke / 2}" y="${stroke / 2}" width="${inner.width}" height="${inner.height}" rx="${corner}" ${paint}/>`;
}
