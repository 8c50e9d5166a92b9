import { describe, expect, test } from "vitest";
import { contrast } from "../../../worker/render/color.ts";
import { palette } from "../../../worker/render/palette.ts";
import { renderVariant } from "../../../worker/render/render.ts";
import type { RenderResult } from "../../../worker/render/types.ts";
import { boxOf, drawing, HEADLINE, input, noise, PHOTO, rect } from "./pictures.ts";

const halves = await drawing(400, 400, rect(0, 0, 400, 400, "#B00020") + rect(200, 0, 200, 400, "#FFFFFF"));
const white = await drawing(400, 400, rect(0, 0, 400, 400, "#FFFFFF"));
const mark = await drawing(800, 400, rect(100, 100, 600, 200, "#1DB954"));

function only({ measurement }: RenderResult) {
  const text = measurement.texts[0];
  if (!text || measurement.texts.length !== 1) throw new Error("not one text");
  return text;
}

describe("the palette", () => {
  test("holds the colours of the finished picture with their shares", async () => {
    const shapes =
      rect(0, 0, 400, 400, "#FFFFFF") + rect(0, 0, 400, 200, "#1DB954") + rect(0, 0, 100, 200, "#191414");
    const { measurement } = await renderVariant(
      input({ source: await drawing(400, 400, shapes), layers: [PHOTO] }),
    );
    expect(measurement.palette.map(({ hex, share }) => [hex, share])).toEqual([
      ["#FFFFFF", 0.5],
      ["#1DB954", 0.375],
      ["#191414", 0.125],
    ]);
    expect(measurement.palette[0]).toMatchObject({
      l: 100,
      a: expect.closeTo(0, 1),
      b: expect.closeTo(0, 1),
    });
  });

  test("is close to the same after JPEG", async () => {
    const { measurement } = await renderVariant(
      input({ source: halves, layers: [PHOTO], formats: ["jpeg"] }),
    );
    const [first, second] = measurement.palette;
    expect(first?.share).toBeCloseTo(0.5, 1);
    expect(second?.share).toBeCloseTo(0.5, 1);
    expect(measurement.palette.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 5);
  });

  test("has at most 8 colours, shares that sum to 1, and none closer than ΔE 5", async () => {
    const { measurement } = await renderVariant(input({ source: await noise(400, 400), layers: [PHOTO] }));
    const colors = measurement.palette;
    expect(colors.length).toBeLessThanOrEqual(8);
    expect(colors.length).toBeGreaterThan(3);
    expect(colors.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 5);
    for (const one of colors) {
      for (const other of colors) {
        if (one === other) continue;
        expect(Math.hypot(one.l - other.l, one.a - other.a, one.b - other.b)).toBeGreaterThan(4.9);
      }
    }
  });

  test("joins what the eye takes for one colour", () => {
    const colors = palette(
      Uint8Array.from([...Array(60).fill([30, 185, 84]), ...Array(40).fill([24, 180, 80])].flat()),
    );
    expect(colors).toHaveLength(1);
    expect(colors[0]).toMatchObject({ share: 1 });
  });

  test("of nothing is empty", () => {
    expect(palette(new Uint8Array())).toEqual([]);
  });
});

describe("the worst ground under a text", () => {
  test("is where it stands out least, not the average", async () => {
    const text = only(
      await renderVariant(input({ source: halves, layers: [PHOTO, { ...HEADLINE, text: "Wide words" }] })),
    );
    expect(text.box.x).toBeLessThan(200);
    expect(text.box.x + text.box.width).toBeGreaterThan(200);
    expect(text.worst_background).toBe("#FFFFFF");
    expect(text.worst_region.x).toBeGreaterThanOrEqual(200);
    expect(text.worst_region.width).toBeLessThan(60);
  });

  test("depends on the text's colour", async () => {
    const layers = [PHOTO, { ...HEADLINE, text: "Wide words", color: "#000000" }];
    const text = only(await renderVariant(input({ source: halves, layers })));
    expect(text.worst_background).toBe("#B00020");
    expect(text.worst_region.x + text.worst_region.width).toBeLessThanOrEqual(200);
  });

  test("is the panel where there is one", async () => {
    const panel = { color: "#112233", opacity: 1, padding: 0.04, radius: 0.02 };
    const text = only(
      await renderVariant(input({ source: halves, layers: [PHOTO, { ...HEADLINE, panel }] })),
    );
    expect(text.worst_background).toBe("#112233");
  });

  test("is what shows through a panel", async () => {
    const panel = { color: "#000000", opacity: 0.6, padding: 0.04, radius: 0 };
    const text = only(await renderVariant(input({ source: white, layers: [PHOTO, { ...HEADLINE, panel }] })));
    expect(text.worst_background).toBe("#666666");
  });

  test("does not count where no letter is", async () => {
    // White, but for the band of the short first line: the gap beside that line is white too, and free of letters.
    const layers = [{ ...HEADLINE, anchor: "top_left", line_height: 2, text: "I\nWWWWWWWW" }];
    const plain = only(await renderVariant(input({ source: white, layers })));
    const { x, y, width, height } = plain.box;
    const gap = rect(x + width / 3, y, width, height / 3, "#FFFFFF");
    const source = await drawing(400, 400, rect(0, 0, 400, 400, "#000000") + gap);
    const text = only(await renderVariant(input({ source, layers: [PHOTO, ...layers] })));
    expect(text.worst_background).toBe("#000000");
  });
});

