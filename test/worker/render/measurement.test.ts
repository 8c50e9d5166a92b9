import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { contrast, parseHex } from "../../../worker/render/color.ts";
import {
  measure,
  type PaintedLogo,
  type PaintedPicture,
  type PaintedScene,
  type PaintedText,
} from "../../../worker/render/measure.ts";
import type { Pixels } from "../../../worker/render/paint.ts";
import type { Box } from "../../../worker/render/types.ts";
import { NO_SAFE_ZONE, paintedPixels, randomNumbers } from "./pictures.ts";

const SIDE = 400;
const box = (x: number, y: number, width: number, height: number): Box => ({ x, y, width, height });
type Color = readonly [number, number, number];
const WHITE: Color = [255, 255, 255];
const BLACK: Color = [0, 0, 0];

const within = ({ x, y, width, height }: Box, column: number, row: number) =>
  column >= x && column < x + width && row >= y && row < y + height;

/** RGBA: upright strokes of 8 px, 8 px apart, in rows of the given boxes, nothing elsewhere. */
function strokes(size: Box, color: Color, rows: Box[]): Pixels {
  const data = Buffer.alloc(size.width * size.height * 4);
  for (let y = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++) {
      const isInk = x % 16 < 8 && rows.some((row) => within(row, x + size.x, y + size.y));
      if (isInk) data.set([...color, 255], (y * size.width + x) * 4);
    }
  }
  return { data, width: size.width, height: size.height };
}

interface TextGiven {
  place: Box;
  lines?: Box[];
  color?: Color;
  hex?: string;
  opacity?: number;
  layer?: string;
}

function text({
  place,
  lines = [place],
  color = WHITE,
  hex = "#FFFFFF",
  opacity = 1,
  layer = "headline",
}: TextGiven): PaintedText {
  return {
    layer,
    text: "Words",
    pixels: strokes(place, color, lines),
    box: place,
    color: hex,
    opacity,
    lines,
    cap_height: 32,
    font_size: 45,
    font_weight: 700,
    direction: "ltr",
    fonts: ["Inter"],
    overflow: false,
  };
}

function logo(place: Box, changes: Partial<PaintedLogo> = {}): PaintedLogo {
  const data = Buffer.alloc(place.width * place.height * 4, Buffer.from([30, 185, 84, 255]));
  const pixels = { data, width: place.width, height: place.height };
  return {
    layer: "logo",
    pixels,
    box: place,
    opacity: 1,
    own: { width: 200, height: 200 },
    clear_space: 0,
    ...changes,
  };
}

const LANDSCAPE: PaintedPicture = {
  source: { width: 1600, height: 800 },
  crop: {
    window: { x: 400, y: 0, width: 800, height: 800 },
    placed: box(0, 0, SIDE, SIDE),
    fill: "none",
    scale: 0.5,
    focal: { x: 0.5, y: 1 / 3 },
    focal_from: "saliency",
  },
  subject: { box: null, faces: [] },
};

/** Paints the scene over a ground and measures the file that it was written to. */
async function measured(
  ground: (x: number, y: number) => Color,
  given: Partial<PaintedScene> = {},
  format: "png" | "jpeg" = "png",
) {
  const scene: PaintedScene = {
    canvas: { width: SIDE, height: SIDE, safe_zone: NO_SAFE_ZONE },
    picture: null,
    texts: [],
    logo: null,
    covers: [],
    ...given,
  };
  const canvas = paintedPixels(SIDE, SIDE, ground);
  for (const thing of [...scene.texts, ...(scene.logo ? [scene.logo] : [])]) blend(canvas, thing);
  const image = sharp(canvas.data, { raw: { width: SIDE, height: SIDE, channels: 3 } });
  const file = await (format === "png" ? image.png() : image.jpeg({ quality: 90 })).toBuffer();
  return measure(file, { format, quality: 90, chroma: "4:4:4" }, scene);
}

