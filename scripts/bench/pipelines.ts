import { channel } from "node:diagnostics_channel";
import sharp, { type Sharp } from "sharp";
import { renderVariant, variantTurns } from "../../worker/render/render.ts";
import { openSource } from "../../worker/render/source.ts";
import { STAGE_CHANNEL, type Stage, type StageTime } from "../../worker/render/stages.ts";
import type { Font, RenderInput, RenderResult } from "../../worker/render/types.ts";
import type { Resolved } from "../gallery/designs.ts";

/** What all pipelines are given: one request. */
export interface Order {
  readonly photograph: Buffer;
  readonly logo: Buffer;
  readonly fonts: Font[];
  readonly variants: readonly Resolved[];
}

/** How a variant is to be written: as ours were; JPEGs with Huffman tables of their own, which is sharp's default, or without. */
export type Writing = Pick<RenderResult, "width" | "height" | "format"> &
  RenderResult["measurement"]["encoding"] & { optimiseCoding?: boolean };

/** As the worker renders a request: the source decoded once, its variants some at a time. The others do the same as many at a time. */
export async function renderOrder({ photograph, logo, fonts, variants }: Order): Promise<RenderResult[]> {
  // Files are read for each request: what the renderer remembers of one request's is of no use to the next.
  const shared = {
    logo: Buffer.from(logo),
    fonts: fonts.map((font) => ({ ...font, data: Buffer.from(font.data) })),
  };
  const source = await openSource(
    photograph,
    variants.map(({ canvas }) => canvas),
  );
  const results = new Map<Resolved, RenderResult>();
  await variantTurns.each(variants, async (variant) => {
    const { placement: _name, ...given } = variant;
    results.set(variant, await renderVariant({ ...shared, ...given, source } satisfies RenderInput));
  });
  return variants.map((variant) => results.get(variant) as RenderResult);
}

/** What no renderer can do without: the source decoded once at the largest scale that is wanted, resized and encoded for each variant. */
export async function bareSharp({ photograph }: Order, writings: readonly Writing[]): Promise<void> {
  const { width = 0, height = 0 } = await sharp(photograph).metadata();
  const scale = Math.min(
    1,
    Math.max(...writings.map((size) => Math.max(size.width / width, size.height / height))),
  );
  const { data, info } = await sharp(photograph)
    .autoOrient()
    .resize(Math.round(width * scale), Math.round(height * scale), { fit: "fill" })
    .toColourspace("srgb")
    .raw()
    .toBuffer({ resolveWithObject: true });
  const raw = { width: info.width, height: info.height, channels: info.channels };
  await variantTurns.each(writings, async (writing) => {
    await write(sharp(data, { raw }).resize(writing.width, writing.height), writing).toBuffer();
  });
}

/** Bare sharp again, JPEGs written as fast as ours are. */
export function bareSharpFast(order: Order, writings: readonly Writing[]): Promise<void> {
  return bareSharp(
    order,
    writings.map((writing) => ({ ...writing, optimiseCoding: false })),
  );
}

/** Bare sharp again, each variant from the file by itself, shrunk on load. */
export async function bareSharpEach({ photograph }: Order, writings: readonly Writing[]): Promise<void> {
  await variantTurns.each(writings, async (writing) => {
    const picture = sharp(photograph)
      .autoOrient()
      .resize(writing.width, writing.height)
      .toColourspace("srgb");
    await write(picture, writing).toBuffer();
  });
}

/** As a naive program would: for each variant all of the photograph decoded, resized, text and logo laid over it, encoded. */
export async function naive({ photograph, logo }: Order, writings: readonly Writing[]): Promise<void> {
  await variantTurns.each(writings, async (writing) => {
    const { width, height } = writing;
    const { data, info } = await sharp(photograph).autoOrient().raw().toBuffer({ resolveWithObject: true });
    const size = Math.round(Math.min(width, height) * 0.09);
    const text = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
      <rect x="${size}" y="${height - 4 * size}" width="${width * 0.8}" height="${3 * size}" fill="#121212" opacity="0.88"/>
      <text x="${1.5 * size}" y="${height - 2 * size}" font-size="${size}" font-family="sans-serif" fill="#FFFFFF">The long way home</text></svg>`;
    const raw = { width: info.width, height: info.height, channels: info.channels };
    const resized = await sharp(data, { raw }).resize(width, height).png({ compressionLevel: 0 }).toBuffer();
    const mark = await sharp(logo)
      .resize(Math.round(width / 6), Math.round(height / 4), { fit: "inside" })
      .png()
      .toBuffer();
    const laid = sharp(resized).composite([
      { input: Buffer.from(text), left: 0, top: 0 },
      { input: mark, left: size, top: 0 },
    ]);
    await write(laid, writing).toBuffer();
  });
}

function write(picture: Sharp, { format, quality, chroma, optimiseCoding = true }: Writing): Sharp {
  if (format === "png") return picture.png({ compressionLevel: 6 });
  if (format === "webp") return picture.webp({ quality });
  return picture.jpeg({ quality, chromaSubsampling: chroma, optimiseCoding });
}

/** Adds up how long the parts of renders take, while something is done. */
export async function stageTimes(work: () => Promise<unknown>): Promise<Map<Stage, number>> {
  const sums = new Map<Stage, number>();
  const listen = (message: unknown) => {
    const { stage, ms } = message as StageTime;
    sums.set(stage, (sums.get(stage) ?? 0) + ms);
  };
  const times = channel(STAGE_CHANNEL);
  times.subscribe(listen);
  try {
    await work();
  } finally {
    times.unsubscribe(listen);
  }
  return sums;
}
