import { LayoutError } from "./errors.ts";
import type { Anchor, Area, Box, Canvas, LogoLayer, Panel } from "./types.ts";

/** A panel in whole pixels. */
export interface PlacedPanel extends Box {
  color: string;
  opacity: number;
  radius: number;
}

export interface PlacedLogo {
  layer: LogoLayer;
  box: Box;
  panels: PlacedPanel[];
  /** The logo with its panel. */
  outer: Box;
  /** What its layer asks others to leave free around it, in pixels. */
  clear_space: number;
}

/** The length that a layout's fractions refer to. */
export const shorter = (canvas: Canvas) => Math.min(canvas.width, canvas.height);

/** What is left of the canvas within safe zone and margin. */
export function freeArea(canvas: Canvas, layer: { id: string; margin: number }): Box {
  const margin = Math.ceil(layer.margin * shorter(canvas));
  const { top, right, bottom, left } = canvas.safe_zone;
  const x = Math.ceil(left) + margin;
  const y = Math.ceil(top) + margin;
  const width = Math.floor(canvas.width - right) - margin - x;
  const height = Math.floor(canvas.height - bottom) - margin - y;
  if (width < 1 || height < 1) {
    throw new LayoutError("invalid_layout", layer.id, "margin", "leaves no room beside the safe zone");
  }
  return { x, y, width, height };
}

/** How lines are aligned at an anchor. */
export function horizontal(anchor: Anchor): "left" | "center" | "right" {
  if (anchor.endsWith("left")) return "left";
  return anchor.endsWith("right") ? "right" : "center";
}

/** The part of the free width that lies to the left. */
export const SHIFT = { left: 0, center: 0.5, right: 1 };

/** The corner of something that is fastened in an area. */
export function anchored(anchor: Anchor, area: Box, width: number, height: number): { x: number; y: number } {
  const down = anchor.startsWith("top") ? 0 : anchor.startsWith("bottom") ? 1 : 0.5;
  return {
    x: Math.round(area.x + (area.width - width) * SHIFT[horizontal(anchor)]),
    y: Math.round(area.y + (area.height - height) * down),
  };
}

/** Gives a logo its place: as wide as the layout says, but never larger than its own pixels or the free area. */
export function placeLogo(
  layer: LogoLayer,
  canvas: Canvas,
  pixels: { width: number; height: number },
): PlacedLogo {
  const area = freeArea(canvas, layer);
  const padding = paddingOf(layer.panel, canvas);
  const scale = Math.min(
    1,
    (layer.width * canvas.width) / pixels.width,
    (layer.max_height * shorter(canvas)) / pixels.height,
    (area.width - 2 * padding.x) / pixels.width,
    (area.height - 2 * padding.y) / pixels.height,
  );
  if (scale <= 0)
    throw new LayoutError("invalid_layout", layer.id, "panel.padding", "leaves no room for the logo");
  const width = Math.max(1, Math.round(pixels.width * scale));
  const height = Math.max(1, Math.round(pixels.height * scale));
  const clear_space = Math.round(layer.clear_space * height);
  const size = { width: width + 2 * padding.x, height: height + 2 * padding.y };
  const clear = clearArea(canvas, area, { x: clear_space - padding.x, y: clear_space - padding.y });
  const fits = size.width <= clear.width && size.height <= clear.height;
  const outer = { ...anchored(layer.anchor, fits ? clear : area, size.width, size.height), ...size };
  const box = { x: outer.x + padding.x, y: outer.y + padding.y, width, height };
  return {
    layer,
    box,
    outer,
    clear_space,
    panels: layer.panel ? [placePanel(layer.panel, outer, canvas)] : [],
  };
}

/** The part of an area from which the canvas's edges are as far away as a logo's clear space asks. */
function clearArea(canvas: Canvas, area: Box, distance: { x: number; y: number }): Box {
  const x = Math.max(area.x, distance.x);
  const y = Math.max(area.y, distance.y);
  return {
    x,
    y,
    width: Math.min(area.x + area.width, canvas.width - distance.x) - x,
    height: Math.min(area.y + area.height, canvas.height - distance.y) - y,
  };
}

/** A part of the canvas in whole pixels, one at least each way. */
export function toPixels(area: Area, canvas: Canvas): Box {
  const along = (start: number, length: number, whole: number) => {
    const from = Math.min(whole - 1, Math.round(start * whole));
    return [from, Math.max(1, Math.round((start + length) * whole) - from)] as const;
  };
  const [x, width] = along(area.x, area.width, canvas.width);
  const [y, height] = along(area.y, area.height, canvas.height);
  return { x, y, width, height };
}

/** A panel's padding in pixels; none where there is no panel. */
export function paddingOf(panel: Panel | null, canvas: Canvas): { x: number; y: number } {
  const pixels = (share: number) => Math.round(share * shorter(canvas));
  return { x: pixels(panel?.padding_x ?? 0), y: pixels(panel?.padding ?? 0) };
}

/** A panel that fills a box, its corners no rounder than the box allows. */
export function placePanel(panel: Panel, box: Box, canvas: Canvas): PlacedPanel {
  const radius = Math.min(panel.radius * shorter(canvas), box.width / 2, box.height / 2);
  return { ...box, color: panel.color, opacity: panel.opacity, radius };
}

/** Whether a box lies wholly within an area. */
export function contains(area: Box, box: Box): boolean {
  return (
    box.x >= area.x &&
    box.y >= area.y &&
    box.x + box.width <= area.x + area.width &&
    box.y + box.height <= area.y + area.height
  );
}

/** A box with a margin on every side. */
export function grow(box: Box, by: number): Box {
  return { x: box.x - by, y: box.y - by, width: box.width + 2 * by, height: box.height + 2 * by };
}

/** Whether two boxes share any pixel. */
export function overlap(one: Box, other: Box): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}
