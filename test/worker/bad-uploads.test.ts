import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { deflateSync, gzipSync } from "node:zlib";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { HttpServer } from "../../worker/http.ts";
import { WorkerFixture } from "./fixture.ts";
import { blockFont } from "./render/otf.ts";
import { animatedPng, claimedPng, noise, withChunk } from "./render/pictures.ts";

const require = createRequire(import.meta.url);
let fixture: WorkerFixture;
let server: HttpServer;

beforeAll(async () => {
  fixture = await WorkerFixture.create();
  ({ server } = await fixture.serveFiles());
});

afterAll(async () => {
  await server?.close();
  await fixture?.drop();
});

/** Sends a file under the type that it is said to have, and tells how that is answered. */
async function send(data: Buffer, mime_type = "image/png") {
  const kind = mime_type.startsWith("font/") ? "font" : "image";
  const upload = await fixture.announce(data, { kind, mime_type, filename: "bad.bin" });
  const response = await fetch(upload.upload_url, { method: "PUT", body: data, headers: upload.headers });
  const { code, message, width, height } = (await response.json()) as Record<string, unknown>;
  return { status: response.status, code, message, width, height };
}

const grain = sharp(await noise(300, 200));
const jpeg = await grain.clone().jpeg().toBuffer();
const progressive = await grain.clone().jpeg({ progressive: true }).toBuffer();
const png = await grain.clone().png().toBuffer();
const webp = await grain.clone().webp().toBuffer();
const gif = await grain.clone().gif().toBuffer();
const avif = await grain.clone().avif().toBuffer();
const cmyk = await grain.clone().toColourspace("cmyk").jpeg().toBuffer();
const deep = await grain.clone().toColourspace("rgb16").png().toBuffer();
const grey = await grain.clone().greyscale().png().toBuffer();
const svg = (inside: string, before = "") =>
  Buffer.from(`${before}<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">${inside}</svg>`);

