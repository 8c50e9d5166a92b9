import { blurred } from "./blur.ts";
import { rgbToLab } from "./color.ts";
import type { Area } from "./types.ts";

/** The longer side of the thumbnail that is looked at: what is smaller than a few of its pixels draws no eye. */
export const SALIENCY_SIDE = 96;

/** How many pixels, evenly spread, each one is compared with. */
const SAMPLES = 128;
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
  const lab = labOf(data, width * height);
  const radius = Math.max(1, Math.round(Math.max(width, height) / 24));
  const contrast = normalized(distinctness(lab));
  const detail = normalized(blurred(detailOf(lab.l, width, height), { width, height }, radius));
  const [across, down] = [nearness(width), nearness(height)];
  const map = contrast.map((value, index) => {
    const near = (across[index % width] as number) * (down[Math.floor(index / width)] as number);
    return (CONTRAST_WEIGHT * value + (1 - CONTRAST_WEIGHT) * (detail[index] as number)) * near;
  });
  return boxOf(peaks(blurred(map, { width, height }, radius)), width, height);
}

/** How much attention each place along a side gets, 1 in the middle. */
function nearness(length: number): Float64Array {
  return Float64Array.from({ length }, (_, index) =>
    Math.exp(-(((index + 0.5) / length - 0.5) ** 2) / (2 * MIDDLE * MIDDLE)),
  );
}

/** The colours of a picture, each channel by itself. */
interface LabPlanes {
  l: Float64Array;
  a: Float64Array;
  b: Float64Array;
}

function labOf(data: Buffer, count: number): LabPlanes {
  const planes = { l: new Float64Array(count), a: new Float64Array(count), b: new Float64Array(count) };
  for (let index = 0; index < count; index++) {
    const at = index * 3;
    const [l, a, b] = rgbToLab([data[at] as number, data[at + 1] as number, data[at + 2] as number]);
    planes.l[index] = l;
    planes.a[index] = a;
    planes.b[index] = b;
  }
  return planes;
}

/** The mean distance of each pixel's colour to those of pixels all over the picture. */
function distinctness({ l, a, b }: LabPlanes): Float64Array {
  const step = Math.max(1, Math.floor(l.length / SAMPLES));
  const spread = (values: Float64Array) => values.filter((_, index) => index % step === step >> 1);
  const [otherL, otherA, otherB] = [spread(l), spread(a), spread(b)];
  const result = new Float64Array(l.length);
  for (let index = 0; index < l.length; index++) {
    const [ownL, ownA, ownB] = [l[index] as number, a[index] as number, b[index] as number];
    let sum = 0;
    for (let sample = 0; sample < otherL.length; sample++) {
      const light = LIGHTNESS * (ownL - (otherL[sample] as number));
      const green = ownA - (otherA[sample] as number);
      const blue = ownB - (otherB[sample] as number);
      sum += Math.sqrt(light * light + green * green + blue * blue);
    }
    result[index] = sum / Math.max(1, otherL.length);
  }
  return result;
}

/** How much each pixel's lightness differs from that of its neighbours. */
function detailOf(light: Float64Array, width: number, height: number): Float64Array {
  const result = new Float64Array(light.length);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    const above = Math.max(0, y - 1) * width;
    const below = Math.min(height - 1, y + 1) * width;
    for (let x = 0; x < width; x++) {
      const left = light[row + Math.max(0, x - 1)] as number;
      const right = light[row + Math.min(width - 1, x + 1)] as number;
      const [over, under] = [light[above + x] as number, light[below + x] as number];
      result[row + x] = Math.abs(4 * (light[row + x] as number) - left - right - over - under);
    }
  }
  return result;
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
