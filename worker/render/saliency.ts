import { blurred } from "./blur.ts";
import { type Lab, rgbToLab } from "./color.ts";
import type { Area } from "./types.ts";

/** The longer side of the thumbnail that is looked at: what is smaller than a few of its pixels draws no eye. */
export const SALIENCY_SIDE = 96;

/** How many pixels, evenly spread, each one is compared with. */
const SAMPLES = 300;
const CONTRAST_WEIGHT = 0.5;
/** Light draws the eye less than colour does: skies would always win. */
const LIGHTNESS = 0.5;
/** How far from the middle attention fades, as a fraction of the side. */
const MIDDLE = 0.5;
/** The box leaves out this part of the map's weight on either side. */
const TAIL = 0.05;

/**
 * The region that draws the eye: where colours differ most from the rest of the picture and detail is finest, the
 * middle preferred. Null where nothing stands out.
 * @param data RGB
 * @returns fractions of the picture
 */
export function salientRegion(data: Buffer, width: number, height: number): Area | null {
  const lab = Array.from({ length: width * height }, (_, index) =>
    rgbToLab([data[index * 3] as number, data[index * 3 + 1] as number, data[index * 3 + 2] as number]),
  );
  const radius = Math.max(1, Math.round(Math.max(width, height) / 24));
  const contrast = normalized(distinctness(lab));
  const detail = normalized(blurred(detailOf(lab, width, height), { width, height }, radius));
  const map = contrast.map((value, index) => {
    const x = ((index % width) + 0.5) / width - 0.5;
    const y = (Math.floor(index / width) + 0.5) / height - 0.5;
    const near = Math.exp(-(x * x + y * y) / (2 * MIDDLE * MIDDLE));
    return (CONTRAST_WEIGHT * value + (1 - CONTRAST_WEIGHT) * (detail[index] as number)) * near;
  });
  return boxOf(peaks(blurred(map, { width, height }, radius)), width, height);
}

/** The mean distance of each pixel's colour to those of pixels all over the picture. */
function distinctness(lab: Lab[]): Float64Array {
  const step = Math.max(1, Math.floor(lab.length / SAMPLES));
  const samples = lab.filter((_, index) => index % step === step >> 1);
  return Float64Array.from(lab, ([l, a, b]) => {
    let sum = 0;
    for (const [otherL, otherA, otherB] of samples) {
      sum += Math.sqrt((LIGHTNESS * (l - otherL)) ** 2 + (a - otherA) ** 2 + (b - otherB) ** 2);
    }
    return sum / Math.max(1, samples.length);
  });
}

/** How much each pixel's lightness differs from that of its neighbours. */
function detailOf(lab: Lab[], width: number, height: number): Float64Array {
  const light = (x: number, y: number) =>
    lab[Math.min(height - 1, Math.max(0, y)) * width + Math.min(width - 1, Math.max(0, x))]?.[0] as number;
  return Float64Array.from(lab, ([l], index) => {
    const x = index % width;
    const y = Math.floor(index / width);
    return Math.abs(4 * l - light(x - 1, y) - light(x + 1, y) - light(x, y - 1) - light(x, y + 1));
  });
}

/** Values from 0 at the lowest to 1 at the 98th percentile; all 0 where they hardly differ. */
function normalized(values: Float64Array): Float64Array {
  const sorted = values.toSorted();
  const low = sorted[0] as number;
  const high = sorted[Math.floor((sorted.length - 1) * 0.98)] as number;
  if (high - low < 1) return new Float64Array(values.length);
  return values.map((value) => Math.min(1, (value - low) / (high - low)));
}

/** What rises clearly above the mean, squared so that the highest counts most. */
function peaks(map: Float64Array): Float64Array {
  const mean = map.reduce((sum, value) => sum + value, 0) / map.length;
  const deviation = Math.sqrt(map.reduce((sum, value) => sum + (value - mean) ** 2, 0) / map.length);
  return map.map((value) => Math.max(0, value - mean - deviation / 2) ** 2);
}

function boxOf(map: Float64Array, width: number, height: number): Area | null {
  const columns = new Float64Array(width);
  const rows = new Float64Array(height);
  let sum = 0;
  for (const [index, value] of map.entries()) {
    columns[index % width] = (columns[index % width] as number) + value;
    rows[Math.floor(index / width)] = (rows[Math.floor(index / width)] as number) + value;
    sum += value;
  }
  if (sum < 1e-6 * map.length) return null;
  const [left, right] = middlePart(columns, sum);
  const [top, bottom] = middlePart(rows, sum);
  return {
    x: left / width,
    y: top / height,
    width: (right - left) / width,
    height: (bottom - top) / height,
  };
}

/** Where the weight begins and ends, its tails left out. */
function middlePart(weights: Float64Array, sum: number): [number, number] {
  let seen = 0;
  let from = 0;
  let to = weights.length;
  for (const [index, weight] of weights.entries()) {
    if (seen <= TAIL * sum) from = index;
    seen += weight;
    if (seen >= (1 - TAIL) * sum) {
      to = index + 1;
      break;
    }
  }
  return [from, to];
}
