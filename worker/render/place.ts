import { LayoutError } from "./errors.ts";
import { fitText, type Setting } from "./text.ts";
import type { Anchor, Box, Canvas, Font, LogoLayer, Panel, TextLayer } from "./types.ts";

/** A panel in whole pixels. */
export interface PlacedPanel extends Box {
  color: string;
  opacity: number;
  radius: number;
}

export interface PlacedText {
  layer: TextLayer;
  text: string;
  setting: Setting;
  /** Where the corner of the setting's column comes to lie. */
  x: number;
  y: number;
  /** What the glyphs cover. */
  box: Box;
  panels: PlacedPanel[];
  overflow: boolean;
}

export interface PlacedLogo {
  layer: LogoLayer;
  box: Box;
  panels: PlacedPanel[];
  /** The logo with its panel. */
  outer: Box;
}

const shorter = (canvas: Canvas) => Math.min(canvas.width, canvas.height);

/** What is left of the canvas within safe zone and margin. */
function freeArea(canvas: Canvas, layer: { id: string; margin: number }): Box {
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

function horizontal(anchor: Anchor): "left" | "center" | "right" {
  if (anchor.endsWith("left")) return "left";
  return anchor.endsWith("right") ? "right" : "center";
}

const SHIFT = { left: 0, center: 0.5, right: 1 };

function anchored(anchor: Anchor, area: Box, width: number, height: number): { x: number; y: number } {
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
  const padding = layer.panel ? Math.round(layer.panel.padding * shorter(canvas)) : 0;
  const scale = Math.min(
    1,
    (layer.width * canvas.width) / pixels.width,
    (layer.max_height * shorter(canvas)) / pixels.height,
    (area.width - 2 * padding) / pixels.width,
    (area.height - 2 * padding) / pixels.height,
  );
  if (scale <= 0)
    throw new LayoutError("invalid_layout", layer.id, "panel.padding", "leaves no room for the logo");
  const width = Math.max(1, Math.round(pixels.width * scale));
  const height = Math.max(1, Math.round(pixels.height * scale));
  const size = { width: width + 2 * padding, height: height + 2 * padding };
  const outer = { ...anchored(layer.anchor, area, size.width, size.height), ...size };
  const box = { x: outer.x + padding, y: outer.y + padding, width, height };
  return { layer, box, outer, panels: layer.panel ? [placePanel(layer.panel, outer, canvas)] : [] };
}

function placePanel(panel: Panel, box: Box, canvas: Canvas): PlacedPanel {
  const radius = Math.min(panel.radius * shorter(canvas), box.width / 2, box.height / 2);
  return { ...box, color: panel.color, opacity: panel.opacity, radius };
}

/** Texts that stand under one another, the first of which says where. */
export interface Stack {
  root: TextLayer;
  texts: { layer: TextLayer; text: string }[];
}

/** What stays free between a stack and what else is placed, as a fraction of the canvas's shorter side. */
const CLEARANCE = 0.025;
const STEPS = [1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2];
/** Parts of the smallest size: text that does not fit is too small to pass, but all of it can be read. */
const LAST_RESORT = [1, 0.8, 0.6, 0.45, 0.35, 0.25];

interface PlacedStack {
  texts: PlacedText[];
  /** All texts with their panels. */
  outer: Box;
}

/**
 * Sets a stack of texts as large as fits its width, its lines, the free area and what is placed already.
 * Where nothing fits, all of it is set as large as the free area allows, and marked as overflow.
 */
export async function placeStack(
  stack: Stack,
  canvas: Canvas,
  fonts: Font[],
  taken: Box[],
): Promise<PlacedStack> {
  const area = freeArea(canvas, stack.root);
  const clearance = Math.round(CLEARANCE * shorter(canvas));
  let sizes = "";
  for (const step of STEPS) {
    const placed = await setStack(stack, canvas, area, fonts, { largest: step, smallest: 1 });
    if (contains(area, placed.outer) && !taken.some((box) => overlap(grow(box, clearance), placed.outer))) {
      return placed;
    }
    const before = sizes;
    sizes = placed.texts.map((text) => text.setting.font_size).join();
    if (placed.texts.some((text) => text.overflow) && sizes === before) break;
  }
  for (const step of LAST_RESORT) {
    const placed = await setStack(stack, canvas, area, fonts, { largest: 0, smallest: step });
    if (contains(area, placed.outer)) {
      return { ...placed, texts: placed.texts.map((text) => ({ ...text, overflow: true })) };
    }
  }
  throw new LayoutError("invalid_layout", stack.root.id, "text", "is far too long for its place");
}

interface Block {
  layer: TextLayer;
  text: string;
  setting: Setting;
  /** The text's own panel, and its padding in pixels. */
  own: Panel | null;
  inset: number;
  /** Distance from the top of the stack. */
  top: number;
  width: number;
  height: number;
}

async function setStack(
  stack: Stack,
  canvas: Canvas,
  area: Box,
  fonts: Font[],
  /** Parts of each text's largest and smallest size that it may have now. */
  parts: { largest: number; smallest: number },
): Promise<PlacedStack> {
  const unit = shorter(canvas);
  const align = horizontal(stack.root.anchor);
  const padding = Math.round((stack.root.panel?.padding ?? 0) * unit);
  const column = Math.min(Math.floor(stack.root.width * canvas.width), area.width) - 2 * padding;

  // Each text as a block from cap height to baseline, with its own panel, one below the other.
  const blocks: Block[] = [];
  let height = 0;
  for (const { layer, text } of stack.texts) {
    const own = layer === stack.root ? null : layer.panel;
    const inset = Math.round((own?.padding ?? 0) * unit);
    const width = column - 2 * inset;
    if (width < 1)
      throw new LayoutError("invalid_layout", layer.id, "panel.padding", "leaves no room for the text");
    const min = Math.max(1, Math.round(layer.min_size * unit * parts.smallest));
    const sizes = { min, max: Math.max(min, Math.round(layer.size * unit * parts.largest)) };
    const setting = await fitText(layer, text, fonts, { width, align }, sizes);
    const above = blocks.at(-1);
    const top = above ? height + space(above, { setting, inset }, layer.gap * unit) : 0;
    const blockHeight = Math.ceil(setting.baseline - setting.cap_top) + 2 * inset;
    blocks.push({
      layer,
      text,
      own,
      inset,
      setting,
      top,
      width: Math.ceil(setting.right - setting.left) + 2 * inset,
      height: blockHeight,
    });
    height = top + blockHeight;
  }

  const first = blocks[0] as Block;
  const final = blocks[blocks.length - 1] as Block;
  // Accents and descenders hang into the padding; where that is too small for them, the stack's box grows.
  const above = Math.max(padding, rise(first));
  const below = Math.max(padding, hang(final));
  const width = Math.max(...blocks.map((block) => block.width));
  const size = { width: width + 2 * padding, height: height + above + below };
  const outer = { ...anchored(stack.root.anchor, area, size.width, size.height), ...size };

  const texts = blocks.map((block, index): PlacedText => {
    const { setting, inset } = block;
    const left = Math.round(outer.x + padding + (width - block.width) * SHIFT[align]);
    const top = outer.y + above + block.top;
    const x = left + inset - setting.left;
    const y = top + inset - setting.cap_top;
    const panels = [];
    if (index === 0 && stack.root.panel) panels.push(placePanel(stack.root.panel, outer, canvas));
    if (block.own) {
      panels.push(
        placePanel(block.own, { x: left, y: top, width: block.width, height: block.height }, canvas),
      );
    }
    return {
      layer: block.layer,
      text: block.text,
      setting,
      x,
      y,
      box: inkBox(setting, x, y),
      panels,
      overflow: setting.overflow,
    };
  });
  return { texts, outer };
}

type Edges = Pick<Block, "setting" | "inset">;

/** How far the first line's accents rise above the block, and the last line's descenders hang below it. */
const rise = ({ setting, inset }: Edges) => Math.max(0, Math.ceil(setting.cap_top - setting.top) - inset);
const hang = ({ setting, inset }: Edges) => Math.max(0, Math.ceil(setting.bottom - setting.baseline) - inset);

/** The space between two blocks: the gap, but at least half of it between descenders and accents. */
function space(above: Edges, below: Edges, gap: number): number {
  return Math.round(Math.max(gap, hang(above) + rise(below) + gap / 2));
}

/** Sums of decimal fractions miss whole numbers by a hair. */
const ROUNDING = 1e-6;

function inkBox(setting: Setting, x: number, y: number): Box {
  const left = Math.floor(x + setting.left + ROUNDING);
  const top = Math.floor(y + setting.top + ROUNDING);
  return {
    x: left,
    y: top,
    width: Math.ceil(x + setting.right - ROUNDING) - left,
    height: Math.ceil(y + setting.bottom - ROUNDING) - top,
  };
}

function contains(area: Box, box: Box): boolean {
  return (
    box.x >= area.x &&
    box.y >= area.y &&
    box.x + box.width <= area.x + area.width &&
    box.y + box.height <= area.y + area.height
  );
}

function grow(box: Box, by: number): Box {
  return { x: box.x - by, y: box.y - by, width: box.width + 2 * by, height: box.height + 2 * by };
}

function overlap(one: Box, other: Box): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}
