import type { Pixels } from "./paint.ts";

/** Difference of colour between neighbouring pixels (Cb or Cr, of 255) that is seen to fray when colour is halved. */
const STRONG_EDGE = 48;
/** Share of blocks with such an edge. Photographs stay below it; one short line of coloured text is above. */
const FINE_SHARE = 0.0003;

/** Of rows of blocks, this one and every so-many-th are looked at first, then those in the middle between them, and so on. */
const LARGEST_STRIDE = 16;

/**
 * Whether a picture loses when its colour is stored at half the resolution: it has saturated edges, as coloured
 * letters do. White letters on a grey ground have none.
 */
export function hasFineColor({ data, width, height }: Pixels): boolean {
  let strong = 0;
  // Every second row of blocks of 2 × 2.
  const rows = Math.floor((height + 2) / 4);
  const enough = rows * Math.floor(width / 2) * FINE_SHARE;
  // Far apart first: where there are letters, a few rows tell.
  for (let stride = LARGEST_STRIDE; stride >= 1; stride >>= 1) {
    const step = stride === LARGEST_STRIDE ? stride : 2 * stride;
    for (let row = step === stride ? 0 : stride; row < rows; row += step) {
      if (row * 4 + 1 < height) strong += strongBlocks(data, width, row * 4);
      if (strong > enough) return true;
    }
  }
  return false;
}

/** How many blocks of two rows of pixels differ strongly in colour. */
function strongBlocks(data: Buffer, width: number, y: number): number {
  const row = width * 3;
  let strong = 0;
  for (let at = y * row, end = at + (width >> 1) * 6; at < end; at += 6) {
    if (mayDiffer(data, at, row) && isStrong(data, at, row)) strong += 1;
  }
  return strong;
}

/** Red and blue less green that differ by so little are no strong edge. */
const SMALL = 32;

/** Whether the four pixels of a block could differ strongly. Few do: those that do not are told without a branch for each. */
function mayDiffer(data: Buffer, at: number, row: number): boolean {
  const below = at + row;
  const green = data[at + 1] as number;
  const right = (data[at + 4] as number) - SMALL;
  const under = (data[below + 1] as number) - SMALL;
  const across = (data[below + 4] as number) - SMALL;
  const red = (data[at] as number) - green;
  const blue = (data[at + 2] as number) - green;
  const beyond =
    ((data[at + 3] as number) - right - red) |
    ((data[at + 5] as number) - right - blue) |
    ((data[below] as number) - under - red) |
    ((data[below + 2] as number) - under - blue) |
    ((data[below + 3] as number) - across - red) |
    ((data[below + 5] as number) - across - blue);
  return (beyond & ~(2 * SMALL - 1)) !== 0;
}

/** Whether the four pixels of a block differ strongly in one of the two differences of colour. */
function isStrong(data: Buffer, start: number, row: number): boolean {
  let [leastCb, mostCb, leastCr, mostCr] = [255, -255, 255, -255];
  for (let index = 0; index < 4; index++) {
    const at = start + (index & 1) * 3 + (index >> 1) * row;
    const red = data[at] as number;
    const green = data[at + 1] as number;
    const blue = data[at + 2] as number;
    const cb = 0.5 * blue - 0.168736 * red - 0.331264 * green;
    const cr = 0.5 * red - 0.418688 * green - 0.081312 * blue;
    if (cb < leastCb) leastCb = cb;
    if (cb > mostCb) mostCb = cb;
    if (cr < leastCr) leastCr = cr;
    if (cr > mostCr) mostCr = cr;
  }
  return mostCb - leastCb > STRONG_EDGE || mostCr - leastCr > STRONG_EDGE;
}
