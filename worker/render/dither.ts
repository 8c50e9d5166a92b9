/** How often thresholds come again. */
export const SIDE = 64;

/** A threshold of 1, which none reaches, is one bit beyond these. */
export const THRESHOLD_BITS = 16;

/**
 * Thresholds for a square of pixels that is laid over a picture again and again: a value plus its threshold, cut to a
 * whole number, is right on average, so smooth runs show no steps. Evenly spread, without a pattern that the eye finds
 * (interleaved gradient noise).
 */
const ROWS = Array.from({ length: SIDE }, (_, y) =>
  Int32Array.from({ length: SIDE }, (_, x) => {
    const threshold = (52.9829189 * ((0.06711056 * x + 0.00583715 * y) % 1)) % 1;
    return Math.floor(threshold * (1 << THRESHOLD_BITS));
  }),
);

/** The thresholds of a row of pixels: that of `x` is the one at `x % SIDE`. */
export function thresholds(y: number): Int32Array {
  return ROWS[y % SIDE] as Int32Array;
}
