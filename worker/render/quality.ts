export const LEAST_QUALITY = 40;
/** A search ends when it has used so much of the limit: one step of quality is about three percent. */
const WELL_USED = 0.97;

/** Points of quality and the logarithm of the size there, relative to some reference; quality ascending. */
export type Curve = readonly (readonly [quality: number, logSize: number])[];

/** A size that was seen, and what the curve has for its quality; both logarithms. */
interface Seen {
  curve: number;
  size: number;
}

/**
 * Searches the best quality that fits a limit. A guess is read off the curve, moved to go through what was seen, and
 * stretched once there is something on both sides of the limit. Two or three guesses do for most pictures.
 * @param reference size of the picture where the curve is 0
 * @returns what fits best; the smallest there is where nothing fits
 */
export async function fitQuality(
  maxBytes: number,
  reference: number,
  curve: Curve,
  at: (quality: number) => Promise<Buffer>,
): Promise<{ data: Buffer; quality: number }> {
  const limit = Math.log(maxBytes);
  let best: { data: Buffer; quality: number } | undefined;
  let low = LEAST_QUALITY - 1; // fits, or is not allowed
  let high = (curve.at(-1) as Curve[number])[0] + 1; // does not fit, or is not allowed
  let last: Seen = { curve: 0, size: Math.log(reference) };
  let [below, above]: [Seen?, Seen?] = [];
  for (;;) {
    const slope = below && above ? (above.curve - below.curve) / (above.size - below.size) : 1;
    const guess = qualityAt(curve, last.curve + (limit - last.size) * slope);
    const quality = Math.min(high - 1, Math.max(low + 1, guess));
    const data = await at(quality);
    last = { curve: sizeAt(curve, quality), size: Math.log(data.length) };
    if (data.length <= maxBytes) {
      best = { data, quality };
      if (data.length >= maxBytes * WELL_USED) return best;
      [low, below] = [quality, last];
    } else [high, above] = [quality, last];
    if (high - low <= 1) return best ?? { data, quality };
  }
}

/** The logarithm of the size at a quality. */
function sizeAt(curve: Curve, quality: number): number {
  const [from, to] = segment(curve, ([at]) => at >= quality);
  return from[1] + ((quality - from[0]) / (to[0] - from[0])) * (to[1] - from[1]);
}

/** The highest quality whose size is at most this. */
function qualityAt(curve: Curve, logSize: number): number {
  const [from, to] = segment(curve, ([, size]) => size >= logSize);
  return Math.floor(from[0] + ((logSize - from[1]) / (to[1] - from[1])) * (to[0] - from[0]));
}

/** The piece of a curve that ends where a condition first holds; beyond the ends the outer pieces go on. */
function segment(curve: Curve, ends: (point: Curve[number]) => boolean): [Curve[number], Curve[number]] {
  const found = curve.findIndex(ends);
  const end = found === -1 ? curve.length - 1 : Math.max(1, found);
  return [curve[end - 1] as Curve[number], curve[end] as Curve[number]];
}
