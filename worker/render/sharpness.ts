import { lineStep, rowOf } from "./luma.ts";
import type { Pixels } from "./paint.ts";
import { grow } from "./place.ts";
import type { Box } from "./types.ts";

/** A JPEG block: as far as a letter's edge rings. */
const HALO = 8;

/**
 * How sharp a part of a picture is: the variance of the Laplacian (kernel 0 1 0 / 1 −4 1 / 0 1 0) of its luma, over rows spread over
 * it. Unit: 8-bit luma levels squared. Range: 0 (one colour, or an even gradient) to about 10⁶ (a chequerboard of pixels);
 * photographs that look sharp have hundreds to thousands, blurred and much enlarged ones tens or less. It grows with the subject's
 * own detail and contrast, so it compares crops and sizes of one picture better than two pictures.
 * Source: Pech-Pacheco et al., "Diatom autofocusing in brightfield microscopy", ICPR 2000; it is LAPV in Pertuz et al., "Analysis
 * of focus measure operators for shape-from-focus", Pattern Recognition 46 (2013).
 * @param area the part that shows the photograph
 * @param covers what lies over it: letters and panels have edges of their own; they and 8 px around them are left out
 * @returns null where nothing of the part is to be seen
 */
export function sharpness(picture: Pixels, area: Box, covers: Box[]): number | null {
  // A pixel without neighbours on all sides has no Laplacian.
  const [left, right] = [Math.max(1, area.x), Math.min(picture.width - 1, area.x + area.width)];
  const [top, bottom] = [Math.max(1, area.y), Math.min(picture.height - 1, area.y + area.height)];
  const hidden = covers.map((cover) => grow(cover, HALO));
  // Each takes its neighbours' luma as well.
  const step = 2 * lineStep(area) - 1;
  const mask = new Uint8Array(picture.width);
  let count = 0;
  let sum = 0;
  let squares = 0;
  for (let y = top + (step >> 1); y < bottom; y += step) {
    mask.fill(0);
    for (const box of hidden) {
      if (y >= box.y && y < box.y + box.height)
        mask.fill(1, Math.max(0, box.x), Math.max(0, box.x + box.width));
    }
    const above = rowOf(picture, y - 1);
    const here = rowOf(picture, y);
    const below = rowOf(picture, y + 1);
    for (let x = left; x < right; x++) {
      if (mask[x] === 1) continue;
      const around =
        (here[x - 1] as number) + (here[x + 1] as number) + (above[x] as number) + (below[x] as number);
      const laplacian = around - 4 * (here[x] as number);
      count += 1;
      sum += laplacian;
      squares += laplacian * laplacian;
    }
  }
  return count === 0 ? null : squares / count - (sum / count) ** 2;
}
