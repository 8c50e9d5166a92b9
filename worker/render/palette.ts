import { type Lab, labToHex, parseHex, rgbToLab } from "./color.ts";
import { type PaletteColor, rounded } from "./measurement.ts";

const MAX_CLUSTERS = 8;
const MERGE_DISTANCE = 5;
const ROUNDS = 30;

interface Cluster {
  lab: Lab;
  weight: number;
}

/** Distinct colours as columns: CIE Lab, and how many pixels have them. */
interface Points {
  l: Float64Array;
  a: Float64Array;
  b: Float64Array;
  weight: Float64Array;
}

/**
 * The colours of a picture with their shares of its area (0 to 1, together 1 but for rounding), largest first: k-means (Lloyd) in
 * CIE Lab (D65) over its distinct colours, at most 8, those closer than ΔE*ab (CIE 1976) 5 merged. A colour is the mean of what it
 * holds. The starting points are chosen by rule, so the same picture gives the same palette.
 * @param rgb three bytes a pixel
 */
export function palette(rgb: Uint8Array): PaletteColor[] {
  const points = distinct(rgb);
  const clusters = merge(kMeans(points, startingPoints(points)));
  const total = rgb.length / 3;
  return clusters
    .sort((one, other) => other.weight - one.weight || one.lab[0] - other.lab[0])
    .map(({ lab, weight }) => {
      const hex = labToHex(lab);
      // From the rounded colour, so that hex and Lab never disagree.
      const [l, a, b] = rgbToLab(parseHex(hex)).map((value) => rounded(value, 4)) as [number, number, number];
      return { hex, l, a, b, share: rounded(weight / total, 6) };
    });
}

/** Colours that agree in the upper five bits of each channel become one point with their mean. */
function distinct(rgb: Uint8Array): Points {
  // The number of each bin's point, in the order of the bins.
  const numbers = new Uint16Array(1 << 15);
  for (let at = 0; at < rgb.length; at += 3) numbers[binAt(rgb, at)] = 1;
  let points = 0;
  for (let bin = 0; bin < numbers.length; bin++) if (numbers[bin] === 1) numbers[bin] = points++;
  const sums = new Float64Array(points * 4);
  for (let at = 0; at < rgb.length; at += 3) {
    const to = (numbers[binAt(rgb, at)] as number) * 4;
    sums[to] = (sums[to] as number) + (rgb[at] as number);
    sums[to + 1] = (sums[to + 1] as number) + (rgb[at + 1] as number);
    sums[to + 2] = (sums[to + 2] as number) + (rgb[at + 2] as number);
    sums[to + 3] = (sums[to + 3] as number) + 1;
  }
  const [l, a, b] = [new Float64Array(points), new Float64Array(points), new Float64Array(points)];
  const weight = new Float64Array(points);
  for (let point = 0, from = 0; point < points; point++, from += 4) {
    const count = sums[from + 3] as number;
    const lab = rgbToLab([
      Math.round((sums[from] as number) / count),
      Math.round((sums[from + 1] as number) / count),
      Math.round((sums[from + 2] as number) / count),
    ]);
    [l[point], a[point], b[point]] = lab;
    weight[point] = count;
  }
  return { l, a, b, weight };
}

function binAt(rgb: Uint8Array, at: number): number {
  return (
    (((rgb[at] as number) >> 3) << 10) |
    (((rgb[at + 1] as number) >> 3) << 5) |
    ((rgb[at + 2] as number) >> 3)
  );
}

function labOf({ l, a, b }: Points, index: number): Lab {
  return [l[index] as number, a[index] as number, b[index] as number];
}

function squaredDistance(one: Lab, other: Lab): number {
  return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2 + (one[2] - other[2]) ** 2;
}

