import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import {
  type Crop,
  type CropInput,
  chooseCrop,
  meanCovered,
  shareWithin,
  toCanvas,
} from "../../../worker/render/crop.ts";
import { openSource } from "../../../worker/render/source.ts";
import type { Area } from "../../../worker/render/types.ts";
import { drawing, rect } from "./pictures.ts";

const SQUARE = { x: 0, y: 0, width: 1000, height: 1000 };
const BANNER = { x: 0, y: 0, width: 1500, height: 500 };
const STORY = { x: 0, y: 0, width: 1080, height: 1920 };
const NOBODY = { box: null, faces: [] };

const crop = (given: Partial<CropInput>): Crop =>
  chooseCrop({
    source: { width: 3000, height: 2000 },
    box: SQUARE,
    layer: { fit: "cover", fill: "blur" },
    focal: null,
    subject: NOBODY,
    over: [],
    sharp: 0,
    ...given,
  });

/** Where an area of a 3000 × 2000 source, given in fractions, comes to lie. */
const shown = (area: Area, result: Crop) =>
  toCanvas(
    { x: area.x * 3000, y: area.y * 2000, width: area.width * 3000, height: area.height * 2000 },
    result,
  );

describe("the crop", () => {
  test("is the middle where nothing stands out", () => {
    expect(crop({})).toMatchObject({
      window: { x: 500, y: 0, width: 2000, height: 2000 },
      placed: SQUARE,
      fill: "none",
      scale: 0.5,
      focal: { x: 0.5, y: 0.5 },
      focal_from: "saliency",
    });
  });

  test.each([
    [0.05, 0],
    [0.5, 500],
    [0.95, 1000],
  ])("follows a person's point at %f, and no further than the picture", (x, left) => {
    const face = { x: 0.7, y: 0.2, width: 0.2, height: 0.3 };
    const result = crop({ focal: { x, y: 0.5 }, subject: { box: face, faces: [face] } });
    expect(result).toMatchObject({ focal: { x, y: 0.5 }, focal_from: "person" });
    expect(Math.abs(result.window.x - left)).toBeLessThan(20);
  });

  test("cuts off the foot of what is too high for it, never its head", () => {
    const high = { x: 0.4, y: 0.2, width: 0.2, height: 0.6 };
    const { y, height } = shown(high, crop({ box: BANNER, subject: { box: high, faces: [] } }));
    expect(y).toBeGreaterThanOrEqual(0);
    expect(y + height).toBeGreaterThan(BANNER.height);
  });

  test("comes closer where the subject would else be covered, if the source is sharp enough", () => {
    const subject = { box: { x: 0.3, y: 0.15, width: 0.2, height: 0.2 }, faces: [] };
    const over = [{ x: 0, y: 0, width: 1500, height: 375 }];
    const box = { x: 0, y: 0, width: 1500, height: 1000 };
    const far = crop({ box, subject, over });
    const close = crop({ box, subject, over, sharp: 1 });
    expect(far.window).toMatchObject({ width: 3000 });
    expect(close.window.width).toBeLessThan(3000);
    expect(close.scale).toBeLessThanOrEqual(1);
    const covered = (result: Crop) => meanCovered([shown(subject.box, result)], over);
    expect(covered(close)).toBeLessThan(covered(far) - 0.2);
    expect(crop({ box, subject, over, sharp: 0.51 })).toEqual(far);
  });

  test("keeps faces in frame, with hair and chin", () => {
    const face = { x: 0.82, y: 0.3, width: 0.1, height: 0.2 };
    const result = crop({ subject: { box: face, faces: [face] } });
    expect(result).toMatchObject({ fill: "none", focal_from: "faces" });
    const { x, width } = shown(face, result);
    expect(x).toBeGreaterThan(30);
    expect(x + width).toBeLessThan(970);
    const low = { x: 0.4, y: 0.7, width: 0.2, height: 0.25 };
    const banner = crop({ box: BANNER, subject: { box: low, faces: [low] } });
    expect(shareWithin(shown(low, banner), BANNER)).toBe(1);
  });

  test("puts the subject where no text lies", () => {
    const subject = { box: { x: 0.45, y: 0.4, width: 0.1, height: 0.2 }, faces: [] };
    const over = [{ x: 0, y: 0, width: 500, height: 1000 }];
    expect(meanCovered([shown(subject.box, crop({ subject }))], over)).toBeGreaterThan(0.4);
    const result = crop({ subject, over });
    expect(meanCovered([shown(subject.box, result)], over)).toBe(0);
    expect(shareWithin(shown(subject.box, result), SQUARE)).toBe(1);
  });
});