describe("an SVG is never drawn:", () => {
  test.each([
    ["with a script", svg("<script>fetch('//evil.test')</script>")],
    [
      "with an entity of a local file",
      svg("<text>&x;</text>", '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    ],
    [
      "with entities that multiply",
      svg(
        "<text>&c;</text>",
        '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>',
      ),
    ],
    [
      "with a picture from elsewhere",
      svg('<image href="http://169.254.169.254/latest/meta-data" width="9" height="9"/>'),
    ],
    ["behind a long comment", svg("", `<!--${"x".repeat(9000)}-->`)],
    ["behind a byte order mark", Buffer.concat([Buffer.from("\uFEFF"), svg("<script/>")])],
  ])("%s", async (_name, data) => {
    expect(await send(data)).toMatchObject({
      status: 422,
      code: "VP301",
      message: expect.stringContaining("svg"),
    });
  });

  test.each([
    ["in UTF-16", Buffer.from(`\uFEFF${svg("<script/>").toString()}`, "utf16le")],
    ["compressed", gzipSync(svg("<script/>"))],
    ["within HTML", Buffer.from(`<!doctype html><body>${svg("<script/>")}</body>`)],
  ])("%s", async (_name, data) => {
    expect(await send(data)).toMatchObject({ status: 422, code: "VP303" });
  });
});

/** A JPEG that says it has another size. */
function claimedJpeg(file: Buffer, width: number, height: number): Buffer {
  const changed = Buffer.from(file);
  const frame = file.findIndex((byte, at) => byte === 0xff && [0xc0, 0xc2].includes(file[at + 1] as number));
  changed.writeUInt16BE(height, frame + 5);
  changed.writeUInt16BE(width, frame + 7);
  return changed;
}

describe("a picture is refused", () => {
  const lie = { status: 422, code: "VP301" };
  const broken = { status: 422, code: "VP303" };
  const tooLarge = { status: 413, code: "VP307" };

  test.each<[string, Buffer, string, object]>([
    ["that is a JPEG and said to be a PNG", jpeg, "image/png", lie],
    ["that is a WebP and said to be a JPEG", webp, "image/jpeg", lie],
    ["that is a GIF", gif, "image/png", lie],
    ["that is an AVIF", avif, "image/webp", lie],
    [
      "that has a PNG's signature before a JPEG",
      Buffer.concat([png.subarray(0, 8), jpeg]),
      "image/png",
      broken,
    ],
    ["that is a web page", Buffer.from("<html><script>alert(1)</script></html>"), "image/png", broken],
    ["that is a JPEG cut short", jpeg.subarray(0, jpeg.length - 300), "image/jpeg", broken],
    ["that is a PNG cut short", png.subarray(0, png.length - 300), "image/png", broken],
    ["that is a WebP cut short", webp.subarray(0, webp.length - 300), "image/webp", broken],
    ["whose data are fewer than its header says", claimedPng(4000, 4000), "image/png", broken],
    ["of 65,535 × 65,535 pixels", claimedPng(65_535, 65_535), "image/png", tooLarge],
    ["of 2³¹ × 1 pixels, which no decoder takes", claimedPng(2 ** 31 - 1, 1), "image/png", broken],
    ["of 65,500 × 65,500 pixels, a JPEG", claimedJpeg(jpeg, 65_500, 65_500), "image/jpeg", tooLarge],
    [
      "that is held whole to be decoded, a progressive JPEG",
      claimedJpeg(progressive, 9999, 9999),
      "image/jpeg",
      tooLarge,
    ],
    [
      "that is held whole to be decoded, interlaced in 16 bits",
      claimedPng(9999, 9999, [16, 6, 0, 0, 1]),
      "image/png",
      tooLarge,
    ],
  ])("%s", async (_name, data, type, expected) => {
    const { status, code, message } = await send(data, type);
    expect({ status, code }).toEqual(expected);
    expect(message).toMatch(/^The /);
  });
});

describe("a picture is taken", () => {
  test.each<[string, Buffer, string]>([
    ["in print colours", cmyk, "image/jpeg"],
    ["in 16 bits", deep, "image/png"],
    ["in grey", grey, "image/png"],
    ["that moves", animatedPng(png), "image/png"],
  ])("%s", async (_name, data, type) => {
    expect(await send(data, type)).toMatchObject({ status: 200, width: 300, height: 200 });
  });

  test("of one pixel", async () => {
    const data = await sharp({ create: { width: 1, height: 1, channels: 4, background: "#00000000" } })
      .png()
      .toBuffer();
    expect(await send(data)).toMatchObject({ status: 200, width: 1, height: 1 });
  });

  test("of 100 megapixels in few bytes, without a hundred megabytes of memory", async () => {
    // A row of grey pixels takes 10,001 bytes.
    const data = claimedPng(10_000, 10_000, [8, 0, 0, 0, 0], Buffer.alloc(10_001 * 10_000));
    expect(data.length).toBeLessThan(200_000);
    const before = process.resourceUsage().maxRSS;
    expect(await send(data)).toMatchObject({ status: 200, width: 10_000 });
    expect(process.resourceUsage().maxRSS - before).toBeLessThan(60_000);
  });
});

// 300 MB of nothing.
const bomb = deflateSync(Buffer.alloc(300_000_000), { level: 9 });

describe("what comes with a picture and unpacks to 300 MB is not unpacked:", () => {
  test.each([
    ["a comment", "zTXt", "Comment\0\0"],
    ["metadata", "iTXt", "XML:com.adobe.xmp\0\x01\0\0\0"],
    ["a profile", "iCCP", "icc\0\0"],
  ])("%s", async (_name, type, start) => {
    const data = withChunk(png, type, Buffer.concat([Buffer.from(start, "latin1"), bomb]));
    const before = process.resourceUsage().maxRSS;
    expect(await send(data)).toMatchObject({ status: 200, width: 300 });
    expect(process.resourceUsage().maxRSS - before).toBeLessThan(60_000);
  });
});

const woff = await readFile(require.resolve("@fontsource/inter/files/inter-latin-400-normal.woff"));
const woff2 = await readFile(require.resolve("@fontsource/inter/files/inter-latin-400-normal.woff2"));

describe("a font is refused", () => {
  const swollen = (font: Buffer) => {
    const changed = Buffer.from(font);
    changed.writeUInt32BE(0xffff_ffff, 16);
    return changed;
  };
  /** The last table is another, whose size the header leaves out. */
  const burdened = (font: Buffer) => {
    const changed = Buffer.concat([font, bomb]);
    const entry = 44 + 20 * (font.readUInt16BE(12) - 1);
    changed.writeUInt32BE(changed.length, 8);
    changed.writeUInt32BE(font.length, entry + 4);
    changed.writeUInt32BE(bomb.length, entry + 8);
    changed.writeUInt32BE(300_000_000, entry + 12);
    return changed;
  };
  test.each<[string, Buffer, string]>([
    ["that is a picture", png, "font/ttf"],
    ["that is a text", Buffer.from("Inter"), "font/otf"],
    [
      "that is a signature and zeros",
      Buffer.concat([Buffer.from([0, 1, 0, 0]), Buffer.alloc(2000)]),
      "font/ttf",
    ],
    ["that is cut short", woff.subarray(0, 9000), "font/woff"],
    ["that is cut short, in WOFF2", woff2.subarray(0, 9000), "font/woff2"],
    ["whose letters are 0 units high", blockFont("H", 0), "font/otf"],
    ["that has no letters at all", blockFont("."), "font/otf"],
    ["that unpacks to 4 GB", swollen(woff), "font/woff"],
    ["that unpacks to 4 GB, in WOFF2", swollen(woff2), "font/woff2"],
    ["that has a table of 300 MB, and does not say so", burdened(woff), "font/woff"],
  ])("%s", async (_name, data, type) => {
    const before = process.resourceUsage().maxRSS;
    expect(await send(data, type)).toMatchObject({
      status: 422,
      code: "VP303",
      message: expect.stringContaining("font"),
    });
    // The first one starts the typesetter.
    expect(process.resourceUsage().maxRSS - before).toBeLessThan(200_000);
  });

  test("while one that can be set is taken", async () => {
    expect(await send(woff, "font/woff")).toMatchObject({ status: 200 });
    expect(await send(woff2, "font/woff2")).toMatchObject({ status: 200 });
    expect(await send(blockFont("H"), "font/otf")).toMatchObject({ status: 200 });
  });
});

test("after all of that the file server is well", async () => {
  const health = await fetch(`http://127.0.0.1:${server.port}/health`);
  expect(await health.json()).toMatchObject({ status: "ok" });
  expect(await send(webp, "image/webp")).toMatchObject({ status: 200, width: 300, height: 200 });
});
