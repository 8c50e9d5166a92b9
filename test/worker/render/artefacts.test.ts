import { describe, expect, test } from "vitest";
import { banding, blockiness } from "../../../worker/render/artefacts.ts";
import { columnsOf, rowsOf } from "../../../worker/render/luma.ts";
import type { Pixels } from "../../../worker/render/paint.ts";
import { paintedPixels, randomNumbers, throughJpeg } from "./pictures.ts";

const bandingOf = (picture: Pixels) => banding(rowsOf(picture), columnsOf(picture));
const blockinessOf = (picture: Pixels) => blockiness(rowsOf(picture), columnsOf(picture));

const grey = (level: number) => [level, level, level] as const;
const [WIDTH, HEIGHT] = [600, 400];

/** From black to white, in as many levels as so many bits have, dithered or not. */
function gradient(bits: number, { dithered = false, downwards = false } = {}): Pixels {
  const random = randomNumbers();
  const step = 256 / 2 ** bits;
  return paintedPixels(WIDTH, HEIGHT, (x, y) => {
    const level = downwards ? (255 * y) / HEIGHT : (255 * x) / WIDTH;
    const noise = dithered ? random() - 0.5 : 0;
    return grey(Math.min(255, Math.max(0, Math.round(level / step + noise) * step)));
  });
}

/** Soft hills with some grain, as a photograph has. */
function landscape(): Pixels {
  const random = randomNumbers();
  return paintedPixels(WIDTH, HEIGHT, (x, y) => {
    const hills = 60 * Math.sin(x / 37) * Math.cos(y / 53) + 30 * Math.sin((x + 2 * y) / 11);
    return grey(Math.round(128 + hills + 8 * (random() - 0.5)));
  });
}

describe("banding", () => {
  test("is nearly all of a gradient of 6 bits, whichever way it runs", () => {
    expect(bandingOf(gradient(6))).toBeGreaterThan(0.9);
    expect(bandingOf(gradient(6, { downwards: true }))).toBeGreaterThan(0.9);
  });

  test("is next to none of the same gradient dithered, and none of an even one of 8 bits", () => {
    expect(bandingOf(gradient(6, { dithered: true }))).toBeLessThan(0.1);
    expect(bandingOf(gradient(8))).toBe(0);
    expect(bandingOf(gradient(8, { downwards: true }))).toBe(0);
  });

  test("is still seen through JPEG, which brings none into what had none", async () => {
    expect(bandingOf(await throughJpeg(gradient(6), 92))).toBeGreaterThan(0.4);
    expect(bandingOf(await throughJpeg(gradient(8), 92))).toBeLessThan(0.02);
  });

  test("is the share of the picture that has it", () => {
    const { data } = gradient(6);
    const plain = gradient(8);
    const lower = (HEIGHT / 4) * 3 * WIDTH * 3;
    const mixed = { ...plain, data: Buffer.concat([plain.data.subarray(0, lower), data.subarray(lower)]) };
    expect(bandingOf(mixed)).toBeCloseTo(bandingOf(gradient(6)) / 4, 1);
  });

  test("is no flat areas that were drawn: plain, of two colours, or of strong steps", () => {
    expect(bandingOf(paintedPixels(WIDTH, HEIGHT, () => grey(128)))).toBe(0);
    expect(bandingOf(paintedPixels(WIDTH, HEIGHT, (x) => grey(x < 300 ? 100 : 108)))).toBe(0);
    expect(bandingOf(paintedPixels(WIDTH, HEIGHT, (x) => grey(Math.floor(x / 100) * 40)))).toBe(0);
    expect(bandingOf(landscape())).toBeLessThan(0.01);
  });
});

describe("blockiness", () => {
  test("grows as JPEG quality falls, from almost nothing", async () => {
    const values = await Promise.all(
      [95, 75, 50, 20].map(async (quality) => blockinessOf(await throughJpeg(landscape(), quality))),
    );
    expect(values[0]).toBeLessThan(0.03);
    expect(values[3]).toBeGreaterThan(0.15);
    expect(values).toEqual([...values].sort((one, other) => one - other));
  });

  test("is nothing where nothing was encoded", () => {
    expect(blockinessOf(landscape())).toBeLessThan(0.01);
    expect(blockinessOf(paintedPixels(WIDTH, HEIGHT, () => grey(7)))).toBe(0);
  });

  test("is 1 for blocks of 8 px with plain steps, wherever the grid begins, and none for blocks of another size", () => {
    const blocks = (size: number, shift: number) =>
      paintedPixels(WIDTH, HEIGHT, (x, y) =>
        grey((Math.floor((x + shift) / size) + Math.floor((y + shift) / size)) % 2 === 0 ? 100 : 130),
      );
    expect(blockinessOf(blocks(8, 0))).toBeCloseTo(1, 2);
    expect(blockinessOf(blocks(8, 3))).toBeCloseTo(1, 2);
    expect(blockinessOf(blocks(7, 0))).toBeLessThan(0.05);
  });

  test("is not one strong edge on a block border", () => {
    const edge = paintedPixels(WIDTH, HEIGHT, (x) => grey(x < 304 ? 0 : 255));
    expect(blockinessOf(edge)).toBeLessThan(0.01);
  });
});
