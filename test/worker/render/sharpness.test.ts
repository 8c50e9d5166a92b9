import sharp from "sharp";
import { expect, test } from "vitest";
import type { Pixels } from "../../../worker/render/paint.ts";
import { sharpness } from "../../../worker/render/sharpness.ts";
import { paintedPixels } from "./pictures.ts";

const WHOLE = { x: 0, y: 0, width: 300, height: 200 };
const edge = paintedPixels(300, 200, (x) => (x < 150 ? [0, 0, 0] : [200, 200, 200]));

async function blurred({ data, width, height }: Pixels, sigma: number): Promise<Pixels> {
  const image = sharp(data, { raw: { width, height, channels: 3 } });
  return { data: await image.blur(sigma).raw().toBuffer(), width, height };
}

test("is the variance of the Laplacian: of a sharp edge, what it is on paper", () => {
  // One pixel a row sees 200 more on a side, the next one 200 less; 298 pixels a row have neighbours.
  expect(sharpness(edge, WHOLE, [])).toBeCloseTo((2 * 200 ** 2) / 298, 6);
});

test("falls with each blur, to almost nothing", async () => {
  const values = [sharpness(edge, WHOLE, []) as number];
  for (const sigma of [1, 2, 5]) values.push(sharpness(await blurred(edge, sigma), WHOLE, []) as number);
  expect(values).toEqual([...values].sort((one, other) => other - one));
  expect(values[1]).toBeLessThan((values[0] as number) / 5);
  expect(values[3]).toBeLessThan(1);
});

test("is 0 for one colour and for an even gradient", () => {
  const part = { x: 0, y: 0, width: 256, height: 200 };
  expect(
    sharpness(
      paintedPixels(256, 200, () => [9, 99, 199]),
      part,
      [],
    ),
  ).toBe(0);
  expect(
    sharpness(
      paintedPixels(256, 200, (x) => [x, x, x]),
      part,
      [],
    ),
  ).toBe(0);
});

test("looks at the given part alone, and not at what lies over it or 8 px around", () => {
  expect(sharpness(edge, { x: 0, y: 0, width: 149, height: 200 }, [])).toBe(0);
  expect(sharpness(edge, { x: 0, y: 0, width: 150, height: 200 }, [])).toBeGreaterThan(0);
  const panelFrom = (x: number) => [{ x, y: -50, width: 20, height: 500 }];
  expect(sharpness(edge, WHOLE, panelFrom(157))).toBe(0);
  expect(sharpness(edge, WHOLE, panelFrom(158))).toBeGreaterThan(0);
});

test("is null where nothing of the part is to be seen", () => {
  expect(sharpness(edge, WHOLE, [WHOLE])).toBeNull();
  expect(
    sharpness(
      paintedPixels(2, 2, () => [0, 0, 0]),
      { x: 0, y: 0, width: 2, height: 2 },
      [],
    ),
  ).toBeNull();
});
