import sharp from "sharp";
import { boundsOf } from "./boxes.ts";
import { ImageError } from "./errors.ts";
import { decoding, openImage } from "./inspect.ts";
import type { Pixels } from "./paint.ts";

// More than any placement shows, so a huge logo costs no more memory than this.
const LOGO_SIDE = 2400;
const LEAST_LOGO_SIDE = 8;
const VISIBLE_ALPHA = 8;

/**
 * A logo without its fully transparent border, RGBA; null where all of it is transparent.
 * @throws {ImageError}
 */
export function readLogo(logo: Buffer): Promise<Pixels | null> {
  const known = logos.get(logo) ?? trimLogo(logo);
  logos.set(logo, known);
  return known;
}

/** All variants of a request are given the same buffer: it is decoded for the first of them. */
const logos = new WeakMap<Buffer, Promise<Pixels | null>>();

async function trimLogo(logo: Buffer): Promise<Pixels | null> {
  const { decoder } = await openImage(logo);
  const { data, info } = await decoding(
    decoder()
      .autoOrient()
      .resize(LOGO_SIDE, LOGO_SIDE, { fit: "inside", withoutEnlargement: true })
      .toColourspace("srgb")
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true }),
  );
  if (Math.max(info.width, info.height) < LEAST_LOGO_SIDE) {
    throw new ImageError(
      "too_small",
      `The logo is ${info.width} × ${info.height} pixels: too few to be seen.`,
    );
  }
  const box = boundsOf(info, (from, step, count) => {
    for (let at = from; count > 0; at += step, count--) {
      if ((data[at * 4 + 3] as number) >= VISIBLE_ALPHA) return false;
    }
    return true;
  });
  if (!box) return null;
  const { x: left, y: top, width, height } = box;
  const raw = { width: info.width, height: info.height, channels: 4 as const };
  return {
    data: await sharp(data, { raw }).extract({ left, top, width, height }).raw().toBuffer(),
    width,
    height,
  };
}

/** RGBA pixels in another size, made once for all that want them. */
export function scale(pixels: Pixels, width: number, height: number): Promise<Pixels> {
  const sizes = scaled.get(pixels) ?? new Map<string, Promise<Pixels>>();
  scaled.set(pixels, sizes);
  const key = `${width} × ${height}`;
  const known = sizes.get(key) ?? scaleInHalves(pixels, width, height);
  sizes.set(key, known);
  return known;
}

const scaled = new WeakMap<Pixels, Map<string, Promise<Pixels>>>();

/** Pixels that are so many times as large as wanted are halved first: the half serves for other sizes too. */
const AMPLE = 4;

async function scaleInHalves(pixels: Pixels, width: number, height: number): Promise<Pixels> {
  if (pixels.width < AMPLE * width || pixels.height < AMPLE * height) return resize(pixels, width, height);
  return scale(await scale(pixels, pixels.width >> 1, pixels.height >> 1), width, height);
}

async function resize(pixels: Pixels, width: number, height: number): Promise<Pixels> {
  const raw = { width: pixels.width, height: pixels.height, channels: 4 as const };
  const data = await sharp(pixels.data, { raw }).resize(width, height, { fit: "fill" }).raw().toBuffer();
  return { data, width, height };
}
