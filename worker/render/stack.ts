import { LayoutError } from "./errors.ts";
import { paintGlyphs } from "./glyphs.ts";
import type { Pixels } from "./paint.ts";
import type { Ink, Side } from "./paragraph.ts";
import {
  anchored,
  contains,
  freeArea,
  grow,
  horizontal,
  overlap,
  type PlacedPanel,
  paddingOf,
  placePanel,
  SHIFT,
  shorter,
} from "./place.ts";
import { type Direction, smallPrintGrowth } from "./script.ts";
import { fitText, readingDirection, type Setting } from "./text.ts";
import type { Box, Canvas, Font, Panel, TextLayer } from "./types.ts";

export interface PlacedText {
  layer: TextLayer;
  text: string;
  setting: Setting;
  /** Where the corner of the setting's column comes to lie. */
  x: number;
  y: number;
  /** What the glyphs cover, and what those of each line do. */
  box: Box;
  lines: Box[];
  /** RGBA, as large as the box. */
  glyphs: Pixels;
  panels: PlacedPanel[];
  overflow: boolean;
}

/** Texts that stand under one another, the first of which says where. */
export interface Stack {
  root: TextLayer;
  texts: { layer: TextLayer; text: string }[];
}

/** What stays free between a stack and what else is placed, as a fraction of the canvas's shorter side. */
const CLEARANCE = 0.025;
/** The largest of texts that are too high loses this part of its size, so many times at most; a smaller one loses less. */
const SHRINKAGE = 0.04;
const SHRINKING = 20;
/** Parts of the smallest size: text that does not fit is too small to pass, but all of it can be read. */
const LAST_RESORT = [1, 0.8, 0.6, 0.45, 0.35, 0.25];

/** What sizes texts may have. */
interface Sizes {
  /** Of each text, in pixels; of those that are not here, their smallest. */
  largest: number[];
  /** The part of its smallest size that each may have. */
  smallest: number;
}

export interface PlacedStack {
  texts: PlacedText[];
  /** All texts with their panels. */
  outer: Box;
}

/**
 * Sets a stack of texts as large as fits its width, its lines, its height, the free area and what is placed already: where
 * they are too high, the largest shrinks most. Where nothing fits, all of it is set as large as its height and the free area
 * allow, and marked as overflow.
 */
export async function placeStack(
  stack: Stack,
  canvas: Canvas,
  fonts: Font[],
  taken: Box[],
): Promise<PlacedStack> {
  const area = freeArea(canvas, stack.root);
  const clearance = Math.round(CLEARANCE * shorter(canvas));
  const highest = Math.min(area.height, Math.round(stack.root.max_height * shorter(canvas)));
  const fits = (texts: SetText[]) => {
    const { outer } = arrange(stack, texts, canvas, area);
    return contains(area, outer) && outer.height <= highest;
  };
  const isFree = (texts: SetText[]) => {
    const { outer } = arrange(stack, texts, canvas, area);
    return !taken.some((box) => overlap(grow(box, clearance), outer));
  };
  const unhindered = await setTexts(stack, canvas, area, fonts, null);
  if (fits(unhindered) && isFree(unhindered)) return paintStack(stack, unhindered, canvas, area);
  let best: SetText[] | null = null;
  for (let [low, high] = [1, SHRINKING]; low <= high; ) {
    const step = (low + high) >> 1;
    const texts = await setTexts(stack, canvas, area, fonts, {
      largest: step < SHRINKING ? shrunk(unhindered, step) : [],
      smallest: 1,
    });
    if (fits(texts) && isFree(texts)) [best, high] = [texts, step - 1];
    else low = step + 1;
  }
  if (best) return paintStack(stack, best, canvas, area);
  for (const step of LAST_RESORT) {
    const texts = await setTexts(stack, canvas, area, fonts, { largest: [], smallest: step });
    if (fits(texts)) {
      const placed = await paintStack(stack, texts, canvas, area);
      return { ...placed, texts: placed.texts.map((text) => ({ ...text, overflow: true })) };
    }
  }
  throw new LayoutError("invalid_layout", stack.root.id, "text", "is far too long for its place");
}

/** Smaller sizes: what is small already loses half as large a part of its size, and stays legible beside a headline. */
function shrunk(texts: SetText[], step: number): number[] {
  const sizes = texts.map(({ setting }) => setting.font_size);
  const greatest = Math.max(...sizes);
  return sizes.map((size) => size * (1 - step * SHRINKAGE * (0.5 + (0.5 * size) / greatest)));
}

interface SetText {
  layer: TextLayer;
  text: string;
  setting: Setting;
  /** The text's own panel, and its padding in pixels. */
  own: Panel | null;
  inset: { x: number; y: number };
}

