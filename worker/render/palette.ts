import { type Lab, labToHex, parseHex, type Rgb, rgbToLab } from "./color.ts";
import type { PaletteColor } from "./types.ts";

const MAX_CLUSTERS = 8;
const MERGE_DISTANCE = 5;
const ROUNDS = 30;

interface Cluster {
  lab: Lab;
  weight: number;
}

/**
 * The colours of a picture with their shares of its area, largest first: k-means in CIE Lab over its distinct colours,
 * clusters closer than ΔE 5 merged. The starting points are chosen by rule, so the same picture gives the same palette.
 */
export function palette(colors: Iterable<Rgb>): PaletteColor[] {
  const points = distinct(colors);
  const total = points.reduce((sum, point) => sum + point.weight, 0);
  const clusters = merge(kMeans(points, startingPoints(points)));
  return clusters
    .sort((one, other) => other.weight - one.weight || one.lab[0] - other.lab[0])
    .map(({ lab, weight }) => {
      const hex = labToHex(lab);
      // From the rounded colour, so that hex and Lab never disagree.
      const [l, a, b] = rgbToLab(parseHex(hex)).map((value) => Math.round(value * 1e4) / 1e4) as [
        number,
        number,
        number,
      ];
      return { hex, l, a, b, share: weight / total };
    });
}

/** Colours that agree in the upper five bits of each channel become one point with their mean. */
function distinct(colors: Iterable<Rgb>): Cluster[] {
  const bins = new Map<number, { sum: [number, number, number]; weight: number }>();
  for (const [red, green, blue] of colors) {
    const key = ((red >> 3) << 10) | ((green >> 3) << 5) | (blue >> 3);
    const bin = bins.get(key) ?? { sum: [0, 0, 0], weight: 0 };
    bin.sum[0] += red;
    bin.sum[1] += green;
    bin.sum[2] += blue;
    bin.weight += 1;
    bins.set(key, bin);
  }
  return [...bins]
    .sort(([one], [other]) => one - other)
    .map(([, { sum, weight }]) => {
      const mean = sum.map((channel) => Math.round(channel / weight)) as [number, number, number];
      return { lab: rgbToLab(mean), weight };
    });
}

function squaredDistance(one: Lab, other: Lab): number {
  return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2 + (one[2] - other[2]) ** 2;
}

/** The most frequent colour, then each time the one that is far from all chosen ones and frequent itself. */
function startingPoints(points: Cluster[]): Lab[] {
  const nearest = points.map(() => Number.POSITIVE_INFINITY);
  const chosen: Lab[] = [];
  while (chosen.length < Math.min(MAX_CLUSTERS, points.length)) {
    let best = 0;
    let bestScore = -1;
    for (const [index, { weight }] of points.entries()) {
      const distance = nearest[index] as number;
      const score = chosen.length === 0 ? weight : weight * distance;
      if (score > bestScore) [best, bestScore] = [index, score];
    }
    if (bestScore === 0) break;
    const { lab } = points[best] as Cluster;
    chosen.push(lab);
    for (const [index, point] of points.entries()) {
      nearest[index] = Math.min(nearest[index] as number, squaredDistance(point.lab, lab));
    }
  }
  return chosen;
}

function kMeans(points: Cluster[], start: Lab[]): Cluster[] {
  let clusters: Cluster[] = start.map((lab) => ({ lab, weight: 0 }));
  for (let round = 0; round < ROUNDS; round++) {
    const sums = clusters.map(() => ({ l: 0, a: 0, b: 0, weight: 0 }));
    for (const { lab, weight } of points) {
      let nearest = 0;
      let distance = Number.POSITIVE_INFINITY;
      for (let index = 0; index < clusters.length; index++) {
        const candidate = squaredDistance(lab, (clusters[index] as Cluster).lab);
        if (candidate < distance) [nearest, distance] = [index, candidate];
      }
      const sum = sums[nearest] as (typeof sums)[number];
      sum.l += lab[0] * weight;
      sum.a += lab[1] * weight;
      sum.b += lab[2] * weight;
      sum.weight += weight;
    }
    const before = clusters;
    clusters = sums
      .filter(({ weight }) => weight > 0)
      .map(({ l, a, b, weight }) => ({ lab: [l / weight, a / weight, b / weight], weight }));
    const still = clusters.every(
      ({ lab }, index) => before[index] !== undefined && squaredDistance(lab, before[index].lab) < 1e-6,
    );
    if (clusters.length === before.length && still) break;
  }
  return clusters;
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
