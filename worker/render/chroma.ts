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
    for (
      let row = stride === LARGEST_STRIDE ? 0 : stride;
      row < rows;
      row += stride === LARGEST_STRIDE ? stride : 2 * stride
    ) {
      const y = row * 4;
      if (y + 1 >= height) continue;
      for (let x = 0; x + 1 < width; x += 2) {
        if (isStrong(data, (y * width + x) * 3, width * 3)) strong += 1;
      }
      if (strong > enough) return true;
    }
  }
  return false;
}

/** Whether the four pixels of a block differ strongly in one of the two differences of colour. */
function isStrong(data: Buffer, start: number, row: number): boolean {
  // Most blocks differ too little in red, green and blue to differ strongly in colour: these are cheap to find.
  if (!hasEdge(data, start, row)) return false;
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

function hasEdge(data: Buffer, start: number, row: number): boolean {
  for (let at = start; at < start + 3; at++) {
    const value = data[at] as number;
    const beside = (data[at + 3] as number) - value;
    const below = (data[at + row] as number) - value;
    const across = (data[at + row + 3] as number) - value;
    if (Math.max(0, beside, below, across) - Math.min(0, beside, below, across) > STRONG_EDGE) return true;
  }
  return false;
}
