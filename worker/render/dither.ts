const SIDE = 64;

/**
 * Thresholds from 0 to 1 for a square of pixels that is laid over a picture again and again: a value plus its
 * threshold, cut to a whole number, is right on average, so smooth runs show no steps. Evenly spread, without a pattern
 * that the eye finds (interleaved gradient noise).
 */
const THRESHOLDS = Float64Array.from({ length: SIDE * SIDE }, (_, index) => {
  const x = index % SIDE;
  const y = Math.floor(index / SIDE);
  return (52.9829189 * ((0.06711056 * x + 0.00583715 * y) % 1)) % 1;
});

/** The threshold of a pixel. */
export function threshold(x: number, y: number): number {
  return THRESHOLDS[(y % SIDE) * SIDE + (x % SIDE)] as number;
}
