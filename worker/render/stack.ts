import { LayoutError } from "./errors.ts";
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
import { fitText, type Setting } from "./text.ts";
import type { Box, Canvas, Font, Panel, TextLayer } from "./types.ts";

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

/** The parts of each text's largest and smallest size that it may have. */
interface Parts {
  largest: number;
  smallest: number;
}

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
  for (const step of STEPS) {
    const placed = await setStack(stack, canvas, area, fonts, { largest: step, smallest: 1 });
    if (contains(area, placed.outer) && !taken.some((box) => overlap(grow(box, clearance), placed.outer))) {
      return placed;
    }
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
  inset: { x: number; y: number };
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
  parts: Parts,
): Promise<PlacedStack> {
  const { anchor, panel, width: share } = stack.root;
  const padding = paddingOf(panel, canvas);
  const column = Math.min(Math.floor(share * canvas.width), area.width) - 2 * padding.x;
  const blocks = await setBlocks(stack, canvas, column, fonts, parts);
  const first = blocks[0] as Block;
  const last = blocks.at(-1) as Block;
  // Accents and descenders hang into the padding; where that is too small for them, the stack's box grows.
  const above = Math.max(padding.y, rise(first));
  const below = Math.max(padding.y, hang(last));
  const inner = Math.max(...blocks.map((block) => block.width));
  const size = { width: inner + 2 * padding.x, height: last.top + last.height + above + below };
  const outer = { ...anchored(anchor, area, size.width, size.height), ...size };

  const texts = blocks.map((block, index): PlacedText => {
    const { layer, text, setting, inset, width, height, own } = block;
    const left = Math.round(outer.x + padding.x + (inner - width) * SHIFT[horizontal(anchor)]);
    const top = outer.y + above + block.top;
    const x = left + inset.x - setting.left;
    const y = top + inset.y - setting.cap_top;
    const panels: PlacedPanel[] = [];
    if (index === 0 && panel) panels.push(placePanel(panel, outer, canvas));
    if (own) panels.push(placePanel(own, { x: left, y: top, width, height }, canvas));
    return { layer, text, setting, x, y, box: inkBox(setting, x, y), panels, overflow: setting.overflow };
  });
  return { texts, outer };
}

/** Sets each text as a block from cap height to baseline, with its own panel, one below the other. */
async function setBlocks(
  stack: Stack,
  canvas: Canvas,
  column: number,
  fonts: Font[],
  parts: Parts,
): Promise<Block[]> {
  const unit = shorter(canvas);
  const align = horizontal(stack.root.anchor);
  const blocks: Block[] = [];
  for (const { layer, text } of stack.texts) {
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
    const min = Math.max(1, Math.round(layer.min_size * unit * parts.smallest));
    const max = Math.max(min, Math.round(layer.size * unit * parts.largest));
    const setting = await fitText(layer, text, fonts, { width, align }, { min, max });
    const above = blocks.at(-1);
    blocks.push({
      layer,
      text,
      own,
      inset,
      setting,
      top: above ? above.top + above.height + space(above, { setting, inset }, layer.gap * unit) : 0,
      width: Math.ceil(setting.right - setting.left) + 2 * inset.x,
      height: Math.ceil(setting.baseline - setting.cap_top) + 2 * inset.y,
    });
  }
  return blocks;
}

type Edges = Pick<Block, "setting" | "inset">;

/** How far the first line's accents rise above the block, and the last line's descenders hang below it. */
const rise = ({ setting, inset }: Edges) => Math.max(0, Math.ceil(setting.cap_top - setting.top) - inset.y);
const hang = ({ setting, inset }: Edges) =>
  Math.max(0, Math.ceil(setting.bottom - setting.baseline) - inset.y);

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
