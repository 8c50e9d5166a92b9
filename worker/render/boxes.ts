import type { Intrusion } from "./measurement.ts";
import { contains } from "./place.ts";
import type { Box, Canvas } from "./types.ts";

/**
 * How many pixels around a box are free on all sides: the widest margin within which nothing else lies and the canvas does not end.
 * Range: 0 (something touches it, or lies over it) and up. What holds all of the box is its ground, not its neighbour.
 */
export function clearSpace(box: Box, others: Box[], canvas: { width: number; height: number }): number {
  const gaps = others.filter((other) => !contains(other, box)).map((other) => gap(box, other));
  const edges = [box.x, box.y, canvas.width - box.x - box.width, canvas.height - box.y - box.height];
  return Math.max(0, Math.min(...edges, ...gaps));
}

/** The margin at which a growing box touches another: the larger of their distances across and down. */
function gap(one: Box, other: Box): number {
  const across = Math.max(other.x - (one.x + one.width), one.x - (other.x + other.width));
  const down = Math.max(other.y - (one.y + one.height), one.y - (other.y + other.height));
  return Math.max(across, down);
}

/** By how many pixels a layer's box lies in each part of the safe zone; nothing where it just touches it. */
export function intrusions(layer: string, box: Box, { width, height, safe_zone }: Canvas): Intrusion[] {
  const reach = {
    top: safe_zone.top - box.y,
    right: box.x + box.width - (width - safe_zone.right),
    bottom: box.y + box.height - (height - safe_zone.bottom),
    left: safe_zone.left - box.x,
  };
  return (["top", "right", "bottom", "left"] as const)
    .map((edge) => ({ layer, edge, pixels: Math.ceil(reach[edge]) }))
    .filter(({ pixels }) => pixels > 0);
}

/** The part of a box that lies in another; null where they share nothing. */
export function intersection(one: Box, other: Box): Box | null {
  const x = Math.max(one.x, other.x);
  const y = Math.max(one.y, other.y);
  const width = Math.min(one.x + one.width, other.x + other.width) - x;
  const height = Math.min(one.y + one.height, other.y + other.height) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : null;
}

/** What is left of a box on each side of a part of it, over its whole length: left, right, above, below, where there is anything. */
export function beside(box: Box, part: Box): Box[] {
  const [right, bottom] = [part.x + part.width, part.y + part.height];
  return [
    { ...box, width: part.x - box.x },
    { ...box, x: right, width: box.x + box.width - right },
    { ...box, height: part.y - box.y },
    { ...box, y: bottom, height: box.y + box.height - bottom },
  ].filter(({ width, height }) => width > 0 && height > 0);
}

/** The smallest box that holds all of the given ones, of which there is at least one. */
export function hull(boxes: Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}

/** Which share of a box's area lies under others, 0 to 1; where several lie over one another it counts once. */
export function coveredShare(box: Box, covers: Box[]): number {
  const parts = covers.map((cover) => intersection(box, cover)).filter((part) => part !== null);
  const xs = [...new Set(parts.flatMap(({ x, width }) => [x, x + width]))].sort((one, other) => one - other);
  let area = 0;
  for (const [index, x] of xs.slice(0, -1).entries()) {
    const column = parts.filter((part) => part.x <= x && x < part.x + part.width);
    area += ((xs[index + 1] as number) - x) * unionLength(column);
  }
  return area / (box.width * box.height);
}

/** How much of the vertical axis boxes take together. */
function unionLength(boxes: Box[]): number {
  let length = 0;
  let end = Number.NEGATIVE_INFINITY;
  for (const { y, height } of [...boxes].sort((one, other) => one.y - other.y)) {
    length += Math.max(0, y + height - Math.max(end, y));
    end = Math.max(end, y + height);
  }
  return length;
}

/**
 * The part of pixels that is not empty, null where all of it is.
 * @param isEmpty whether so many pixels are, from the one of a number on, in steps of so many
 */
export function boundsOf(
  { width, height }: { width: number; height: number },
  isEmpty: (from: number, step: number, count: number) => boolean,
): Box | null {
  let [left, top, right, bottom] = [0, 0, width, height];
  while (top < bottom && isEmpty(top * width, 1, width)) top++;
  if (top === bottom) return null;
  while (isEmpty((bottom - 1) * width, 1, width)) bottom--;
  while (isEmpty(top * width + left, width, bottom - top)) left++;
  while (isEmpty(top * width + right - 1, width, bottom - top)) right--;
  return { x: left, y: top, width: right - left, height: bottom - top };
}