describe("what cropping cannot do is filled up", () => {
  test("a panorama in a story", () => {
    const { window, placed, fill } = crop({ source: { width: 6000, height: 1500 }, box: STORY });
    expect(fill).toBe("blur");
    expect(placed).toMatchObject({ x: 0, width: 1080 });
    expect(placed.height).toBeLessThan(1000);
    expect((window.width * window.height) / (6000 * 1500)).toBeCloseTo(0.45, 1);
    expect(window.width / window.height).toBeCloseTo(placed.width / placed.height, 2);
  });

  test("a tall picture in a banner, by the layer's background", () => {
    const layer = { fit: "cover", fill: "background" } as const;
    const { placed, fill } = crop({ source: { width: 1000, height: 2400 }, box: BANNER, layer });
    expect(fill).toBe("background");
    expect(placed).toMatchObject({ y: 0, height: 500 });
    expect(placed.x).toBeGreaterThan(200);
  });

  test("people who stand too far apart", () => {
    const faces = [0.05, 0.45, 0.85].map((x) => ({ x, y: 0.3, width: 0.1, height: 0.2 }));
    const box = { x: 0.05, y: 0.3, width: 0.9, height: 0.2 };
    const result = crop({ box: STORY, subject: { box, faces } });
    expect(result.fill).toBe("blur");
    for (const face of faces) expect(shareWithin(shown(face, result), result.placed)).toBeCloseTo(1, 5);
    expect(crop({ subject: { box: { ...box, x: 0.2, width: 0.6 }, faces: faces.slice(1, 2) } }).fill).toBe(
      "none",
    );
  });

  test("one long thing that draws the eye, but no pattern", () => {
    const [source, tall] = [
      { width: 1920, height: 1080 },
      { x: 0, y: 0, width: 1000, height: 2100 },
    ];
    const thing = { x: 0.2, y: 0.3, width: 0.62, height: 0.2 };
    expect(crop({ source, box: tall, subject: { box: thing, faces: [] } }).fill).toBe("blur");
    const pattern = { x: 0.1, y: 0.1, width: 0.8, height: 0.8 };
    expect(crop({ source, box: tall, subject: { box: pattern, faces: [] } }).fill).toBe("none");
  });

  test("nothing else: photographs fit into stories and banners", () => {
    for (const box of [STORY, BANNER, SQUARE]) {
      for (const [width, height] of [
        [3000, 2000],
        [4000, 3000],
        [1920, 1080],
        [2000, 2000],
      ] as const) {
        expect(crop({ source: { width, height }, box }).fill).toBe("none");
      }
    }
  });

  test("no panorama in a box that shows a sixth of it", () => {
    const box = { x: 0, y: 0, width: 1080, height: 1300 };
    expect(crop({ source: { width: 4800, height: 1000 }, box }).fill).toBe("none");
    expect(crop({ source: { width: 6000, height: 1000 }, box }).fill).toBe("blur");
  });

  test("a layer that is to show all of the picture does", () => {
    const layer = { fit: "contain", fill: "background" } as const;
    expect(crop({ layer })).toMatchObject({
      window: { x: 0, y: 0, width: 3000, height: 2000 },
      placed: { x: 0, y: 167, width: 1000, height: 667 },
      fill: "background",
    });
  });
});

const require = createRequire(import.meta.url);
/** Photographs of people that come with the detector. */
const people = (name: string) => readFile(require.resolve(`@vladmandic/face-api/demo/${name}.jpg`));
const SIZES = [{ width: 1080, height: 1920 }];

