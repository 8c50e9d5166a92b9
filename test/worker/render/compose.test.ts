import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { coveredShare } from "../../../worker/render/boxes.ts";
import { renderVariant } from "../../../worker/render/render.ts";
import { openSource } from "../../../worker/render/source.ts";
import { boxOf, drawing, HEADLINE, input, NO_SAFE_ZONE, PHOTO, rect } from "./pictures.ts";

const red = await drawing(400, 400, rect(0, 0, 400, 400, "#FF0000"));
const SHAPE = { id: "shape", type: "shape", shape: "rect", color: "#00FF00" };
const HALF = { x: 0.5, y: 0.25, width: 0.5, height: 0.5 };

/** A finished picture of 400 × 400 pixels over black. */
const finished = async (layers: unknown[], changes = {}) =>
  (await renderVariant(input({ source: red, layers, ...changes }))).data;

async function colors(picture: Buffer, points: [number, number][]): Promise<string[]> {
  const { data, info } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return points.map(([x, y]) =>
    data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3).toString("hex"),
  );
}

const isGreen = (r: number, g: number) => g > 127 && r < 128;

describe("shapes", () => {
  test("fill their box to the pixel", async () => {
    const picture = await finished([{ ...SHAPE, box: HALF }]);
    expect(await boxOf(picture, (_r, g) => g > 0)).toEqual({ x: 200, y: 100, width: 200, height: 200 });
  });

  test("are painted in their order, opacity and all", async () => {
    const blue = { ...SHAPE, id: "blue", color: "#0000FF", box: { ...HALF, height: 0.25 }, opacity: 0.5 };
    const picture = await finished([PHOTO, { ...SHAPE, box: HALF }, blue]);
    expect(
      await colors(picture, [
        [100, 200],
        [300, 250],
        [300, 150],
      ]),
    ).toEqual(["ff0000", "00ff00", "008080"]);
    const under = await finished([blue, { ...SHAPE, box: HALF }]);
    expect(await colors(under, [[300, 150]])).toEqual(["00ff00"]);
  });

  test("that are hidden are not painted, nor a hidden picture, logo or text", async () => {
    const layers = [
      { ...PHOTO, hidden: true },
      { ...SHAPE, box: HALF, hidden: true },
      { ...HEADLINE, hidden: true },
    ];
    const logo = { id: "logo", type: "logo", anchor: "top", width: 0.2, hidden: true };
    const result = await renderVariant(
      input({ source: Buffer.from("no picture"), layers: [...layers, logo] }),
    );
    expect(result.measurement.palette.map(({ hex }) => hex)).toEqual(["#000000"]);
    expect([result.measurement.texts, result.measurement.logo]).toEqual([[], null]);
  });

  test("are round where they are to be, with smooth edges", async () => {
    const ellipse = await finished([
      { ...SHAPE, shape: "ellipse", box: { x: 0, y: 0, width: 1, height: 0.5 } },
    ]);
    expect(
      await colors(ellipse, [
        [200, 100],
        [5, 5],
        [394, 194],
      ]),
    ).toEqual(["00ff00", "000000", "000000"]);
    const { data } = await sharp(ellipse).raw().toBuffer({ resolveWithObject: true });
    expect(new Set(data).size).toBeGreaterThan(20);
    const corners = await finished([{ ...SHAPE, box: { x: 0, y: 0, width: 1, height: 1 }, radius: 0.25 }]);
    expect(
      await colors(corners, [
        [2, 2],
        [200, 2],
        [397, 397],
        [60, 60],
      ]),
    ).toEqual(["000000", "00ff00", "000000", "00ff00"]);
  });

  test("have their stroke within their box", async () => {
    const stroke = { stroke_color: "#FFFFFF", stroke_width: 0.05 };
    const picture = await finished([{ ...SHAPE, box: HALF, ...stroke }]);
    expect(
      await colors(picture, [
        [199, 200],
        [200, 200],
        [219, 200],
        [220, 200],
      ]),
    ).toEqual(["000000", "ffffff", "ffffff", "00ff00"]);
    const outline = await finished([PHOTO, { ...SHAPE, color: null, box: HALF, ...stroke }]);
    expect(
      await colors(outline, [
        [300, 200],
        [300, 105],
      ]),
    ).toEqual(["ff0000", "ffffff"]);
  });

  test("that are lines run through the middle, a pixel thick at least", async () => {
    const line = { id: "line", type: "shape", shape: "line", stroke_color: "#00FF00" };
    const across = await finished([
      { ...line, box: { x: 0.1, y: 0.4, width: 0.8, height: 0.2 }, stroke_width: 0.02 },
    ]);
    expect(await boxOf(across, isGreen)).toEqual({ x: 40, y: 196, width: 320, height: 8 });
    const down = await finished([
      { ...line, box: { x: 0.4, y: 0.1, width: 0.2, height: 0.8 }, stroke_width: 0 },
    ]);
    expect(await boxOf(down, isGreen)).toMatchObject({ y: 40, width: 1, height: 320 });
  });
});

