import type { Pixels } from "./paint.ts";

/** The side of the square that is looked at, in pixels. */
export const PHASH_SIDE = 32;
const SIDE = PHASH_SIDE;
/** Waves in each direction that are looked at: 1 to 8 halves across the picture. */
const WAVES = 8;
const COSINES = Float64Array.from({ length: WAVES * SIDE }, (_, index) => {
  const [wave, at] = [Math.floor(index / SIDE) + 1, index % SIDE];
  return Math.cos(((2 * at + 1) / (2 * SIDE)) * wave * Math.PI);
});

/**
 * The perceptual hash of an RGB picture of at most 32 × 32 px, 64 bits: for each of 8 × 8 low frequencies of its luma (DCT-II) whether
 * it is stronger than their mean. It is the hash of the package sharp-phash,
 * but for bits that are nearly even, without the frequencies that this does not need.
 */
export function perceptualHash({ data, width, height }: Pixels): bigint {
  const luma = new Float64Array(SIDE * SIDE);
  for (let index = 0; index < luma.length; index++) {
    // A picture that is smaller is stretched.
    const y = Math.floor((Math.floor(index / SIDE) * height) / SIDE);
    const x = Math.floor(((index % SIDE) * width) / SIDE);
    const at = (y * width + x) * 3;
    luma[index] =
      0.299 * (data[at] as number) + 0.587 * (data[at + 1] as number) + 0.114 * (data[at + 2] as number);
  }
  // First along the rows, then along the columns of what that gives.
  const rows = new Float64Array(SIDE * WAVES);
  for (let y = 0; y < SIDE; y++) {
    for (let wave = 0; wave < WAVES; wave++) {
      let sum = 0;
      for (let x = 0; x < SIDE; x++)
        sum += (COSINES[wave * SIDE + x] as number) * (luma[y * SIDE + x] as number);
      rows[y * WAVES + wave] = sum;
    }
  }
  const frequencies: number[] = [];
  for (let across = 0; across < WAVES; across++) {
    for (let down = 0; down < WAVES; down++) {
      let sum = 0;
      for (let y = 0; y < SIDE; y++)
        sum += (COSINES[down * SIDE + y] as number) * (rows[y * WAVES + across] as number);
      frequencies.push(sum);
    }
  }
  const mean = frequencies.reduce((sum, value) => sum + value, 0) / frequencies.length;
  return frequencies.reduce((bits, value) => (bits << 1n) | (value > mean ? 1n : 0n), 0n);
}
