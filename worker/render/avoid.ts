import { contrast, parseHex } from "./color.ts";
import { meanCovered } from "./crop.ts";
import { worstGround } from "./ground.ts";
import { type Pixels, paintPanel } from "./paint.ts";
import { anchored, freeArea, overlap } from "./place.ts";
import { type PlacedStack, placeStack, type Stack } from "./stack.ts";
import { ANCHORS, type Anchor, type Area, type Box, type RenderInput } from "./types.ts";

/** So little of the subject under a text disturbs nobody. */
const TOLERATED = 0.05;
/** A text moves only where that uncovers at least this part of what it covered. */
const WORTHWHILE = 0.5;
/** Contrast beyond this makes no text easier to read. */
const AMPLE_CONTRAST = 7;

/**
 * Moves a stack of texts that may move off the subject: along its edge, or else to the opposite one. It stays where it is
 * unless another place covers much less of the subject, and every text there is as large and as legible.
 * @param canvas what is painted below the stack
 * @param subject faces, or the region that draws the eye, in pixels of the canvas
 * @param others what else has its place
 */
export async function keepOffSubject(
  { stack, placed }: { stack: Stack; placed: PlacedStack },
  canvas: Pixels,
  subject: Area[],
  others: Box[],
  input: RenderInput,
): Promise<PlacedStack> {
  if (!stack.root.avoid_subject) return placed;
  const covered = meanCovered(subject, [placed.outer]);
  if (covered <= TOLERATED) return placed;
  const area = freeArea(input.canvas, stack.root);
  const { width, height } = placed.outer;
  let legible: number | undefined;
  let best = placed;
  let least = covered * WORTHWHILE;
  for (const anchor of alternatives(stack.root.anchor)) {
    // Setting text takes long: where its box tells that a place is no better, that is not needed.
    const there = { ...anchored(anchor, area, width, height), width, height };
    if (meanCovered(subject, [there]) >= least || others.some((box) => overlap(box, there))) continue;
    legible ??= await legibility(canvas, placed);
    const moved = await placeStack(fastenedAt(stack, anchor), input.canvas, input.fonts, others);
    const share = meanCovered(subject, [moved.outer]);
    const free = !others.some((box) => overlap(box, moved.outer));
    if (share >= least || !free || !isAsLarge(moved, placed)) continue;
    if ((await legibility(canvas, moved)) < Math.min(legible, AMPLE_CONTRAST)) continue;
    [best, least] = [moved, share];
    if (share <= TOLERATED) break;
  }
  return best;
}

/** Other places: first along the same edge, then straight across. */
function alternatives(anchor: Anchor): Anchor[] {
  const [row, column] = position(anchor);
  const at = (wantedRow: number, wantedColumn: number) =>
    ANCHORS.filter((other) => {
      const [otherRow, otherColumn] = position(other);
      return otherRow === wantedRow && otherColumn === wantedColumn;
    });
  const along = [2 - column, 1, 0, 2].flatMap((other) => at(row, other));
  const across = [2 - row, 0, 2].flatMap((other) => at(other, column));
  return [...new Set([...along, ...across])].filter((other) => other !== anchor);
}

/** An anchor's row and column, 0 to 2. */
function position(anchor: Anchor): [number, number] {
  const index = ANCHORS.indexOf(anchor);
  return [Math.floor(index / 3), index % 3];
}

function fastenedAt({ root, texts }: Stack, anchor: Anchor): Stack {
  const moved = texts.map(({ layer, text }) => ({ layer: { ...layer, anchor }, text, was: layer }));
  return {
    root: moved.find(({ was }) => was === root)?.layer ?? { ...root, anchor },
    texts: moved.map(({ layer, text }) => ({ layer, text })),
  };
}

function isAsLarge(moved: PlacedStack, placed: PlacedStack): boolean {
  return moved.texts.every((text, index) => {
    const before = placed.texts[index];
    return (
      before !== undefined &&
      text.setting.font_size >= before.setting.font_size &&
      (before.overflow || !text.overflow)
    );
  });
}

/** The least contrast of any text of a stack with what is around its letters, the stack's panels included. */
async function legibility(canvas: Pixels, { texts }: PlacedStack): Promise<number> {
  const ground = { ...canvas, data: Buffer.from(canvas.data) };
  let least = Number.POSITIVE_INFINITY;
  for (const text of texts) {
    const { layer, box, panels, setting, glyphs } = text;
    for (const panel of panels) paintPanel(ground, panel, layer.opacity);
    const { color, opacity } = layer;
    const painted = { pixels: glyphs, box, color, opacity };
    const worst = worstGround(ground, painted, box, Math.max(1, Math.round(setting.cap_height)));
    if (worst) least = Math.min(least, contrast(parseHex(worst.worst_background), parseHex(color)));
  }
  return least;
}