describe("gradients", () => {
  const scrim = (angle: number, more = {}) => ({
    id: "scrim",
    type: "gradient",
    angle,
    stops: [
      { at: 0, color: "#FFFFFF", opacity: 0 },
      { at: 1, color: "#FFFFFF" },
    ],
    ...more,
  });

  test.each([
    [0, [200, 2], [200, 397]],
    [90, [397, 200], [2, 200]],
    [180, [200, 397], [200, 2]],
    [270, [2, 200], [397, 200]],
    [45, [397, 2], [2, 397]],
  ] as [number, [number, number], [number, number]][])(
    "run at %i degrees as in CSS",
    async (angle, light, dark) => {
      const [bright, middle, dim] = (
        await colors(await finished([scrim(angle)]), [light, [200, 200], dark])
      ).map((hex) => Number.parseInt(hex.slice(0, 2), 16)) as [number, number, number];
      expect(bright).toBeGreaterThan(250);
      expect(Math.abs(middle - 128)).toBeLessThan(3);
      expect(dim).toBeLessThan(5);
    },
  );

  test("stay within their box, and take the layer's opacity", async () => {
    const picture = await finished([
      PHOTO,
      scrim(180, { box: { x: 0, y: 0.5, width: 1, height: 0.5 }, opacity: 0.5 }),
    ]);
    expect(await boxOf(picture, (_r, g) => g > 8)).toMatchObject({ x: 0, width: 400 });
    expect((await boxOf(picture, (_r, g) => g > 0)).y).toBeGreaterThanOrEqual(200);
    const [end] = await colors(picture, [[200, 399]]);
    expect(Number.parseInt(end?.slice(2, 4) ?? "", 16)).toBeCloseTo(127, -1);
  });

  test("show no bands: their rows differ less than steps of 8 bits would", async () => {
    const faint = scrim(180, {
      stops: [
        { at: 0, color: "#101010" },
        { at: 1, color: "#181818" },
      ],
    });
    const { data } = await sharp(await finished([faint]))
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const rows = Array.from({ length: 400 }, (_, y) => {
      let sum = 0;
      for (let x = 0; x < 400; x++) sum += data[(y * 400 + x) * 3] as number;
      return sum / 400;
    });
    for (const [y, mean] of rows.entries())
      expect(Math.abs(mean - (16 + (8 * (y + 0.5)) / 400))).toBeLessThan(0.1);
  });

  test("leave what is all of one colour as it is", async () => {
    const flat = scrim(90, {
      stops: [
        { at: 0, color: "#336699" },
        { at: 1, color: "#336699" },
      ],
    });
    expect(
      new Set(
        await colors(await finished([flat]), [
          [0, 0],
          [17, 230],
          [399, 399],
        ]),
      ),
    ).toEqual(new Set(["336699"]));
  });
});