function blend(
  canvas: Pixels,
  { pixels, box: place, opacity }: Pick<PaintedText, "pixels" | "box" | "opacity">,
) {
  for (let y = 0; y < pixels.height; y++) {
    for (let x = 0; x < pixels.width; x++) {
      const from = (y * pixels.width + x) * 4;
      if (pixels.data[from + 3] === 0) continue;
      for (let channel = 0; channel < 3; channel++) {
        const to = ((place.y + y) * SIDE + place.x + x) * 3 + channel;
        const below = canvas.data[to] as number;
        canvas.data[to] = Math.round(below + ((pixels.data[from + channel] as number) - below) * opacity);
      }
    }
  }
}

const PLACE = box(40, 100, 320, 120);
const LINES = [box(40, 100, 320, 40), box(40, 180, 320, 40)];

describe("the lines of a text", () => {
  test("are each measured against what is beside their letters, and the worst is the text's", async () => {
    const ground = (_: number, y: number): Color => (y < 160 ? [0, 0, 0] : [128, 128, 128]);
    const { texts } = await measured(ground, { texts: [text({ place: PLACE, lines: LINES })] });
    const [first, second] = texts[0]?.lines ?? [];
    expect(first).toMatchObject({ box: box(40, 100, 312, 40), worst_background: "#000000", contrast: 21 });
    expect(second).toMatchObject({ box: box(40, 180, 312, 40), worst_background: "#808080" });
    expect(second?.contrast).toBeCloseTo(contrast(parseHex("#808080"), [255, 255, 255]), 1);
    expect(texts[0]).toMatchObject({
      box: box(40, 100, 312, 120),
      color: "#FFFFFF",
      worst_background: "#808080",
      worst_region: second?.worst_region,
      direction: "ltr",
      fonts: ["Inter"],
    });
  });

  test("have their worst region where the ground is worst, no larger than a capital", async () => {
    const ground = (x: number): Color => (x < 328 ? BLACK : WHITE);
    const { texts } = await measured(ground, { texts: [text({ place: PLACE, lines: LINES })] });
    expect(texts[0]?.worst_background).toBe("#FFFFFF");
    expect(texts[0]?.worst_region.x).toBeGreaterThanOrEqual(328);
    expect(texts[0]?.worst_region.width).toBeLessThanOrEqual(34);
    expect(texts[0]?.lines[0]?.contrast).toBe(1);
  });

  test("are as bad as what was painted over them afterwards", async () => {
    const given = text({ place: PLACE, lines: LINES });
    const hidden = { ...given, pixels: strokes(PLACE, [90, 90, 90], LINES) };
    // The letters are said to be white; what came out is grey.
    const scene = { texts: [{ ...given, opacity: 1 }] };
    const canvas = paintedPixels(SIDE, SIDE, () => BLACK);
    blend(canvas, hidden);
    const file = await sharp(canvas.data, { raw: { width: SIDE, height: SIDE, channels: 3 } })
      .png()
      .toBuffer();
    const { texts } = await measure(
      file,
      { format: "png", quality: 100, chroma: "4:4:4" },
      {
        canvas: { width: SIDE, height: SIDE, safe_zone: NO_SAFE_ZONE },
        picture: null,
        logo: null,
        covers: [],
        ...scene,
      },
    );
    expect(texts[0]?.lines[0]?.contrast).toBeCloseTo(contrast([90, 90, 90], [0, 0, 0]), 1);
  });

  test("have the colour that shows where they are not opaque", async () => {
    const { texts } = await measured(() => BLACK, { texts: [text({ place: PLACE, opacity: 0.5 })] });
    expect(texts[0]?.color).toBe("#808080");
    expect(texts[0]?.lines[0]?.contrast).toBeCloseTo(contrast([128, 128, 128], [0, 0, 0]), 1);
  });

  test("are measured closely through JPEG too", async () => {
    const { texts } = await measured(
      () => [60, 60, 60],
      { texts: [text({ place: PLACE, lines: LINES })] },
      "jpeg",
    );
    const ratio = contrast([255, 255, 255], [60, 60, 60]);
    for (const line of texts[0]?.lines ?? [])
      expect(Math.abs((line.contrast ?? 0) - ratio)).toBeLessThan(0.4);
  });

  test("of emoji alone have no contrast, and are not the text's worst", async () => {
    const place = box(40, 100, 320, 40);
    const emoji = { ...text({ place: PLACE, lines: LINES }) };
    emoji.pixels = strokes(PLACE, WHITE, [place]);
    const yellow = strokes(PLACE, [250, 200, 40], [LINES[1] as Box]);
    for (let at = 0; at < yellow.data.length; at += 4) {
      if (yellow.data[at + 3] === 255) yellow.data.copy(emoji.pixels.data, at, at, at + 4);
    }
    const ground = (_: number, y: number): Color => (y < 160 ? BLACK : WHITE);
    const { texts } = await measured(ground, { texts: [emoji] });
    expect(texts[0]?.lines.map((line) => line.contrast)).toEqual([21, null]);
    expect(texts[0]?.worst_background).toBe("#000000");
  });

  test("that leave none of their ground to be seen are refused", async () => {
    const place = box(0, 0, SIDE, SIDE);
    const data = Buffer.alloc(SIDE * SIDE * 4, 255);
    const full = { ...text({ place }), pixels: { data, width: SIDE, height: SIDE } };
    await expect(measured(() => BLACK, { texts: [full] })).rejects.toMatchObject({ code: "invalid_layout" });
  });
});

