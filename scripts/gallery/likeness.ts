import sharp, { type Sharp } from "sharp";
import { type Lab, rgbToLab } from "../../worker/render/color.ts";

/** The longer side at which two pictures are held against each other, and that at which goldens are kept. */
export const goldenSide = 320;

/** Pictures are compared in cells of so many pixels: a letter's edge half a pixel further on is no difference. */
const cell = 4;

/** How far two pictures are apart, as ΔE*ab (CIE 1976) between the mean colours of cells of 4 × 4 px at 320 px: 1 is what an eye can just see. */
export interface Difference {
  /** Over all cells. */
  readonly mean: number;
  /** What one cell in a hundred exceeds: a part that moved or changed its colour shows here. */
  readonly worst: number;
}

/** The size that golden pictures are kept in. */
export function goldenSized(picture: Buffer): Sharp {
  return sharp(picture).resize(goldenSide, goldenSide, { fit: "inside" });
}

export async function difference(one: Buffer, other: Buffer): Promise<Difference> {
  const [first, second] = [await cells(one), await cells(other)];
  if (first.length !== second.length)
    return { mean: Number.POSITIVE_INFINITY, worst: Number.POSITIVE_INFINITY };
  const distances = Float64Array.from(first, ([l, a, b], index) => {
    const [otherL, otherA, otherB] = second[index] as Lab;
    return Math.hypot(l - otherL, a - otherA, b - otherB);
  }).sort();
  return {
    mean: distances.reduce((sum, distance) => sum + distance, 0) / distances.length,
    worst: distances[Math.floor(distances.length * 0.99)] ?? 0,
  };
}

/** The mean colours of a picture's cells. */
async function cells(picture: Buffer): Promise<Lab[]> {
  const { data: sized, info: size } = await goldenSized(picture).png().toBuffer({ resolveWithObject: true });
  const { data } = await sharp(sized)
    .resize(Math.round(size.width / cell), Math.round(size.height / cell), { fit: "fill", kernel: "linear" })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return Array.from({ length: data.length / 3 }, (_, index) =>
    rgbToLab([data[index * 3], data[index * 3 + 1], data[index * 3 + 2]] as [number, number, number]),
  );
}