describe("a picture in a box", () => {
  test("fills it alone, its corners round", async () => {
    const picture = await finished([{ ...PHOTO, box: HALF, radius: 0.1 }]);
    expect(await boxOf(picture, (r) => r > 127)).toEqual({ x: 200, y: 100, width: 200, height: 200 });
    expect(
      await colors(picture, [
        [202, 102],
        [397, 297],
        [300, 200],
      ]),
    ).toEqual(["000000", "000000", "ff0000"]);
  });

  test("lies over what comes before it", async () => {
    const picture = await finished([
      { ...SHAPE, box: { x: 0, y: 0, width: 1, height: 1 } },
      { ...PHOTO, box: HALF, opacity: 0.5 },
    ]);
    expect(
      await colors(picture, [
        [100, 100],
        [300, 200],
      ]),
    ).toEqual(["00ff00", "808000"]);
  });

  test("of another shape shows all of itself, on the background or on its own blurred ground", async () => {
    const bands = await drawing(
      600,
      200,
      rect(0, 0, 600, 200, "#FF0000") + rect(200, 0, 200, 200, "#0000FF"),
    );
    const plain = await finished([{ ...PHOTO, fit: "contain", fill: "background" }], { source: bands });
    expect(await boxOf(plain, (r, _g, b) => r + b > 0)).toEqual({ x: 0, y: 134, width: 400, height: 133 });
    const soft = await finished([{ ...PHOTO, fit: "contain" }], { source: bands });
    const { data } = await sharp(soft).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    const at = (x: number, y: number) => [
      data[(y * 400 + x) * 3] as number,
      data[(y * 400 + x) * 3 + 2] as number,
    ];
    expect(at(200, 200)).toEqual([0, 255]);
    const [r, b] = at(200, 20) as [number, number];
    // Darker than the picture, and of its colours.
    expect(b).toBeGreaterThan(60);
    expect(b).toBeLessThan(180);
    expect(r + b).toBeLessThan(180);
  });

  test("with plain edges is carried on without a seam, above and below in its own colour", async () => {
    const product = await drawing(
      800,
      200,
      rect(0, 0, 800, 100, "#EEEEEE") + rect(0, 100, 800, 100, "#CC8844") + rect(20, 40, 760, 120, "#123456"),
    );
    const picture = await finished([{ ...PHOTO, fit: "contain" }], { source: product });
    expect(
      await colors(picture, [
        [200, 10],
        [200, 151],
        [200, 200],
        [200, 248],
        [200, 390],
      ]),
    ).toEqual(["eeeeee", "eeeeee", "123456", "cc8844", "cc8844"]);
    const upright = await sharp(product).rotate(90).png().toBuffer();
    const sideways = await finished([{ ...PHOTO, fit: "contain" }], { source: upright });
    expect(
      await colors(sideways, [
        [10, 200],
        [390, 200],
      ]),
    ).toEqual(["cc8844", "eeeeee"]);
  });

  test("with holes shows the background in them", async () => {
    const holes = await drawing(400, 400, rect(0, 0, 200, 400, "#00FF00"));
    const layout = { background: "#123456", layers: [PHOTO] };
    const { data } = await renderVariant({ ...input({ source: holes, layers: [] }), layout });
    expect(
      await colors(data, [
        [100, 200],
        [300, 200],
      ]),
    ).toEqual(["00ff00", "123456"]);
  });
});

describe("a scrim behind a text", () => {
  const stops = [
    { at: 0.2, color: "#00FF00", opacity: 0 },
    { at: 0.3, color: "#00FF00", opacity: 1 },
    { at: 1, color: "#00FF00", opacity: 1 },
  ];
  const text = { ...HEADLINE, anchor: "bottom", margin: 0, size: 0.1, max_lines: 9, color: "#00FF00" };
  const reach = async (scrim: object, words: string) => {
    const layers = [PHOTO, { id: "scrim", type: "gradient", stops, ...scrim }, { ...text, text: words }];
    const box = await boxOf(await finished(layers), isGreen);
    return box ?? { x: 400, y: 400, width: 0, height: 0 };
  };
  const few = "Go";
  const many =
    "Many words in many lines, one below the other, high up into the picture that is behind them all";

  test("reaches as far as the text's column, and no further", async () => {
    const behind = { behind: "headline", edge: 0.5 };
    const [little, much] = [await reach(behind, few), await reach(behind, many)];
    expect(little.y).toBeGreaterThan(much.y + 60);
    expect(await reach({}, few)).toEqual(await reach({}, many));
  });

  test("runs the other way as well", async () => {
    const behind = { behind: "headline", edge: 0.5, angle: 0 };
    const top = async (words: string) => {
      const layers = [
        PHOTO,
        { id: "scrim", type: "gradient", stops, ...behind },
        { ...text, anchor: "top", text: words },
      ];
      const box = await boxOf(await finished(layers), isGreen);
      return (box?.y ?? 0) + (box?.height ?? 0);
    };
    expect(await top(few)).toBeLessThan((await top(many)) - 60);
  });

  const ramp = [
    { at: 0.85, color: "#00FF00", opacity: 0 },
    { at: 0.95, color: "#00FF00", opacity: 1 },
  ];
  const moving = { id: "scrim", type: "gradient", stops: ramp, behind: "headline", edge: 0.9 };
  const small = { ...text, size: 0.08, color: "#FFFFFF" };

  test("leaves room above what it hides for what the picture shows", async () => {
    const low = '<circle cx="200" cy="640" r="60" fill="#FFD23F"/>';
    const source = await drawing(400, 800, rect(0, 0, 400, 800, "#1B2A41") + low);
    const layers = [PHOTO, moving, { ...small, text: many }];
    const { data, measurement } = await renderVariant(input({ source, layers }));
    const hidden = await boxOf(data, isGreen);
    expect(hidden?.y).toBeGreaterThan(100);
    expect(hidden?.y).toBeLessThan(300);
    const { box, in_frame } = measurement.subject ?? {};
    expect(in_frame).toBe(1);
    expect((box?.y ?? 400) + (box?.height ?? 0)).toBeLessThan(hidden?.y ?? 0);
  });

  test("moves, and becomes no longer, behind more words than it was made for", async () => {
    const length = async (words: string) => {
      const picture = await finished([PHOTO, moving, { ...small, text: words }]);
      const begins = await boxOf(picture, (r, g) => r < 235 && g > 20);
      const ends = await boxOf(picture, (r, g) => r < 25 && g > 230);
      return (ends?.y ?? 0) - (begins?.y ?? 0);
    };
    expect(Math.abs((await length(many)) - 32)).toBeLessThan(4);
    expect(await length(few)).toBeLessThan(20);
  });

  test("stays as it is behind a text that is not shown, or is not there", async () => {
    const layers = (scrim: object) => [PHOTO, { id: "scrim", type: "gradient", stops, ...scrim }];
    expect(await finished([...layers({ behind: "headline" }), { ...text, hidden: true }])).toEqual(
      await finished(layers({})),
    );
  });
});