/** The most frequent colour, then each time the one that is far from all chosen ones and frequent itself. */
function startingPoints(points: Points): Lab[] {
  const { weight } = points;
  const nearest = new Float64Array(weight.length).fill(Number.POSITIVE_INFINITY);
  const chosen: Lab[] = [];
  while (chosen.length < Math.min(MAX_CLUSTERS, weight.length)) {
    let best = 0;
    let bestScore = -1;
    for (let index = 0; index < weight.length; index++) {
      const score = (weight[index] as number) * (chosen.length === 0 ? 1 : (nearest[index] as number));
      if (score > bestScore) [best, bestScore] = [index, score];
    }
    if (bestScore === 0) break;
    const lab = labOf(points, best);
    chosen.push(lab);
    const [l, a, b] = lab;
    for (let index = 0; index < weight.length; index++) {
      const distance =
        ((points.l[index] as number) - l) ** 2 +
        ((points.a[index] as number) - a) ** 2 +
        ((points.b[index] as number) - b) ** 2;
      if (distance < (nearest[index] as number)) nearest[index] = distance;
    }
  }
  return chosen;
}

function kMeans(points: Points, start: Lab[]): Cluster[] {
  let clusters: Cluster[] = start.map((lab) => ({ lab, weight: 0 }));
  for (let round = 0; round < ROUNDS; round++) {
    const before = clusters;
    clusters = meansOfNearest(points, before);
    const still = clusters.every(
      ({ lab }, index) => before[index] !== undefined && squaredDistance(lab, before[index].lab) < 1e-6,
    );
    if (clusters.length === before.length && still) break;
  }
  return clusters;
}

/** Each point goes to the nearest cluster; clusters become the means of their points, and empty ones vanish. */
function meansOfNearest({ l, a, b, weight }: Points, clusters: Cluster[]): Cluster[] {
  const centers = Float64Array.from(clusters.flatMap(({ lab }) => [...lab]));
  const sums = new Float64Array(clusters.length * 4);
  for (let index = 0; index < weight.length; index++) {
    const pl = l[index] as number;
    const pa = a[index] as number;
    const pb = b[index] as number;
    let nearest = 0;
    let distance = Number.POSITIVE_INFINITY;
    for (let at = 0, cluster = 0; at < centers.length; at += 3, cluster++) {
      const dl = pl - (centers[at] as number);
      const da = pa - (centers[at + 1] as number);
      const db = pb - (centers[at + 2] as number);
      const candidate = dl * dl + da * da + db * db;
      if (candidate < distance) {
        nearest = cluster;
        distance = candidate;
      }
    }
    const count = weight[index] as number;
    const to = nearest * 4;
    sums[to] = (sums[to] as number) + pl * count;
    sums[to + 1] = (sums[to + 1] as number) + pa * count;
    sums[to + 2] = (sums[to + 2] as number) + pb * count;
    sums[to + 3] = (sums[to + 3] as number) + count;
  }
  return clusters.flatMap((_, cluster) => {
    const [sl, sa, sb, count] = sums.subarray(cluster * 4, cluster * 4 + 4) as unknown as [
      number,
      number,
      number,
      number,
    ];
    return count === 0 ? [] : [{ lab: [sl / count, sa / count, sb / count] as const, weight: count }];
  });
}

/** Joins the two closest clusters until all are clearly different colours. */
function merge(clusters: Cluster[]): Cluster[] {
  const rest = [...clusters];
  for (;;) {
    let closest: [number, number] | null = null;
    let distance = MERGE_DISTANCE ** 2;
    for (let one = 0; one < rest.length; one++) {
      for (let other = one + 1; other < rest.length; other++) {
        const candidate = squaredDistance((rest[one] as Cluster).lab, (rest[other] as Cluster).lab);
        if (candidate < distance) [closest, distance] = [[one, other], candidate];
      }
    }
    if (!closest) return rest;
    const [other] = rest.splice(closest[1], 1) as [Cluster];
    const one = rest[closest[0]] as Cluster;
    const weight = one.weight + other.weight;
    const mean = (channel: 0 | 1 | 2) =>
      (one.lab[channel] * one.weight + other.lab[channel] * other.weight) / weight;
    rest[closest[0]] = { lab: [mean(0), mean(1), mean(2)], weight };
  }
}