/** Sets each text in a column that the stack's panel leaves free; as large as its layer allows, unless sizes are given. */
async function setTexts(
  stack: Stack,
  canvas: Canvas,
  area: Box,
  fonts: Font[],
  sizes: Sizes | null,
): Promise<SetText[]> {
  const unit = shorter(canvas);
  const { panel, width: share } = stack.root;
  const column = Math.min(Math.floor(share * canvas.width), area.width) - 2 * paddingOf(panel, canvas).x;
  const texts: SetText[] = [];
  for (const [index, { layer, text }] of stack.texts.entries()) {
    const own = layer === stack.root ? null : layer.panel;
    const inset = paddingOf(own, canvas);
    const width = Math.min(column, Math.floor(layer.width * canvas.width)) - 2 * inset.x;
    if (width < 1) {
      throw new LayoutError(
        "invalid_layout",
        layer.id,
        "width",
        "leaves no room for the text beside its padding",
      );
    }
    const min = Math.max(1, Math.round(layer.min_size * unit * (sizes?.smallest ?? 1)));
    const growth = layer.font === "body" ? smallPrintGrowth(text, layer.transform) : 1;
    const largest = layer.size * unit * growth;
    const max = Math.max(min, Math.round(sizes ? (sizes.largest[index] ?? 0) : largest));
    const side = sideOf(layer, text, stack);
    texts.push({
      layer,
      text,
      own,
      inset,
      setting: await fitText(layer, text, fonts, { width, side }, { min, max }),
    });
  }
  return texts;
}

/** Where a text's lines are aligned, and the text itself beside wider ones. */
function sideOf(layer: TextLayer, text: string, stack: Stack): Side {
  if (layer.align === "center") return "center";
  if (layer.align !== "auto") {
    return (readingDirection(layer, text) === "rtl") === (layer.align === "start") ? "right" : "left";
  }
  // Texts that stand under one another share an edge; lines that are read from the right begin at the right.
  const [first] = stack.texts;
  const direction: Direction = first ? readingDirection(first.layer, first.text) : "ltr";
  const side = horizontal(stack.root.anchor);
  return side === "left" && direction === "rtl" ? "right" : side;
}

interface Arrangement {
  outer: Box;
  /** Where the corner of each setting's column comes to lie, and its panels. */
  places: { x: number; y: number; panels: PlacedPanel[] }[];
}

/** Puts texts one below the other, each a block from cap height to baseline with its own panel. */
function arrange(stack: Stack, texts: SetText[], canvas: Canvas, area: Box): Arrangement {
  const { anchor, panel } = stack.root;
  const padding = paddingOf(panel, canvas);
  const blocks = stackBlocks(texts, shorter(canvas));
  const first = texts[0] as SetText;
  const last = texts.at(-1) as SetText;
  const foot = blocks.at(-1) as Block;
  // Accents and descenders hang into the padding; where that is too small for them, the stack's box grows.
  const above = Math.max(padding.y, rise(first));
  const below = Math.max(padding.y, hang(last));
  const inner = Math.max(...blocks.map((block) => block.width));
  const size = { width: inner + 2 * padding.x, height: foot.top + foot.height + above + below };
  const outer = { ...anchored(anchor, area, size.width, size.height), ...size };
  const places = texts.map(({ setting, inset, own }, index) => {
    const { top: offset, width, height } = blocks[index] as Block;
    const left = Math.round(outer.x + padding.x + (inner - width) * SHIFT[setting.composition.side]);
    const top = outer.y + above + offset;
    const panels: PlacedPanel[] = [];
    if (index === 0 && panel) panels.push(placePanel(panel, outer, canvas));
    if (own) panels.push(placePanel(own, { x: left, y: top, width, height }, canvas));
    return { x: left + inset.x - setting.left, y: top + inset.y - setting.cap_top, panels };
  });
  return { outer, places };
}

/** Paints the texts, then places them by what the painted pixels cover. */
async function paintStack(stack: Stack, texts: SetText[], canvas: Canvas, area: Box): Promise<PlacedStack> {
  const painted: (SetText & { glyphs: Pixels })[] = [];
  for (const text of texts) painted.push({ ...text, ...(await paintGlyphs(text.setting)) });
  const { outer, places } = arrange(stack, painted, canvas, area);
  const placed = painted.map(({ layer, text, setting, glyphs }, index): PlacedText => {
    const { x, y, panels } = places[index] as Arrangement["places"][number];
    const boxOf = ({ left, top, right, bottom }: Ink): Box => ({
      x: x + left,
      y: y + top,
      width: right - left,
      height: bottom - top,
    });
    const { lines, overflow } = setting;
    return {
      layer,
      text,
      setting,
      x,
      y,
      box: boxOf(setting),
      lines: lines.map(boxOf),
      glyphs,
      panels,
      overflow,
    };
  });
  return { texts: placed, outer };
}

interface Block {
  /** Distance from the top of the stack. */
  top: number;
  width: number;
  height: number;
}

function stackBlocks(texts: SetText[], unit: number): Block[] {
  const blocks: Block[] = [];
  for (const [index, text] of texts.entries()) {
    const { setting, inset, layer } = text;
    const [above, block] = [texts[index - 1], blocks.at(-1)];
    blocks.push({
      top: above && block ? block.top + block.height + space(above, text, layer.gap * unit) : 0,
      width: Math.ceil(setting.right - setting.left) + 2 * inset.x,
      height: Math.ceil(setting.baseline - setting.cap_top) + 2 * inset.y,
    });
  }
  return blocks;
}

type Edges = Pick<SetText, "setting" | "inset">;

/** How far the first line's accents rise above the block, and the last line's descenders hang below it. */
const rise = ({ setting, inset }: Edges) => Math.max(0, Math.ceil(setting.cap_top - setting.top) - inset.y);
const hang = ({ setting, inset }: Edges) =>
  Math.max(0, Math.ceil(setting.bottom - setting.baseline) - inset.y);

/** The space between two blocks: the gap, but at least half of it between descenders and accents. */
function space(above: Edges, below: Edges, gap: number): number {
  return Math.round(Math.max(gap, hang(above) + rise(below) + gap / 2));
}