test("a text is no higher than its column may be, with what stands under it", async () => {
  const heightOf = async (max_height: number) => {
    const layers = [
      { ...HEADLINE, anchor: "bottom", size: 0.2, min_size: 0.02, max_lines: 9, max_height },
      {
        ...HEADLINE,
        id: "subline",
        under: "headline",
        anchor: "bottom",
        size: 0.1,
        min_size: 0.02,
        max_lines: 9,
      },
    ].map((layer) => ({ ...layer, text: "Words that fill more than one line" }));
    const { texts } = (await renderVariant(input({ source: red, layers }))).measurement;
    expect(texts.map(({ overflow }) => overflow)).toEqual([false, false]);
    const [head, sub] = texts;
    // Both shrink: the larger one more, but it stays the larger.
    expect((head?.font_size ?? 0) / (sub?.font_size ?? 1)).toBeGreaterThan(1.5);
    expect((head?.font_size ?? 0) / (sub?.font_size ?? 1)).toBeLessThan(1.95);
    return (sub?.box.y ?? 0) + (sub?.box.height ?? 0) - (head?.box.y ?? 0);
  };
  expect(await heightOf(1)).toBeGreaterThan(220);
  expect(await heightOf(0.4)).toBeLessThanOrEqual(160);
  expect(await heightOf(0.4)).toBeGreaterThan(120);
});

test("running text is larger in scripts with smaller letters, most where Latin would be in capitals; headlines are not", async () => {
  const sizeOf = async (text: string, layer: object) => {
    const layers = [{ ...HEADLINE, anchor: "top", size: 0.1, width: 0.9, text, ...layer }];
    return (await renderVariant(input({ source: red, layers }))).measurement.texts[0]?.font_size;
  };
  const body = { font: "body" };
  const capitals = { font: "body", transform: "uppercase" };
  expect([await sizeOf("new", body), await sizeOf("新着", body)]).toEqual([40, 40]);
  expect([await sizeOf("جديد", body), await sizeOf("חדש", body)]).toEqual([50, 46]);
  expect([await sizeOf("جديد", capitals), await sizeOf("new", capitals)]).toEqual([63, 40]);
  expect(await sizeOf("جديد", {})).toBe(40);
});

const mark = await drawing(200, 100, rect(0, 0, 200, 100, "#00FF00"));

describe("the logo", () => {
  const LOGO = { id: "logo", type: "logo", anchor: "top_left", margin: 0.02, width: 0.25 };
  const layer = { ...HEADLINE, anchor: "top", size: 0.4, min_size: 0.02, max_lines: 9 };

  test("keeps its clear space from the canvas's edge and from texts", async () => {
    const picture = await finished([{ ...LOGO, clear_space: 0.5 }], { logo: mark });
    expect(await boxOf(picture, isGreen)).toEqual({ x: 25, y: 25, width: 100, height: 50 });
    const render = async (clear_space: number) => {
      const words = "Words words words words words words words words words";
      const layers = [
        { ...LOGO, clear_space, anchor: "bottom" },
        { ...layer, text: words },
      ];
      const { texts, logo } = (await renderVariant(input({ source: red, layers, logo: mark }))).measurement;
      const [text] = texts;
      if (!text || !logo) throw new Error("no text or logo");
      return logo.box.y - text.box.y - text.box.height;
    };
    expect(await render(0)).toBeLessThan(75);
    expect(await render(1.5)).toBeGreaterThanOrEqual(75);
  });

  test("that is larger than the canvas is made smaller, however long", async () => {
    const huge = await drawing(6000, 300, rect(0, 0, 6000, 300, "#00FF00"));
    const { measurement } = await renderVariant(
      input({ source: red, layers: [PHOTO, { ...LOGO, width: 1, margin: 0 }], logo: huge }),
    );
    expect(measurement.logo?.box).toMatchObject({ x: 0, width: 400, height: 20 });
  });

  test("of a single pixel is refused", async () => {
    const pixel = await drawing(1, 1, rect(0, 0, 1, 1, "#FF0000"));
    await expect(finished([LOGO], { logo: pixel })).rejects.toMatchObject({
      name: "ImageError",
      code: "too_small",
    });
  });
});

