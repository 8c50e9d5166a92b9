import sharp from "sharp";
import { parseHex } from "./color.ts";
import { ImageError } from "./errors.ts";
import { decoding, openImage } from "./inspect.ts";
import type { PlacedPanel } from "./place.ts";
import type { Box } from "./types.ts";

/** Pixels in rows, three or four bytes each. */
export interface Pixels {
  data: Buffer;
  width: number;
  height: number;
}

/** A canvas of one colour, RGB. */
export function blank(canvas: { width: number; height: number }, background: string): Pixels {
  const { width, height } = canvas;
  const data = Buffer.alloc(width * height * 3, Buffer.from(parseHex(background)));
  return { data, width, height };
}

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
  const { image } = await openImage(logo);
  const { data, info } = await decoding(
    image
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
  let [left, top, right, bottom] = [info.width, info.height, -1, -1];
  for (let y = 0; y < info.height; y++) {
    for (let x = 0; x < info.width; x++) {
      if ((data[(y * info.width + x) * 4 + 3] as number) < VISIBLE_ALPHA) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  }
  if (right < 0) return null;
  const [width, height] = [right - left + 1, bottom - top + 1];
  const raw = { width: info.width, height: info.height, channels: 4 as const };
  return {
    data: await sharp(data, { raw }).extract({ left, top, width, height }).raw().toBuffer(),
    width,
    height,
  };
}

/** RGBA pixels in another size. */
export async function scale(pixels: Pixels, width: number, height: number): Promise<Pixels> {
  const raw = { width: pixels.width, height: pixels.height, channels: 4 as const };
  const data = await sharp(pixels.data, { raw }).resize(width, height, { fit: "fill" }).raw().toBuffer();
  return { data, width, height };
}

/** Paints a panel onto the canvas, with its layer's opacity on top of its own. */
export function paintPanel(canvas: Pixels, panel: PlacedPanel, opacity = 1): void {
  const { width, height } = panel;
  const radius = Math.min(panel.radius, width / 2, height / 2);
  const color = parseHex(panel.color);
  const alpha = panel.opacity * opacity;
  // What each value of the ground becomes under it, where it covers all of a pixel.
  const covered = color.map((above) =>
    Uint8Array.from({ length: 256 }, (_, below) => Math.round(below + (above - below) * alpha)),
  ) as [Uint8Array, Uint8Array, Uint8Array];
  const visible = clip(panel, canvas);
  const { data } = canvas;
  for (let y = visible.y; y < visible.y + visible.height; y++) {
    const down = beyond(y + 0.5 - panel.y, height, radius);
    let to = (y * canvas.width + visible.x) * 3;
    for (let x = visible.x; x < visible.x + visible.width; x++, to += 3) {
      const across = down > 0 ? beyond(x + 0.5 - panel.x, width, radius) : 0;
      const inside = across > 0 ? radius + 0.5 - Math.hypot(across, down) : 1;
      if (inside <= 0) continue;
      for (let channel = 0; channel < 3; channel++) {
        const below = data[to + channel] as number;
        const above = (covered[channel] as Uint8Array)[below] as number;
        data[to + channel] = inside >= 1 ? above : Math.round(below + (above - below) * inside);
      }
    }
  }
}

/** How far a place on a side lies beyond the centre of the rounded corner that it is next to; 0 between the corners. */
function beyond(at: number, length: number, radius: number): number {
  return Math.max(0, radius - at, at - (length - radius));
}

/** The inside of an SVG as RGBA pixels. */
export async function rasterize(shape: string, width: number, height: number): Promise<Pixels> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${shape}</svg>`;
  return { data: await sharp(Buffer.from(svg)).ensureAlpha().raw().toBuffer(), width, height };
}

/** Lays RGBA pixels over an RGB canvas; what lies outside of it is left out. */
export function blend(canvas: Pixels, over: Pixels, left: number, top: number, opacity = 1): void {
  const visible = clip({ x: left, y: top, width: over.width, height: over.height }, canvas);
  const [below, above] = [canvas.data, over.data];
  for (let y = visible.y; y < visible.y + visible.height; y++) {
    let to = (y * canvas.width + visible.x) * 3;
    let from = ((y - top) * over.width + visible.x - left) * 4;
    const end = from + visible.width * 4;
    for (; from < end; from += 4, to += 3) {
      const paint = above[from + 3] as number;
      if (paint === 0) continue;
      const alpha = (paint / 255) * opacity;
      const rest = 1 - alpha;
      below[to] = (above[from] as number) * alpha + (below[to] as number) * rest + 0.5;
      below[to + 1] = (above[from + 1] as number) * alpha + (below[to + 1] as number) * rest + 0.5;
      below[to + 2] = (above[from + 2] as number) * alpha + (below[to + 2] as number) * rest + 0.5;
    }
  }
}

/** The part of a box that lies on the canvas. */
export function clip(box: Box, canvas: { width: number; height: number }): Box {
  const x = Math.min(canvas.width, Math.max(0, box.x));
  const y = Math.min(canvas.height, Math.max(0, box.y));
  return {
    x,
    y,
    width: Math.max(0, Math.min(canvas.width, box.x + box.width) - x),
    height: Math.max(0, Math.min(canvas.height, box.y + box.height) - y),
  };
}
