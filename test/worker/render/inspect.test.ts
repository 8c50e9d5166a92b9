import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import sharp, { type Sharp } from "sharp";
import { describe, expect, test } from "vitest";
import { inspectFont, inspectImage, openImage } from "../../../worker/render/inspect.ts";
import { blockFont } from "./otf.ts";
import { animatedPng, claimedPng, noise } from "./pictures.ts";

const require = createRequire(import.meta.url);
const picture = sharp(await noise(300, 200));
const jpeg = await picture.clone().jpeg().toBuffer();
const png = await picture.clone().png().toBuffer();
const webp = await picture.clone().webp().toBuffer();
const svg = Buffer.from(
  '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
);

describe("a picture", () => {
  test.each([
    ["jpeg", jpeg],
    ["png", png],
    ["webp", webp],
  ])("%s is told as what it is", async (format, buffer) => {
    expect(await inspectImage(buffer, { mime_type: `image/${format}` })).toEqual({
      format,
      mime_type: `image/${format}`,
      width: 300,
      height: 200,
      hasAlpha: false,
      bytes: buffer.length,
    });
  });

  test("has its size as shown, not as stored", async () => {
    const rotated = await sharp(jpeg).withMetadata({ orientation: 6 }).toBuffer();
    expect(await inspectImage(rotated)).toMatchObject({ width: 200, height: 300 });
  });

  test("says whether it has transparency", async () => {
    expect(await inspectImage(await sharp(png).ensureAlpha(0.5).png().toBuffer())).toMatchObject({
      hasAlpha: true,
    });
  });
});

test("a picture in a wide gamut is read in sRGB", async () => {
  const color = { r: 230, g: 60, b: 60 };
  // The pixels are converted, the numbers in the file are those of the same colour in Display P3.
  const wide = await sharp({ create: { width: 20, height: 20, channels: 3, background: color } })
    .withIccProfile("p3")
    .png()
    .toBuffer();
  const inFile = await sharp(wide, { ignoreIcc: true }).removeAlpha().raw().toBuffer();
  expect(inFile[0]).toBeLessThan(222);
  const { decoder } = await openImage(wide);
  const [red, green, blue] = await decoder().toColourspace("srgb").raw().toBuffer();
  for (const [value, expected] of [
    [red, 230],
    [green, 60],
    [blue, 60],
  ] as const) {
    expect(Math.abs((value as number) - expected)).toBeLessThanOrEqual(2);
  }
});

describe("an animated picture is its first frame:", () => {
  test("WebP", async () => {
    const frames = [png, await sharp(png).negate().png().toBuffer()];
    const animated = await sharp(frames, { join: { animated: true } })
      .webp()
      .toBuffer();
    expect(await inspectImage(animated)).toMatchObject({ format: "webp", width: 300, height: 200 });
  });

  test("PNG", async () => {
    expect(await inspectImage(animatedPng(png))).toMatchObject({ format: "png", width: 300, height: 200 });
  });
});

