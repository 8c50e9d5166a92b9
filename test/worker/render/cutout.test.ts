import { describe, expect, test } from "vitest";
import { chooseCrop } from "../../../worker/render/crop.ts";
import { renderVariant } from "../../../worker/render/render.ts";
import { openSource } from "../../../worker/render/source.ts";
import { boxOf, drawing, HEADLINE, input, PHOTO, rect } from "./pictures.ts";

const SIZES = [{ width: 400, height: 400 }];
const bottle = rect(240, 60, 120, 480, "#00FF00");
const isGreen = (r: number, g: number) => g > 127 && r < 128;

describe("a cut-out", () => {
  const cutoutOf = async (shapes: string) =>
    (await (await openSource(await drawing(600, 600, shapes), SIZES)).subject).cutout;

  test("is what is seen of a picture with a transparent border, and its subject", async () => {
    const { subject } = await openSource(await drawing(600, 600, bottle), SIZES);
    const cutout = { x: 0.4, y: 0.1, width: 0.2, height: 0.8 };
    expect(await subject).toEqual({ box: cutout, faces: [], cutout });
  });

  test("may be cut off at an edge", async () =>
    expect(await cutoutOf(rect(100, 200, 400, 400, "#00FF00"))).toMatchObject({ y: 1 / 3, height: 2 / 3 }));

  test("is no picture whose corners are round, or half of which is transparent", async () => {
    expect(await cutoutOf('<rect width="600" height="600" rx="120" fill="#00FF00"/>')).toBeUndefined();
    expect(await cutoutOf(rect(0, 0, 300, 600, "#00FF00"))).toBeUndefined();
    expect(await cutoutOf(rect(0, 0, 600, 600, "#00FF00"))).toBeUndefined();
  });

  test("is shown whole over the background, with air around it, in whatever box", async () => {
    const source = await drawing(600, 600, bottle);
    for (const box of [
      { x: 0, y: 0, width: 1, height: 0.25 },
      { x: 0.5, y: 0, width: 0.5, height: 1 },
    ]) {
      const { data, measurement } = await renderVariant(input({ source, layers: [{ ...PHOTO, box }] }));
      const shown = await boxOf(data, isGreen);
      if (!shown) throw new Error("nothing is shown");
      expect(shown.width / shown.height).toBeCloseTo(0.25, 1);
      expect(shown.y).toBeGreaterThan(3);
      expect(shown.y + shown.height).toBeLessThan(400 * box.height - 3);
      expect(shown.x + shown.width / 2).toBeCloseTo(400 * (box.x + box.width / 2), -0.5);
      expect(measurement.subject).toMatchObject({ in_frame: 1, covered: 0 });
      expect(measurement.source?.fill).toBe("background");
    }
  });

  test("stands clear of what lies over it, as close to the middle as it can", async () => {
    const source = await drawing(600, 600, bottle);
    const text = {
      ...HEADLINE,
      anchor: "bottom",
      max_lines: 5,
      size: 0.12,
      text: "Words over many lines of it",
    };
    const { data, measurement } = await renderVariant(input({ source, layers: [PHOTO, text] }));
    const shown = await boxOf(data, isGreen);
    expect(shown?.height).toBeGreaterThan(100);
    expect((shown?.y ?? 0) + (shown?.height ?? 0)).toBeLessThan(measurement.texts[0]?.box.y ?? 0);
    expect((shown?.x ?? 0) + (shown?.width ?? 0) / 2).toBeCloseTo(200, -0.5);
  });

  test("stands clear of the platform's controls", async () => {
    const canvas = { width: 400, height: 400, safe_zone: { top: 100, right: 0, bottom: 60, left: 0 } };
    const source = await drawing(600, 600, bottle);
    const { data } = await renderVariant(input({ canvas, source, layers: [PHOTO] }));
    const shown = await boxOf(data, isGreen);
    expect(shown?.y).toBeGreaterThan(100);
    expect((shown?.y ?? 0) + (shown?.height ?? 0)).toBeLessThan(340);
    expect(shown?.height).toBeGreaterThan(150);
  });

  const crop = (cutout: { x: number; y: number; width: number; height: number }, over: object[] = []) =>
    chooseCrop({
      source: { width: 600, height: 600 },
      box: { x: 0, y: 0, width: 400, height: 400 },
      sharp: 1,
      layer: { fit: "cover", fill: "blur" },
      focal: null,
      subject: { box: cutout, faces: [], cutout },
      over: over as [],
    });

  test("is moved aside, or under what would leave it too little room", () => {
    const cutout = { x: 0.4, y: 0.1, width: 0.2, height: 0.8 };
    const { placed } = crop(cutout, [{ x: 0, y: 0, width: 250, height: 400 }]);
    expect(placed).toMatchObject({ x: 274, height: 352 });
    const covered = crop(cutout, [{ x: 0, y: 70, width: 400, height: 330 }]);
    expect(covered.placed).toEqual(crop(cutout).placed);
  });

  test("that is cut off at its foot stands on the box's", () => {
    const person = { x: 0.3, y: 0.4, width: 0.4, height: 0.6 };
    const { placed } = crop(person, [{ x: 0, y: 300, width: 400, height: 100 }]);
    expect(placed.y + placed.height).toBe(400);
    expect(placed.y).toBeGreaterThan(10);
  });

  test("is no larger than a crop would show it", () => {
    expect(crop({ x: 0.45, y: 0.45, width: 0.1, height: 0.1 }).scale).toBe(1);
  });
});
