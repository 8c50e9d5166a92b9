import ExifReader from "exifreader";
import sharp from "sharp";
import sharpPhash from "sharp-phash";
import { describe, expect, test } from "vitest";
import { encode } from "../../../worker/render/encode.ts";
import { fingerprint } from "../../../worker/render/fingerprint.ts";
import { readSourceType } from "../../../worker/render/metadata.ts";
import type { Pixels } from "../../../worker/render/paint.ts";
import { type Curve, fitQuality } from "../../../worker/render/quality.ts";
import type { Disclosure } from "../../../worker/render/types.ts";
import { drawing, noise, rect } from "./pictures.ts";

async function pixels(picture: Buffer): Promise<Pixels> {
  const { data, info } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/** A soft ground with some grain, as photographs have it, under shapes. */
async function scene(shapes = "", width = 600, height = 400): Promise<Pixels> {
  const grain = await sharp(await noise(width, height))
    .greyscale()
    .linear(0.15, 0)
    .toBuffer();
  const ground = `<defs><linearGradient id="g"><stop stop-color="#556"/><stop offset="1" stop-color="#aba"/></linearGradient></defs>`;
  const drawn = await drawing(width, height, `${ground}${rect(0, 0, width, height, "url(#g)")}`);
  const over = await drawing(width, height, shapes);
  return pixels(
    await sharp(drawn)
      .composite([{ input: grain, blend: "add" }, { input: over }])
      .png()
      .toBuffer(),
  );
}

const lettering = (color: string) =>
  Array.from({ length: 40 }, (_, index) => rect(40 + index * 12, 150, 3, 60, color)).join("");
const plain = await scene();
const lettered = await scene(lettering("#E4002B"));

/** Mean difference of a channel value between two pictures. */
async function loss(original: Pixels, written: Buffer): Promise<number> {
  const { data } = await pixels(written);
  let sum = 0;
  for (const [index, value] of data.entries()) sum += Math.abs(value - (original.data[index] as number));
  return sum / data.length;
}

describe("quality", () => {
  test("is the best where that fits", async () => {
    expect(await encode(plain, ["jpeg"], 8_000_000)).toMatchObject({ quality: 95 });
  });

  test.each([0.8, 0.5, 0.25])("is as good as %d of the bytes of the best allow", async (share) => {
    const best = await encode(lettered, ["jpeg"], 8_000_000);
    const limit = Math.round(best.data.length * share);
    const { data, quality, chroma } = await encode(lettered, ["jpeg"], limit);
    expect(data.length).toBeLessThanOrEqual(limit);
    const better = await sharp(lettered.data, { raw: { ...size(lettered), channels: 3 } })
      .jpeg({ quality: quality + 1, chromaSubsampling: chroma, mozjpeg: true })
      .toBuffer();
    // One better does not fit, or nothing worth a try is left of the limit.
    expect(better.length > limit || data.length >= limit * 0.97).toBe(true);
  });

  const curve: Curve = [
    [40, -2],
    [90, -0.7],
    [95, 0],
  ];
  test("is found in few tries, whatever the size", async () => {
    for (const limit of [30_000, 20_000, 13_000, 9_000, 8_000]) {
      let tries = 0;
      const sizeAt = (quality: number) => Math.round(40_000 * (quality / 100) ** 2.2);
      const { quality } = await fitQuality(limit, 45_000, curve, async (at) => {
        tries += 1;
        return Buffer.alloc(sizeAt(at));
      });
      expect(sizeAt(quality)).toBeLessThanOrEqual(limit);
      expect(sizeAt(quality + 1) > limit || sizeAt(quality) >= limit * 0.97).toBe(true);
      expect(tries).toBeLessThanOrEqual(5);
    }
  });

  test("ends with the smallest where nothing fits", async () => {
    const found = await fitQuality(10, 45_000, curve, async (quality) => Buffer.alloc(quality * 100));
    expect(found).toMatchObject({ quality: 40, data: { length: 4000 } });
  });
});

describe("colour", () => {
  const chroma = async (shapes: string) => (await encode(await scene(shapes), ["jpeg"], 8_000_000)).chroma;

  test("keeps its resolution where letters have it", async () => {
    const { data, chroma } = await encode(lettered, ["jpeg"], 8_000_000);
    expect(chroma).toBe("4:4:4");
    expect((await sharp(data).metadata()).chromaSubsampling).toBe("4:4:4");
    const halved = await sharp(lettered.data, { raw: { ...size(lettered), channels: 3 } })
      .jpeg({ quality: 95, chromaSubsampling: "4:2:0" })
      .toBuffer();
    expect(await loss(lettered, data)).toBeLessThan((await loss(lettered, halved)) * 0.8);
  });

  test.each([
    ["a photograph", "", "4:2:0"],
    ["white letters on it", lettering("#FFFFFF"), "4:2:0"],
    [
      "one short word in yellow",
      Array.from({ length: 8 }, (_, index) => rect(40 + index * 12, 150, 3, 24, "#FFD100")).join(""),
      "4:4:4",
    ],
  ])("of %s", async (_name, shapes, expected) => {
    expect(await chroma(shapes)).toBe(expected);
  });

  test("is halved before a picture is given up", async () => {
    const grain = await pixels(await noise(300, 300));
    const raw = { ...size(grain), channels: 3 as const };
    const least = (chromaSubsampling: string) =>
      sharp(grain.data, { raw }).jpeg({ quality: 40, chromaSubsampling, mozjpeg: true }).toBuffer();
    const limit = Math.round(((await least("4:4:4")).length + (await least("4:2:0")).length) / 2);
    expect(await encode(grain, ["jpeg"], limit)).toMatchObject({ chroma: "4:2:0" });
  });
});

describe("PNG", () => {
  test("loses nothing while that fits, also where it takes more effort", async () => {
    const easy = await encode(plain, ["png"], 8_000_000);
    expect(await loss(plain, easy.data)).toBe(0);
    const hard = await encode(plain, ["png"], easy.data.length - 1);
    expect(hard.data.length).toBeLessThan(easy.data.length);
    expect(await loss(plain, hard.data)).toBe(0);
  });

  test("has fewer colours, dithered, where it does not fit", async () => {
    const gradient = await pixels(
      await drawing(
        600,
        400,
        `<defs><linearGradient id="g"><stop stop-color="#103060"/><stop offset="1" stop-color="#F0A0C0"/></linearGradient></defs>${rect(0, 0, 600, 400, "url(#g)")}`,
      ),
    );
    const raw = { ...size(gradient), channels: 3 as const };
    const noisy = await scene(lettering("#E4002B"));
    const lossless = await encode(noisy, ["png"], 8_000_000);
    const { data } = await encode(noisy, ["png"], Math.round(lossless.data.length / 2));
    expect(await sharp(data).metadata()).toMatchObject({ isPalette: true, bitsPerSample: 8 });
    // Bands of a flat palette are wide; dithered, neighbours in a row differ.
    const flat = await sharp(gradient.data, { raw }).png({ palette: true, colors: 64, dither: 0 }).toBuffer();
    expect(runs(await pixels(data))).toBeGreaterThan(runs(await pixels(flat)));
  });
});

const disclosure: Disclosure = {
  digital_source_type: "trainedAlgorithmicMedia",
  credit: "Mia & <Söhne> / Freepik\u0001",
  license_url: "https://www.freepik.com/legal/terms-of-use?a=1&b=2",
  description: "Ein Löwe, 獅子",
};

describe.each(["jpeg", "png", "webp"] as const)("metadata of %s", (format) => {
  test("say what is disclosed, and nothing else", async () => {
    const { data } = await encode(plain, [format], 8_000_000, disclosure);
    const { xmp } = ExifReader.load(data, { expanded: true });
    const said = Object.fromEntries(
      Object.entries(xmp ?? {}).map(([name, tag]) => [name, (tag as { description: string }).description]),
    );
    expect(said).toMatchObject({
      DigitalSourceType: "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
      Credit: "Mia & <Söhne> / Freepik",
      rights: "Mia & <Söhne> / Freepik",
      WebStatement: "https://www.freepik.com/legal/terms-of-use?a=1&b=2",
      description: "Ein Löwe, 獅子",
    });
    const { exif, icc, iptc } = await sharp(data).metadata();
    expect([exif, icc, iptc]).toEqual([undefined, undefined, undefined]);
    expect(readSourceType(data)).toBe("trainedAlgorithmicMedia");
  });

  test("name no source type where only the words of a description do", async () => {
    const description =
      "<Iptc4xmpExt:DigitalSourceType>http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia<";
    const given = { ...disclosure, digital_source_type: null, description };
    expect(readSourceType((await encode(plain, [format], 8_000_000, given)).data)).toBeNull();
  });

  test("are none where nothing is disclosed", async () => {
    const nothing = { digital_source_type: null, credit: null, license_url: null, description: null };
    for (const given of [null, nothing]) {
      const { exif, icc, iptc, xmp } = await sharp(
        (await encode(plain, [format], 8_000_000, given)).data,
      ).metadata();
      expect([exif, icc, iptc, xmp]).toEqual(Array(4).fill(undefined));
    }
  });

  test("count in the limit, and are in what is written to fit", async () => {
    const best = await encode(plain, [format], 8_000_000, disclosure);
    const tight = await encode(plain, [format], Math.round(best.data.length * 0.7), disclosure);
    expect(ExifReader.load(tight.data, { expanded: true }).xmp).toHaveProperty("DigitalSourceType");
  });
});

test.each(["jpeg", "png", "webp"] as const)("the same pixels give the same %s", async (format) => {
  for (const limit of [8_000_000, 60_000]) {
    const [one, other] = [
      await encode(lettered, [format], limit, disclosure).catch(String),
      await encode(lettered, [format], limit, disclosure).catch(String),
    ];
    expect(one).toEqual(other);
  }
});

describe("a fingerprint", () => {
  const distance = (one: string, other: string) =>
    (BigInt(`0x${one}`) ^ BigInt(`0x${other}`)).toString(2).replaceAll("0", "").length;

  test("is nearly that of the same picture in another size and quality, and far from another's", async () => {
    const picture = await scene(rect(60, 40, 200, 300, "#113355") + rect(380, 120, 90, 90, "#FFCC00"));
    const { phash, placeholder } = fingerprint(picture);
    expect(phash).toMatch(/^[0-9a-f]{16}$/);
    expect(Buffer.from(placeholder, "base64").length).toBeLessThan(30);
    const small = await sharp(picture.data, { raw: { ...size(picture), channels: 3 } })
      .resize(300)
      .jpeg({ quality: 60 })
      .toBuffer();
    expect(distance(phash, fingerprint(await pixels(small)).phash)).toBeLessThanOrEqual(6);
    const other = await scene(rect(300, 200, 250, 150, "#AA2200"));
    expect(distance(phash, fingerprint(other).phash)).toBeGreaterThan(12);
  });
});

test("the perceptual hash is that of sharp-phash, but for a few bits that grain decides", async () => {
  // Its types say that the function is a property of what is exported; it is what is exported.
  const reference = sharpPhash as unknown as typeof sharpPhash.default;
  for (const color of ["#AA2200", "#FFCC00", "#113355"]) {
    const picture = await scene(rect(60, 40, 200, 300, color) + rect(380, 120, 90, 90, "#FFFFFF"));
    const png = await sharp(picture.data, { raw: { ...size(picture), channels: 3 } })
      .png()
      .toBuffer();
    const { phash } = fingerprint(picture);
    let differing = BigInt(`0x${phash}`) ^ BigInt(`0b${await reference(png)}`);
    let bits = 0;
    for (; differing > 0n; differing >>= 1n) bits += Number(differing & 1n);
    expect(bits).toBeLessThanOrEqual(6);
  }
});

function size({ width, height }: Pixels): { width: number; height: number } {
  return { width, height };
}

/** How often a pixel differs from the one to its left. */
function runs({ data, width, height }: Pixels): number {
  let count = 0;
  for (let index = 3; index < width * height * 3; index += 3) {
    if (data.compare(data, index - 3, index, index, index + 3) !== 0) count += 1;
  }
  return count;
}