describe("refused", () => {
  const refusal = (buffer: Buffer, options = {}) => expect(inspectImage(buffer, options)).rejects;

  test.each([
    ["jpeg, half of it", jpeg.subarray(0, jpeg.length / 2)],
    ["jpeg, a little cut off", jpeg.subarray(0, jpeg.length - 200)],
    ["jpeg, the header only", jpeg.subarray(0, 40)],
    ["png, half of it", png.subarray(0, png.length / 2)],
    ["png, a little cut off", png.subarray(0, png.length - 200)],
    ["webp, half of it", webp.subarray(0, webp.length / 2)],
  ])("truncated %s", (_name, buffer) =>
    refusal(buffer).toMatchObject({ name: "ImageError", code: "truncated" }),
  );

  test("a damaged PNG", () => {
    const damaged = Buffer.from(png);
    damaged.fill(0x55, 50_000, 50_064);
    return refusal(damaged).toMatchObject({ code: "truncated" });
  });

  test("30,000 × 30,000 pixels, before anything is decoded", () =>
    refusal(claimedPng(30_000, 30_000)).toMatchObject({
      code: "too_large",
      message: expect.stringContaining("30000 × 30000"),
    }));

  test("more pixels than a limit of one's own", async () => {
    await refusal(png, { limits: { max_pixels: 59_999 } }).toMatchObject({ code: "too_large" });
    expect(await inspectImage(png, { limits: { max_pixels: 60_000 } })).toMatchObject({ width: 300 });
  });

  test("more bytes than a limit of one's own", () =>
    refusal(png, { limits: { max_bytes: png.length - 1 } }).toMatchObject({ code: "too_large" }));

  test("an SVG that is said to be a PNG", () =>
    refusal(svg, { mime_type: "image/png" }).toMatchObject({
      code: "unsupported_format",
      message: expect.stringContaining("svg"),
    }));

  test("an SVG without an XML declaration", () =>
    refusal(svg.subarray(svg.indexOf("<svg"))).toMatchObject({ code: "unsupported_format" }));

  test.each([
    ["HTML", Buffer.from("<!doctype html><html><body>503</body></html>")],
    ["JSON", Buffer.from('{"message":"not found"}')],
    ["a PDF", Buffer.from("%PDF-1.7\n%âãÏÓ\n1 0 obj\n<<>>\nendobj\n")],
    ["nothing", Buffer.alloc(0)],
    ["zeros", Buffer.alloc(5000)],
  ])("%s", (_name, buffer) => refusal(buffer).toMatchObject({ code: "not_an_image" }));

  test.each(["gif", "tiff", "avif"] as const)("%s", async (format) =>
    refusal(await picture.clone().toFormat(format).toBuffer()).toMatchObject({ code: "unsupported_format" }),
  );

  test.each<[string, (picture: Sharp) => Sharp, number]>([
    ["a progressive JPEG", (picture) => picture.jpeg({ progressive: true }), 3],
    ["one in full colour", (picture) => picture.jpeg({ progressive: true, chromaSubsampling: "4:4:4" }), 6],
    ["one in print colours", (picture) => picture.toColourspace("cmyk").jpeg({ progressive: true }), 8],
    ["an interlaced PNG", (picture) => picture.png({ progressive: true }), 3],
    [
      "one of 16 bits with transparency",
      (picture) => picture.ensureAlpha().toColourspace("rgb16").png({ progressive: true }),
      8,
    ],
    ["a WebP", (picture) => picture.webp(), 4],
  ])("%s that takes more memory than is allowed", async (_name, write, bytesPerPixel) => {
    const held = 300 * 200 * bytesPerPixel;
    const buffer = await write(picture.clone()).toBuffer();
    await refusal(buffer, { limits: { max_held_bytes: held - 1 } }).toMatchObject({ code: "too_large" });
    expect(await inspectImage(buffer, { limits: { max_held_bytes: held } })).toMatchObject({ width: 300 });
  });

  test.each([
    ["jpeg", jpeg],
    ["png", png],
  ])("but not a %s that comes row by row", async (_name, buffer) => {
    expect(await inspectImage(buffer, { limits: { max_held_bytes: 0 } })).toMatchObject({ width: 300 });
  });

  test("a JPEG that is said to be a PNG", () =>
    refusal(jpeg, { mime_type: "image/png" }).toMatchObject({ code: "type_mismatch" }));
});

describe("a font", () => {
  const file = (name: string) => readFile(require.resolve(`@fontsource/inter/files/${name}`));

  test("in WOFF is taken", async () => {
    expect(await inspectFont(await file("inter-latin-400-normal.woff"))).toMatchObject({ format: "woff" });
  });

  test("without Latin letters is taken", async () => {
    expect(await inspectFont(await file("inter-greek-400-normal.woff"))).toMatchObject({ format: "woff" });
  });

  test("in WOFF2 is taken", async () => {
    expect(await inspectFont(await file("inter-latin-400-normal.woff2"))).toMatchObject({
      format: "woff2",
      mime_type: "font/woff2",
    });
  });

  test("with outlines in CFF is taken, unless all of its outlines are damaged", async () => {
    const font = blockFont("Hx");
    expect(await inspectFont(font)).toMatchObject({ format: "otf", mime_type: "font/otf" });
    const damaged = Buffer.from(font);
    const [offset, length] = [font.readUInt32BE(20), font.readUInt32BE(24)];
    damaged.fill(0xff, offset, offset + length);
    await expect(inspectFont(damaged)).rejects.toMatchObject({ code: "not_a_font" });
  });

  test("cut short is refused", async () => {
    const font = await file("inter-latin-400-normal.woff");
    await expect(inspectFont(font.subarray(0, 9000))).rejects.toMatchObject({ code: "not_a_font" });
  });

  test.each([
    ["a picture", png],
    ["a text", Buffer.from("hello")],
    [
      "a TrueType signature and nothing else",
      Buffer.concat([Buffer.from([0, 1, 0, 0, 0]), Buffer.alloc(500)]),
    ],
  ])("%s is refused", async (_name, buffer) => {
    await expect(inspectFont(buffer)).rejects.toMatchObject({ code: "not_a_font" });
  });
});