describe("a text that may avoid the subject", () => {
  const sun = '<circle cx="300" cy="300" r="70" fill="#FFD23F"/>';
  const text = {
    ...HEADLINE,
    anchor: "bottom_right",
    width: 0.4,
    size: 0.08,
    max_lines: 3,
    avoid_subject: true,
  };
  const place = async (ground: string, more = {}) => {
    const source = await drawing(400, 400, rect(0, 0, 400, 400, "#1B2A41") + ground + sun);
    const given = input({ source, layers: [PHOTO, { ...text, text: "Hello there", ...more }] });
    const { texts } = (await renderVariant(given)).measurement;
    return texts[0];
  };

  test("moves along its edge, as large as before", async () => {
    const stays = await place("", { avoid_subject: false });
    const moves = await place("");
    expect(stays?.box.x).toBeGreaterThan(200);
    expect(moves?.box.x).toBeLessThan(100);
    expect(moves?.box.y).toBe(stays?.box.y);
    expect(moves?.font_size).toBe(stays?.font_size);
  });

  test("stays where it would be harder to read elsewhere", async () => {
    const light = rect(200, 200, 200, 200, "#F2E9DC");
    const stays = await place(light, { color: "#1B2A41" });
    expect(stays?.box.x).toBeGreaterThan(200);
    expect(stays?.box.y).toBeGreaterThan(200);
  });
});

test("faces stay whole, in frame, and free of the headline", async () => {
  const file = createRequire(import.meta.url).resolve("@vladmandic/face-api/demo/sample6.jpg");
  const sizes = [
    { width: 1080, height: 1080 },
    { width: 1080, height: 1920 },
    { width: 1200, height: 630 },
    { width: 1128, height: 191 },
  ];
  const source = await openSource(await readFile(file), sizes);
  const headline = {
    ...HEADLINE,
    text: "Turn every evening into a story",
    anchor: "bottom_left",
    size: 0.09,
  };
  for (const size of sizes) {
    const given = {
      source,
      layers: [PHOTO, { ...headline, avoid_subject: true }],
      canvas: { ...size, safe_zone: NO_SAFE_ZONE },
      formats: ["jpeg"],
    };
    const { data, measurement } = await renderVariant(input(given));
    const { subject, texts } = measurement;
    expect(subject?.in_frame).toBeGreaterThan(0.98);
    expect(subject?.faces).toHaveLength(4);
    for (const face of subject?.faces ?? []) {
      expect(
        coveredShare(
          face,
          texts.map(({ box }) => box),
        ),
      ).toBeLessThan(0.05);
    }
    // Where they are large enough for it, the detector finds all of them in the finished picture too.
    if (size.width > size.height * 3 || size.width < size.height) continue;
    expect((await (await openSource(data, [size])).subject).faces).toHaveLength(4);
  }
});

test("an opened source gives the same picture as its file", async () => {
  const group = await readFile(
    createRequire(import.meta.url).resolve("@vladmandic/face-api/demo/sample1.jpg"),
  );
  const opened = await openSource(group, [{ width: 400, height: 400 }]);
  const [one, other] = await Promise.all(
    [group, opened].map((source) => renderVariant(input({ source, layers: [PHOTO] }))),
  );
  expect(one?.data.equals(other?.data ?? Buffer.alloc(0))).toBe(true);
});

test("an animated source is its first frame", async () => {
  const frames = [red, await drawing(400, 400, rect(0, 0, 400, 400, "#0000FF"))];
  const source = await sharp(frames, { join: { animated: true } })
    .webp({ lossless: true })
    .toBuffer();
  expect(
    await colors(await finished([PHOTO], { source }), [
      [10, 10],
      [390, 390],
    ]),
  ).toEqual(["ff0000", "ff0000"]);
});