test("the picture's crop, enlargement and detail are those of what was painted", async () => {
  const small = await noise(200, 100);
  const { measurement } = await renderVariant(
    input({ source: small, layers: [PHOTO], focal_point: { x: 0.5, y: 0.5 } }),
  );
  expect(measurement.source).toEqual({
    width: 200,
    height: 100,
    crop: { x: 50, y: 0, width: 100, height: 100 },
    scale: 4,
    fill: "none",
    focal: { x: 0.5, y: 0.5 },
    focal_from: "person",
  });
  expect(measurement.sharpness).toBeGreaterThan(0);
  const { measurement: plain } = await renderVariant(input({ source: white, layers: [HEADLINE] }));
  expect([plain.source, plain.subject, plain.sharpness]).toEqual([null, null, null]);
});

test("a layer that shows through is measured as it shows", async () => {
  const text = only(
    await renderVariant(
      input({ source: white, layers: [PHOTO, { ...HEADLINE, color: "#000000", opacity: 0.5 }] }),
    ),
  );
  expect(text.color).toBe("#808080");
  expect(text.lines[0]?.contrast).toBeCloseTo(contrast([128, 128, 128], [255, 255, 255]), 1);
});

test("a text has its lines, direction and fonts", async () => {
  const given = input({
    source: white,
    layers: [PHOTO, { ...HEADLINE, color: "#000000", text: "Tall\nlines" }],
  });
  const { measurement } = await renderVariant(given);
  const [text] = measurement.texts;
  expect(text).toMatchObject({ direction: "ltr", fonts: ["Inter"] });
  const [first, second] = text?.lines ?? [];
  expect(first?.contrast).toBe(21);
  expect(first?.box.y).toBe(text?.box.y);
  expect((second?.box.y ?? 0) + (second?.box.height ?? 0)).toBe((text?.box.y ?? 0) + (text?.box.height ?? 0));
  expect(second?.box.y).toBeGreaterThan(first?.box.y ?? 0);
});

test("a text's box is where its letters are", async () => {
  const layers = [PHOTO, { ...HEADLINE, text: "Typography", color: "#000000", anchor: "bottom_right" }];
  const result = await renderVariant(input({ source: white, layers }));
  const found = await boxOf(result.data, (red) => red < 200);
  const { box } = only(result);
  for (const side of ["x", "y", "width", "height"] as const) {
    expect(Math.abs(box[side] - found[side])).toBeLessThanOrEqual(2);
  }
});

describe("the logo", () => {
  const LOGO = { id: "mark", type: "logo", anchor: "top_left", margin: 0.05, width: 0.25 };
  const isGreen = (red: number, green: number) => green > 150 && red < 80;
  const logoOf = async (changes: object, logo = mark, source = white) => {
    const result = await renderVariant(input({ source, layers: [PHOTO, { ...LOGO, ...changes }], logo }));
    if (!result.measurement.logo) throw new Error("no logo");
    return { ...result.measurement.logo, found: await boxOf(result.data, isGreen) };
  };

  test("has its exact box, without its transparent border, in its own proportions", async () => {
    const logo = await logoOf({});
    expect(logo.box).toEqual({ x: 20, y: 20, width: 100, height: 33 });
    expect(logo.found).toEqual(logo.box);
    expect(logo.area_share).toBeCloseTo((100 * 33) / 160_000, 9);
  });

  test("is put at its anchor", async () => {
    const { box, found } = await logoOf({ anchor: "bottom_right" });
    expect(box).toEqual({ x: 280, y: 347, width: 100, height: 33 });
    expect(found).toEqual(box);
  });

  test("is never larger than its own pixels", async () => {
    const { box } = await logoOf({ width: 1 }, await drawing(90, 60, rect(0, 0, 90, 60, "#1DB954")));
    expect(box).toMatchObject({ width: 90, height: 60 });
  });

  test("keeps to its greatest height", async () => {
    const tall = await drawing(200, 800, rect(0, 0, 200, 800, "#1DB954"));
    expect((await logoOf({ max_height: 0.2 }, tall)).box).toMatchObject({ width: 20, height: 80 });
  });

  test("is compared by its main colour with the worst ground", async () => {
    const twoTone = await drawing(
      600,
      200,
      rect(0, 0, 600, 200, "#FFFFFF") + rect(0, 0, 100, 200, "#B00020"),
    );
    const source = await drawing(
      400,
      400,
      rect(0, 0, 400, 400, "#222222") + rect(90, 0, 400, 400, "#EEEEEE"),
    );
    const logo = await logoOf({}, twoTone, source);
    expect(logo).toMatchObject({ layer: "mark", color: "#FFFFFF", worst_background: "#EEEEEE" });
    expect(logo.worst_region.x).toBeGreaterThanOrEqual(90);
  });

  test("has its panel for a ground", async () => {
    const panel = { color: "#101010", opacity: 1, padding: 0.02, padding_x: 0.03, radius: 0.02 };
    const logo = await logoOf({ panel });
    expect(logo).toMatchObject({ box: { x: 32, y: 28 }, worst_background: "#101010" });
  });

  test("is null where the template has none", async () => {
    const { measurement } = await renderVariant(input({ source: white, layers: [PHOTO] }));
    expect(measurement.logo).toBeNull();
  });
});