describe("the logo", () => {
  test("is held against what surrounds it, where that is worst", async () => {
    const ground = (x: number): Color => (x < 100 ? WHITE : [40, 190, 90]);
    const { logo: found } = await measured(ground, { logo: logo(box(50, 50, 100, 60)) });
    expect(found).toMatchObject({
      color: "#1EB954",
      worst_background: "#28BE5A",
      area_share: 0.0375,
      scale: 0.5,
    });
    expect(found?.worst_region.x).toBeGreaterThanOrEqual(100);
  });

  test("has the clear space that is required and the one that there is", async () => {
    const place = box(50, 50, 100, 60);
    const clearOf = async (given: Partial<PaintedScene>) =>
      (await measured(() => WHITE, { logo: logo(place, { clear_space: 30 }), ...given })).logo?.clear_space;
    expect(await clearOf({})).toEqual({ required: 30, observed: 50 });
    expect(await clearOf({ covers: [{ layer: "band", box: box(0, 140, 400, 50) }] })).toEqual({
      required: 30,
      observed: 30,
    });
    expect(await clearOf({ covers: [{ layer: "logo", box: box(60, 40, 120, 80) }] })).toEqual({
      required: 30,
      observed: 50,
    });
    const touching = text({ place: box(150, 50, 100, 60) });
    expect(await clearOf({ texts: [touching] })).toEqual({ required: 30, observed: 0 });
  });

  test("that nobody can see is refused", async () => {
    const place = box(50, 50, 100, 60);
    const faint = { data: Buffer.alloc(100 * 60 * 4, 60), width: 100, height: 60 };
    await expect(measured(() => WHITE, { logo: logo(place, { pixels: faint }) })).rejects.toMatchObject({
      code: "missing_logo",
    });
  });
});

describe("the subject", () => {
  const subjectOf = async (area: Box, changes: Partial<PaintedScene> = {}) => {
    const subject = { box: area, faces: [area] };
    return (await measured(() => BLACK, { picture: { ...LANDSCAPE, subject }, ...changes })).subject;
  };

  test("has its box on the finished picture", async () => {
    const found = await subjectOf({ x: 0.375, y: 0.25, width: 0.25, height: 0.5 });
    expect(found).toEqual({
      box: box(100, 100, 200, 200),
      faces: [box(100, 100, 200, 200)],
      in_frame: 1,
      covered: 0,
    });
  });

  test("is in the frame as far as the crop kept it", async () => {
    expect(await subjectOf({ x: 0.125, y: 0, width: 0.25, height: 1 })).toMatchObject({
      box: box(0, 0, 100, 400),
      in_frame: 0.5,
    });
    expect(await subjectOf({ x: 0, y: 0, width: 0.2, height: 1 })).toEqual({
      box: null,
      faces: [],
      in_frame: 0,
      covered: null,
    });
  });

  test("is covered by texts, logo, panels and shapes, each place once", async () => {
    const covers = [
      { layer: "panel", box: box(0, 200, 400, 100) },
      { layer: "shape", box: box(0, 250, 400, 50) },
    ];
    const area = { x: 0.375, y: 0.25, width: 0.25, height: 0.5 };
    expect(await subjectOf(area, { covers })).toMatchObject({ covered: 0.5 });
    expect(await subjectOf(area, { logo: logo(box(100, 100, 100, 100)) })).toMatchObject({ covered: 0.25 });
  });

  test("is null where there is none", async () => {
    const { subject } = await measured(() => BLACK, { picture: LANDSCAPE });
    expect(subject).toEqual({ box: null, faces: [], in_frame: null, covered: null });
  });
});