describe("the subject", () => {
  test("is the faces of a group, found the same each time", async () => {
    const group = await people("sample6");
    const { faces, box } = await (await openSource(group, SIZES)).subject;
    const middles = faces.map(({ x, width }) => x + width / 2).sort((one, other) => one - other);
    expect(middles).toHaveLength(4);
    for (const [index, expected] of [0.18, 0.4, 0.65, 0.83].entries()) {
      expect(middles[index]).toBeCloseTo(expected, 1);
    }
    expect(box?.width).toBeCloseTo(0.8, 1);
    expect(await (await openSource(group, SIZES)).subject).toEqual({ faces, box });
  });

  test("is found in a picture that lies on its side in the file", async () => {
    const sideways = await sharp(await people("sample6"))
      .rotate(90)
      .withMetadata({ orientation: 8 })
      .toBuffer();
    const source = await openSource(sideways, SIZES);
    expect(source.width).toBeGreaterThan(source.height);
    expect((await source.subject).faces).toHaveLength(4);
  });

  test("is what stands out where there is no face", async () => {
    const ground = rect(0, 0, 900, 600, "#7A8B99");
    const source = await openSource(
      await drawing(900, 600, `${ground}<circle cx="700" cy="200" r="70" fill="#E4572E"/>`),
      SIZES,
    );
    const { box, faces } = await source.subject;
    expect(faces).toEqual([]);
    expect((box?.x ?? 0) + (box?.width ?? 0) / 2).toBeCloseTo(700 / 900, 1);
    expect((box?.y ?? 0) + (box?.height ?? 0) / 2).toBeCloseTo(200 / 600, 1);
    expect(box?.width).toBeLessThan(0.35);
  });

  test("is no panorama's view, but a thing in it", async () => {
    const sky = rect(0, 0, 2400, 400, "#7A8B99");
    const hills = Array.from({ length: 24 }, (_, n) =>
      rect(500 + n * 60, 250 - (n % 5) * 20, 34, 150, "#E4572E"),
    );
    const view = await openSource(await drawing(2400, 400, sky + hills.join("")), SIZES);
    expect(await view.subject).toEqual({ box: null, faces: [] });
    const house = await openSource(
      await drawing(2400, 400, sky + rect(1500, 200, 200, 200, "#E4572E")),
      SIZES,
    );
    expect((await house.subject).box?.width).toBeLessThan(0.2);
  });

  test("is nothing in a picture of one colour", async () => {
    const source = await openSource(await drawing(300, 200, rect(0, 0, 300, 200, "#336699")), SIZES);
    expect(await source.subject).toEqual({ box: null, faces: [] });
  });
});

test("a source is decoded as large as it is needed, and no larger than it is", async () => {
  const large = await sharp({ create: { width: 4000, height: 3000, channels: 3, background: "#456" } })
    .jpeg()
    .toBuffer();
  const source = await openSource(large, [
    { width: 1000, height: 1000 },
    { width: 1080, height: 1920 },
  ]);
  expect(source).toMatchObject({ width: 4000, height: 3000 });
  expect(await source.pixels).toMatchObject({ width: 2560, height: 1920 });
  const small = await openSource(await drawing(100, 50, rect(0, 0, 100, 50, "#FFFFFF")), SIZES);
  expect(await small.pixels).toMatchObject({ width: 100, height: 50 });
});

describe("a source is refused", () => {
  test("with all of it transparent", async () => {
    const { pixels, subject } = await openSource(await drawing(50, 50, ""), SIZES);
    for (const found of [pixels, subject]) {
      await expect(found).rejects.toMatchObject({ name: "ImageError", code: "transparent" });
    }
  });
  test("that is cut short", async () => {
    const { pixels, subject } = await openSource((await people("sample6")).subarray(0, 20_000), SIZES);
    for (const found of [pixels, subject]) {
      await expect(found).rejects.toMatchObject({ name: "ImageError", code: "truncated" });
    }
  });
  test("of 1 × 1 pixels", async () =>
    expect(openSource(await drawing(1, 1, rect(0, 0, 1, 1, "#FF0000")), SIZES)).rejects.toMatchObject({
      code: "too_small",
      message: expect.stringContaining("1 × 1"),
    }));
});
