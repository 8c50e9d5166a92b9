import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import sharp, { type Sharp } from "sharp";
import { describe, expect, test } from "vitest";
import { renderVariant } from "../../../worker/render/render.ts";
import { blockFont } from "./otf.ts";
import { boxOf, claimedPng, drawing, HEADLINE, input, NO_SAFE_ZONE, noise, PHOTO, rect } from "./pictures.ts";

const white = await drawing(400, 400, rect(0, 0, 400, 400, "#FFFFFF"));
const grain = await noise(1200, 1000);
const LOGO = { id: "logo", type: "logo", anchor: "top_left", margin: 0.05, width: 0.2 };

describe("size and format", () => {
  test.each([
    [1080, 1080, "jpeg"],
    [1080, 1920, "png"],
    [1200, 630, "webp"],
  ])("%i × %i as %s", async (width, height, format) => {
    const canvas = { width, height, safe_zone: NO_SAFE_ZONE };
    const result = await renderVariant(input({ source: grain, layers: [PHOTO], canvas, formats: [format] }));
    expect(await sharp(result.data).metadata()).toMatchObject({ width, height, format });
    const facts = { width, height, format, bytes: result.data.length };
    expect(result).toMatchObject(facts);
    expect(result.measurement).toMatchObject({ version: 3, ...facts });
  });

  test("an orientation in the source is applied, and its metadata are gone", async () => {
    const sideways = await sharp(
      await drawing(400, 200, rect(0, 0, 400, 200, "#FFFFFF") + rect(0, 0, 200, 200, "#000000")),
    )
      .withIccProfile("p3")
      .withExif({ IFD0: { Copyright: "someone" } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const canvas = { width: 200, height: 400, safe_zone: NO_SAFE_ZONE };
    const { data } = await renderVariant(
      input({ source: sideways, layers: [PHOTO], canvas, formats: ["jpeg"] }),
    );
    expect(await boxOf(data, (red) => red < 100)).toEqual({ x: 0, y: 0, width: 200, height: 200 });
    const metadata = await sharp(data).metadata();
    expect([metadata.exif, metadata.icc, metadata.xmp, metadata.orientation]).toEqual(
      Array(4).fill(undefined),
    );
  });

  test.each<[string, (picture: Sharp) => Sharp]>([
    ["CMYK", (picture) => picture.toColourspace("cmyk").jpeg()],
    ["16 bit", (picture) => picture.toColourspace("rgb16").png()],
    ["grey", (picture) => picture.toColourspace("b-w").png()],
  ])("a source in %s", async (_name, convert) => {
    const source = await convert(sharp(await drawing(400, 400, rect(0, 0, 400, 400, "#808080")))).toBuffer();
    const { measurement } = await renderVariant(input({ source, layers: [PHOTO] }));
    expect(measurement.palette).toHaveLength(1);
    // The way over print colours darkens it a little.
    expect(measurement.palette[0]?.l).toBeGreaterThan(45);
    expect(measurement.palette[0]?.l).toBeLessThan(56);
  });

  test("transparent parts of the source show the background", async () => {
    const source = await drawing(400, 400, rect(0, 0, 200, 400, "#00FF00"));
    const layout = { background: "#123456", layers: [PHOTO] };
    const { measurement } = await renderVariant({ ...input({ source, layers: [] }), layout });
    expect(measurement.palette.map(({ hex }) => hex).sort()).toEqual(["#00FF00", "#123456"]);
  });
});

describe("the limit of bytes", () => {
  test.each(["jpeg", "webp"])("is kept and used by %s", async (format) => {
    const render = (max_bytes: number) =>
      renderVariant(input({ source: grain, layers: [PHOTO, HEADLINE], formats: [format], max_bytes }));
    const best = await render(8_000_000);
    const limit = Math.round(best.bytes * 0.6);
    const tight = await render(limit);
    expect(tight.bytes).toBeLessThanOrEqual(limit);
    expect(tight.bytes).toBeGreaterThan(limit * 0.85);
    expect(tight.measurement.bytes).toBe(tight.bytes);
  });

  test("lets a PNG have fewer colours", async () => {
    const render = (max_bytes: number) => renderVariant(input({ source: grain, layers: [PHOTO], max_bytes }));
    const limit = Math.round((await render(8_000_000)).bytes * 0.5);
    const tight = await render(limit);
    expect(tight.format).toBe("png");
    expect(tight.bytes).toBeLessThanOrEqual(limit);
  });

  test("leads to the next format where the preferred one cannot keep it", async () => {
    const canvas = { width: 160, height: 160, safe_zone: NO_SAFE_ZONE };
    const given = { source: grain, layers: [PHOTO], canvas, formats: ["png", "jpeg"], max_bytes: 14_000 };
    const result = await renderVariant(input(given));
    expect(result.format).toBe("jpeg");
    expect(result.bytes).toBeLessThanOrEqual(14_000);
    await expect(renderVariant(input({ ...given, formats: ["png"] }))).rejects.toMatchObject({
      code: "too_many_bytes",
    });
  });

  test("that nothing keeps is an error that says how near it came", async () => {
    const given = input({ source: grain, layers: [PHOTO], formats: ["jpeg"], max_bytes: 2000 });
    await expect(renderVariant(given)).rejects.toMatchObject({
      name: "EncodeError",
      code: "too_many_bytes",
      message: expect.stringMatching(/at least \d+ bytes as jpeg; 2000 are allowed/),
    });
  });
});

test("the same input gives the same bytes and measurement", async () => {
  const given = input({ source: grain, layers: [PHOTO, LOGO, HEADLINE], logo: white, formats: ["jpeg"] });
  const one = await renderVariant(given);
  const other = await renderVariant(given);
  expect(one.data.equals(other.data)).toBe(true);
  expect(one.measurement).toEqual(other.measurement);
});

describe("texts", () => {
  /** `words` goes into the layers by id. */
  const render = async (
    layers: { id: string; [field: string]: unknown }[],
    words: Record<string, string>,
    changes = {},
  ) => {
    const worded = layers.map((given) => ({ ...given, ...(words[given.id] && { text: words[given.id] }) }));
    return (await renderVariant(input({ source: white, layers: [PHOTO, ...worded], ...changes }))).measurement
      .texts;
  };
  const layer = { ...HEADLINE, color: "#000000", size: 0.2, min_size: 0.08, max_lines: 2 };

  test("stand at their size while they fit", async () => {
    const [text] = await render([layer], { headline: "Short" });
    expect(text).toMatchObject({ text: "Short", font_size: 80, font_weight: 700, overflow: false });
  });

  test("shrink until they fit, and no further", async () => {
    const [text] = await render([layer], { headline: "A headline of some length" });
    expect(text?.overflow).toBe(false);
    expect(text?.font_size).toBeGreaterThan(32);
    expect(text?.font_size).toBeLessThan(80);
    expect(text?.box.width).toBeLessThanOrEqual(360);
  });

  test("that do not fit at their smallest are reported, and set whole", async () => {
    const headline =
      "So many words that two lines of the smallest size cannot hold them, whatever one does about it";
    const [text] = await render([layer], { headline });
    expect(text).toMatchObject({ text: headline, font_size: 32, overflow: true });
  });

  test("with a word wider than the column are reported, and stay on the canvas", async () => {
    const [text] = await render([layer], { headline: "Donaudampfschifffahrtsgesellschaft" });
    expect(text?.overflow).toBe(true);
    expect(text?.box.x).toBeGreaterThanOrEqual(20);
    expect((text?.box.x ?? 0) + (text?.box.width ?? 0)).toBeLessThanOrEqual(380);
  });

  test("that no canvas could hold are refused", async () => {
    const large = { ...layer, min_size: 0.2 };
    await expect(render([large], { headline: "word ".repeat(390) })).rejects.toMatchObject({
      code: "invalid_layout",
      layer: "headline",
    });
    await expect(render([layer], { headline: "x".repeat(2001) })).rejects.toMatchObject({
      layer: "headline",
    });
  });

  test("keep out of the safe zone, panel and descenders included", async () => {
    const canvas = { width: 400, height: 400, safe_zone: { top: 90, right: 40, bottom: 70, left: 30 } };
    const panel = { color: "#FF0000", opacity: 1, padding: 0.01, radius: 0 };
    for (const anchor of ["top_left", "top_right", "bottom_left", "bottom_right", "center"]) {
      const text = "Ångström, gypsy jumping quickly";
      const layers = [PHOTO, { ...layer, text, anchor, margin: 0, width: 1, panel }];
      const { data } = await renderVariant(input({ source: white, layers, canvas }));
      const painted = await boxOf(data, (_red, green) => green < 250);
      expect(painted.x).toBeGreaterThanOrEqual(30);
      expect(painted.y).toBeGreaterThanOrEqual(90);
      expect(painted.x + painted.width).toBeLessThanOrEqual(360);
      expect(painted.y + painted.height).toBeLessThanOrEqual(330);
    }
  });

  test("stand under one another, in one column, without touching", async () => {
    const place = { anchor: "bottom_left", margin: 0.05, width: 0.9 };
    const under = {
      id: "subline",
      type: "text",
      under: "headline",
      size: 0.06,
      color: "#000000",
    };
    const [headline, subline] = await render([{ ...layer, ...place }, under], {
      headline: "Big",
      subline: "smaller, and longer",
    });
    expect(subline?.box.x).toBe(headline?.box.x);
    expect(subline?.box.y).toBeGreaterThan((headline?.box.y ?? 0) + (headline?.box.height ?? 0));
    expect((subline?.box.y ?? 0) + (subline?.box.height ?? 0)).toBeLessThanOrEqual(380);
  });

  test("that are read from the right share their right edge, and begin there", async () => {
    const place = { anchor: "bottom_left", margin: 0.05, width: 0.9 };
    const under = { id: "subline", type: "text", under: "headline", size: 0.06, color: "#000000" };
    const copy = { headline: "שלום לכולם", subline: "שלושה חודשים" };
    const right = ({ box }: { box: { x: number; width: number } } = { box: { x: 0, width: 0 } }) =>
      box.x + box.width;
    const [headline, subline] = await render([{ ...layer, ...place }, under], copy);
    expect(headline).toMatchObject({ direction: "rtl", fonts: ["Noto Sans Hebrew"], box: { x: 20 } });
    expect(right(subline)).toBe(right(headline));
    const [wide, end] = await render(
      [
        { ...layer, ...place },
        { ...under, align: "end" },
      ],
      copy,
    );
    expect(end?.box.x).toBe(wide?.box.x);
    const [first, center] = await render(
      [
        { ...layer, ...place },
        { ...under, align: "center" },
      ],
      copy,
    );
    const middle = ({ box }: { box: { x: number; width: number } } = { box: { x: 0, width: 0 } }) =>
      box.x + box.width / 2;
    expect(Math.abs(middle(center) - middle(first))).toBeLessThanOrEqual(1);
  });

  test("have a box for each of their lines", async () => {
    const [text] = await render([layer], { headline: "Two\nlines here" });
    expect(text?.lines).toHaveLength(2);
    const [first, second] = text?.lines ?? [];
    expect(first?.box.width).toBeLessThan(second?.box.width ?? 0);
    expect((first?.box.y ?? 0) + (first?.box.height ?? 0)).toBeLessThanOrEqual(second?.box.y ?? 0);
    expect(second?.box.x).toBe(text?.box.x);
    expect(second?.box.width).toBe(text?.box.width);
  });

  test("make room for the logo, or say that they cannot", async () => {
    const tall = await drawing(400, 400, rect(0, 0, 400, 400, "#1DB954"));
    const headline = "Words that would reach up to the logo at their full size";
    const text = { ...layer, anchor: "bottom_left", size: 0.3, max_lines: 8 };
    const alone = await render([text], { headline });
    const [beside] = await render([{ ...LOGO, width: 0.5 }, text], { headline }, { logo: tall });
    expect(beside?.overflow).toBe(false);
    expect(beside?.font_size).toBeLessThan(alone[0]?.font_size ?? 0);
    expect(beside?.box.y).toBeGreaterThan(220);
    const [squeezed] = await render([{ ...LOGO, width: 0.9 }, text], { headline }, { logo: tall });
    expect(squeezed?.overflow).toBe(true);
  });

  test("take markup for what it is: text", async () => {
    const [text] = await render([layer], { headline: "<b>&amp;</b>" });
    expect(text?.text).toBe("<b>&amp;</b>");
  });

  test("in Polish, Greek and Cyrillic are set with the fallback font", async () => {
    const [text] = await render([{ ...layer, max_lines: 4 }], { headline: "Żółć Ωμέγα Привет" });
    expect(text?.overflow).toBe(false);
  });

  test("are set with the brand's font of the nearest weight", async () => {
    const file = createRequire(import.meta.url).resolve(
      "@fontsource/inter/files/inter-latin-400-normal.woff",
    );
    const fonts = [{ name: "Brand, 'quoted'", weight: 500, data: await readFile(file) }];
    const [own] = await render([layer], { headline: "Short" }, { fonts });
    const [fallback] = await render([layer], { headline: "Short" });
    expect(own?.font_weight).toBe(500);
    expect(own?.box.width).toBeLessThan(fallback?.box.width ?? 0);
  });

  test("in a font of giant letters are made small enough and reported, or refused", async () => {
    const fonts = (unitsPerSize: number) => [
      { name: "Giant", weight: 700, data: blockFont("HI", unitsPerSize) },
    ];
    const [text] = await render([layer], { headline: "HI" }, { fonts: fonts(50) });
    expect(text).toMatchObject({ fonts: ["Giant"], overflow: true });
    expect(text?.box.height).toBeLessThanOrEqual(360);
    await expect(render([layer], { headline: "HI HI" }, { fonts: fonts(16) })).rejects.toMatchObject({
      code: "invalid_layout",
      layer: "headline",
    });
  });

  test("with characters that no font has are refused, each time", async () => {
    for (const headline of ["ok ᚠᛖ", "ok ᚠᛖ", "party \u{10FFFD}"]) {
      await expect(render([layer], { headline })).rejects.toMatchObject({
        code: "missing_glyph",
        layer: "headline",
      });
    }
  });
});

describe("refused", () => {
  const refusal = (changes: object) =>
    expect(renderVariant({ ...input({ source: white, layers: [PHOTO, LOGO], logo: white }), ...changes }))
      .rejects;

  test("a template with a logo for a brand without one", async () => {
    const { logo: _logo, ...given } = input({ source: white, layers: [PHOTO, LOGO], logo: white });
    await expect(renderVariant(given)).rejects.toMatchObject({ code: "missing_logo", layer: "logo" });
    const layout = { background: "#000000", layers: [PHOTO, { ...LOGO, optional: true }] };
    expect((await renderVariant({ ...given, layout })).measurement.logo).toBeNull();
  });

  test("a logo that is all transparent", async () =>
    refusal({ logo: await drawing(50, 50, "") }).toMatchObject({ code: "missing_logo" }));

  test("a logo that is no picture", () =>
    refusal({ logo: Buffer.from("<svg></svg>") }).toMatchObject({ code: "unsupported_format" }));

  test("a logo of 30,000 × 30,000 pixels", () =>
    refusal({ logo: claimedPng(30_000, 30_000) }).toMatchObject({ name: "ImageError", code: "too_large" }));

  test("a brand's font that is damaged, by its name; the next picture is as good as ever", async () => {
    const font = blockFont("Headline");
    const damaged = Buffer.from(font).fill(0xff, font.readUInt32BE(20) + 4);
    const given = (data: Buffer) =>
      input({
        source: white,
        layers: [PHOTO, { ...HEADLINE, text: "Headline" }],
        fonts: [{ name: "Acme Sans", weight: 700, data }],
      });
    await expect(renderVariant(given(damaged))).rejects.toMatchObject({
      name: "FontError",
      message: expect.stringContaining("Acme Sans"),
    });
    const { measurement } = await renderVariant(given(font));
    expect(measurement.texts[0]).toMatchObject({ fonts: ["Acme Sans"], overflow: false });
  });

  test("a source that is cut short", () =>
    refusal({ source: grain.subarray(0, grain.length / 2) }).toMatchObject({
      name: "ImageError",
      code: "truncated",
    }));

  test("a source of 30,000 × 30,000 pixels", () =>
    refusal({ source: claimedPng(30_000, 30_000) }).toMatchObject({ code: "too_large" }));

  test.each([[["gif"]], [["jpeg", "bmp"]], [[]]])("formats %j", (formats) =>
    refusal({ formats }).toMatchObject({ name: "EncodeError", code: "unknown_format" }),
  );

  test.each([
    ["width", { width: 0, height: 400, safe_zone: NO_SAFE_ZONE }],
    ["height", { width: 400, height: 400.5, safe_zone: NO_SAFE_ZONE }],
    ["width", { width: 30_000, height: 30_000, safe_zone: NO_SAFE_ZONE }],
    ["safe_zone.top", { width: 400, height: 400, safe_zone: { ...NO_SAFE_ZONE, top: -1 } }],
  ])("a canvas with a wrong %s", (field, canvas) =>
    refusal({ canvas }).toMatchObject({ code: "invalid_layout", field: `canvas.${field}` }),
  );

  test("a safe zone that leaves no room", () =>
    refusal({
      canvas: { width: 400, height: 400, safe_zone: { ...NO_SAFE_ZONE, top: 300, bottom: 100 } },
    }).toMatchObject({
      code: "invalid_layout",
      layer: "logo",
    }));
});