test("the source's crop is in its own whole pixels", async () => {
  const { source } = await measured(() => BLACK, { picture: LANDSCAPE });
  expect(source).toEqual({
    width: 1600,
    height: 800,
    crop: box(400, 0, 800, 800),
    scale: 0.5,
    fill: "none",
    focal: { x: 0.5, y: 0.3333 },
    focal_from: "saliency",
  });
});

test("sharpness is that of the picture, not of letters on it", async () => {
  const { sharpness } = await measured(() => [50, 90, 130], {
    picture: LANDSCAPE,
    texts: [text({ place: PLACE })],
  });
  expect(sharpness).toBe(0);
  expect((await measured(() => BLACK)).sharpness).toBeNull();
});

test("letters and logo in the safe zone are named with the edge and the pixels", async () => {
  const safe_zone = { top: 100, right: 0, bottom: 0, left: 45 };
  const canvas = { width: SIDE, height: SIDE, safe_zone };
  const touching = text({ place: box(45, 100, 200, 40) });
  const inside = text({ place: box(100, 90, 200, 40), layer: "inside" });
  const { safe_zone: found } = await measured(() => BLACK, {
    canvas,
    texts: [touching, inside],
    logo: logo(box(40, 300, 100, 60)),
  });
  expect(found).toEqual([
    { layer: "inside", edge: "top", pixels: 10 },
    { layer: "logo", edge: "left", pixels: 5 },
  ]);
});

describe("the palette", () => {
  test("sees both colours of a pattern as fine as the distance of its samples", async () => {
    for (const period of [2, 4, 5, 8]) {
      const { palette } = await measured((x) => (x % period < period / 2 ? BLACK : WHITE));
      expect(palette.map(({ hex }) => hex).sort()).toEqual(["#000000", "#FFFFFF"]);
      const black = palette.find(({ hex }) => hex === "#000000");
      expect(black?.share).toBeCloseTo(Math.ceil(period / 2) / period, 1);
    }
  });

  test("finds a small accent beside large photographs' worth of other colours", async () => {
    const random = randomNumbers();
    const accent = box(200, 200, 60, 40);
    const { palette } = await measured((x, y) => {
      if (within(accent, x, y)) return [30, 215, 96];
      const light = 40 + (x + y) / 4 + 20 * random();
      return [light, light * 0.9, light * 0.7];
    });
    const green = palette.find(({ a }) => a < -40);
    expect(green?.share).toBeCloseTo(0.015, 2);
  });
});

test("a large measurement stays far below what is stored, in short numbers, and is the same each time", async () => {
  const lines = Array.from({ length: 10 }, (_, index) => box(20, 20 + 36 * index, 360, 30));
  const texts = Array.from({ length: 8 }, (_, index) =>
    text({ place: box(20, 20, 360, 360), lines, layer: `text_${index}` }),
  );
  const scene = { texts, logo: logo(box(50, 50, 100, 60)), picture: LANDSCAPE };
  const ground = (x: number, y: number): Color => [x % 256, y % 256, (x * y) % 256];
  const one = await measured(ground, scene, "jpeg");
  expect(JSON.stringify(one).length).toBeLessThan(24_000);
  expect(JSON.stringify(one)).not.toMatch(/\d\.\d{7}/);
  expect(await measured(ground, scene, "jpeg")).toEqual(one);
  expect(one).toMatchObject({
    version: 3,
    width: SIDE,
    height: SIDE,
    format: "jpeg",
    encoding: { quality: 90, chroma: "4:4:4" },
  });
});
