import { describe, expect, test } from "vitest";
import { blank, type Pixels, paintPanel } from "../../../worker/render/paint.ts";

/** Bytes of all values, in no order. */
function noise(width: number, height: number): Pixels {
  let random = 7;
  const data = Buffer.from(
    Array.from({ length: width * height * 3 }, () => {
      random = (Math.imul(random, 1664525) + 1013904223) >>> 0;
      return random >>> 24;
    }),
  );
  return { data, width, height };
}

describe("a panel", () => {
  // Rows of such widths begin and end anywhere in a word of memory.
  test.each([
    { x: 0, width: 37 },
    { x: 1, width: 1 },
    { x: 2, width: 5 },
    { x: 3, width: 30 },
    { x: -4, width: 60 },
  ])("of $width px at $x mixes with its ground, and leaves the rest alone", ({ x, width }) => {
    for (const opacity of [0, 0.1, 0.5, 0.88, 1]) {
      const ground = noise(37, 9);
      const canvas = { ...ground, data: Buffer.from(ground.data) };
      paintPanel(canvas, { x, y: 2, width, height: 4, color: "#FF1900", opacity, radius: 0 });
      const off = ground.data.map((below, at) => {
        const [column, row] = [Math.floor(at / 3) % 37, Math.floor(at / 111)];
        const isInside = column >= x && column < x + width && row >= 2 && row < 6;
        const above = [255, 25, 0][at % 3] as number;
        const expected = isInside ? below + (above - below) * opacity : below;
        return Math.abs((canvas.data[at] as number) - expected) <= (isInside ? 1 : 0) ? 0 : 1;
      });
      expect(off.indexOf(1)).toBe(-1);
      if (opacity === 1) expect(canvas.data.subarray((2 * 37 + Math.max(0, x)) * 3)[0]).toBe(255);
    }
  });
});

test("a blank canvas has its colour everywhere, and takes other pixels", () => {
  const canvas = blank({ width: 7, height: 3 }, "#102030");
  expect(canvas.data.length).toBe(63);
  expect([...canvas.data].every((value, at) => value === [16, 32, 48][at % 3])).toBe(true);
  canvas.data = Buffer.alloc(63, 9);
  expect(canvas.data[62]).toBe(9);
});
