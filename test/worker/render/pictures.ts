import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";
import type { Pixels } from "../../../worker/render/paint.ts";
import type { Box, RenderInput } from "../../../worker/render/types.ts";

/** A PNG made of an SVG's shapes. */
export async function drawing(width: number, height: number, shapes: string): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${shapes}</svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

export function rect(x: number, y: number, width: number, height: number, fill: string): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${fill}"/>`;
}

/** A picture that compresses badly, the same each time. */
export async function noise(width: number, height: number): Promise<Buffer> {
  const data = Buffer.alloc(width * height * 3);
  let state = 1;
  for (let index = 0; index < data.length; index++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    data[index] = state >>> 24;
  }
  return sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** A PNG that says it is the first of two frames. */
export function animatedPng(png: Buffer): Buffer {
  const frames = Buffer.alloc(8);
  frames.writeUInt32BE(2);
  return withChunk(png, "acTL", frames);
}

/** A PNG with a chunk after its header. */
export function withChunk(png: Buffer, type: string, data: Buffer): Buffer {
  return Buffer.concat([png.subarray(0, 33), pngChunk(type, data), png.subarray(33)]);
}

/** A PNG whose header claims a size that its data do not have. `form`: bit depth, colour type, and at the end interlacing. */
export function claimedPng(
  width: number,
  height: number,
  form = [8, 2, 0, 0, 0],
  data = Buffer.alloc(1000),
): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set(form, 8);
  return Buffer.concat([
    Buffer.from("89504e470d0a1a0a", "hex"),
    pngChunk("IHDR", header),
    pngChunk("IDAT", deflateSync(data)),
    pngChunk("IEND", Buffer.alloc(0)),
  ]);
}

/** The smallest box that holds all pixels for which a test is true. */
export async function boxOf(
  picture: Buffer,
  test: (red: number, green: number, blue: number) => boolean,
): Promise<Box> {
  const { data, info } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  let [left, top, right, bottom] = [info.width, info.height, -1, -1];
  for (let index = 0; index < info.width * info.height; index++) {
    const [red, green, blue] = data.subarray(index * 3, index * 3 + 3) as unknown as [number, number, number];
    if (!test(red, green, blue)) continue;
    const [x, y] = [index % info.width, Math.floor(index / info.width)];
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

export const NO_SAFE_ZONE = { top: 0, right: 0, bottom: 0, left: 0 };
export const PHOTO = { id: "photo", type: "image", fit: "cover" };
export const HEADLINE = {
  id: "headline",
  type: "text",
  text: "Hello",
  anchor: "center",
  margin: 0.05,
  width: 0.9,
  size: 0.1,
  weight: 700,
  color: "#FFFFFF",
};

/** A render of 400 × 400 pixels as PNG, so that every pixel is as painted; the rest as given. */
export function input(
  given: Omit<Partial<RenderInput>, "layout" | "source"> & {
    source: RenderInput["source"];
    layers: unknown[];
  },
): RenderInput {
  const { layers, ...rest } = given;
  return {
    canvas: { width: 400, height: 400, safe_zone: NO_SAFE_ZONE },
    formats: ["png"],
    max_bytes: 8_000_000,
    layout: { background: "#000000", layers },
    fonts: [],
    ...rest,
  };
}

/** RGB pixels, each as a function of its place says. */
export function paintedPixels(
  width: number,
  height: number,
  at: (x: number, y: number) => readonly [number, number, number],
): Pixels {
  const data = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) data.set(at(x, y), (y * width + x) * 3);
  }
  return { data, width, height };
}

/** The same pixels after a JPEG encoder. */
export async function throughJpeg({ data, width, height }: Pixels, quality: number): Promise<Pixels> {
  const jpeg = await sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality, chromaSubsampling: "4:4:4" })
    .toBuffer();
  return { data: await sharp(jpeg).raw().toBuffer(), width, height };
}

/** Numbers from 0 to 1 that look random and are the same each time. */
export function randomNumbers(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
