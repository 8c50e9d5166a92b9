import sharp from "sharp";
import { parseHex, type Rgb } from "./color.ts";
import type { PlacedPanel } from "./place.ts";
import type { Box } from "./types.ts";

/** Pixels in rows, three or four bytes each. */
export interface Pixels {
  data: Buffer;
  width: number;
  height: number;
}

/** A canvas of one colour, RGB. It is painted when it is first looked at: most are covered by a picture before that. */
export function blank(canvas: { width: number; height: number }, background: string): Pixels {
  const { width, height } = canvas;
  let data: Buffer | undefined;
  return {
    width,
    height,
    get data() {
      data ??= uniform(width * height, parseHex(background));
      return data;
    },
    set data(other) {
      data = other;
    },
  };
}

function uniform(pixels: number, color: Rgb): Buffer {
  const data = Buffer.alloc(pixels * 3);
  data.set(color);
  // Twice as much with each copy: filling with a pattern of three bytes takes long.
  for (let done = 3; done < data.length; done *= 2) data.copyWithin(done, 0, done);
  return data;
}

/** Paints a panel onto the canvas, with its layer's opacity on top of its own. */
export function paintPanel(canvas: Pixels, panel: PlacedPanel, opacity = 1): void {
  const color = parseHex(panel.color);
  const alpha = panel.opacity * opacity;
  const { data } = canvas;
  const tint = new Tint(color, alpha);
  rows(canvas, panel, panel.radius, {
    whole: (to, length) => tint.lay(data, to, to + length * 3),
    part(to, inside) {
      for (const [channel, above] of color.entries()) {
        const below = data[to + channel] as number;
        data[to + channel] = Math.round(below + (above - below) * alpha * inside);
      }
    },
  });
}

/** A colour that is laid over pixels, in 256ths: a byte and what comes of it then take sixteen bits, and two are reckoned at once. */
class Tint {
  readonly #rest: number;
  /** What is added to a byte, by its channel. */
  readonly #added: readonly number[];
  /** And to a word's first and third byte, and its second and fourth, by the channel of the first. */
  readonly #even: readonly number[];
  readonly #odd: readonly number[];

  constructor(color: Rgb, opacity: number) {
    const alpha = Math.round(256 * opacity);
    const added = color.map((above) => above * alpha + 128);
    const both = (low: number, high: number) =>
      (added[low % 3] as number) | ((added[high % 3] as number) << 16);
    this.#rest = 256 - alpha;
    this.#added = added;
    this.#even = [both(0, 2), both(1, 3), both(2, 4)];
    this.#odd = [both(1, 3), both(2, 4), both(3, 5)];
  }

  /** Lays it over whole pixels, from a byte until another. */
  lay(data: Buffer, from: number, end: number): void {
    // Words of four bytes begin at multiples of four in memory; three of them hold as many of each channel.
    const first = Math.min(end, from + (-(data.byteOffset + from) & 3));
    const words = new Uint32Array(data.buffer, data.byteOffset + first, 3 * Math.floor((end - first) / 12));
    this.#layBytes(data, from, first, 0);
    this.#layWords(words, first - from);
    const rest = first + words.length * 4;
    this.#layBytes(data, rest, end, rest - from);
  }

  /** @param channel that of the first byte, or three more, and so on */
  #layBytes(data: Buffer, from: number, end: number, channel: number): void {
    for (let at = from; at < end; at++, channel++) {
      data[at] = ((data[at] as number) * this.#rest + (this.#added[channel % 3] as number)) >> 8;
    }
  }

  /** @param channel that of the first word's first byte, or three more */
  #layWords(words: Uint32Array, channel: number): void {
    const rest = this.#rest;
    const added = (of: readonly number[], word: number) => (of[(channel + word) % 3] as number) | 0;
    const [even0, even1, even2] = [added(this.#even, 0), added(this.#even, 1), added(this.#even, 2)];
    const [odd0, odd1, odd2] = [added(this.#odd, 0), added(this.#odd, 1), added(this.#odd, 2)];
    for (let at = 0; at < words.length; at += 3) {
      words[at] = tinted(words[at] as number, rest, even0, odd0);
      words[at + 1] = tinted(words[at + 1] as number, rest, even1, odd1);
      words[at + 2] = tinted(words[at + 2] as number, rest, even2, odd2);
    }
  }
}

/** Four bytes below a tint, two at a time. */
function tinted(below: number, rest: number, even: number, odd: number): number {
  return (
    (((Math.imul(below & 0xff00ff, rest) + even) >>> 8) & 0xff00ff) |
    ((Math.imul((below >>> 8) & 0xff00ff, rest) + odd) & 0xff00ff00)
  );
}

/** Lays RGB pixels over a canvas, their corners rounded; what lies outside of it is left out. */
export function lay(
  canvas: Pixels,
  over: Pixels,
  corner: { x: number; y: number },
  radius: number,
  opacity: number,
): void {
  const box = { x: corner.x, y: corner.y, width: over.width, height: over.height };
  const [below, above] = [canvas.data, over.data];
  const mix = (to: number, from: number, alpha: number) => {
    for (let channel = 0; channel < 3; channel++) {
      const ground = below[to + channel] as number;
      below[to + channel] = ground + ((above[from + channel] as number) - ground) * alpha + 0.5;
    }
  };
  rows(canvas, box, radius, {
    whole(to, length, from) {
      if (opacity === 1) above.copy(below, to, from * 3, (from + length) * 3);
      else for (let pixel = 0; pixel < length; pixel++) mix(to + pixel * 3, (from + pixel) * 3, opacity);
    },
    part: (to, inside, from) => mix(to, from * 3, opacity * inside),
  });
}

/** What is done with a box's pixels: `to` is a pixel's first byte on the canvas, `from` its number in the box. */
interface Strokes {
  /** A row of pixels that lie wholly in it. */
  whole(to: number, length: number, from: number): void;
  /** A pixel at the edge of a corner, and how much of it lies in it. */
  part(to: number, inside: number, from: number): void;
}

/** Goes through the pixels of a box with rounded corners that lie on the canvas, in rows. */
function rows(canvas: Pixels, box: Box, roundness: number, { whole, part }: Strokes): void {
  const { width, height } = box;
  const radius = Math.min(roundness, width / 2, height / 2);
  const visible = clip(box, canvas);
  const end = visible.x + visible.width;
  for (let y = visible.y; y < visible.y + visible.height; y++) {
    const down = beyond(y + 0.5 - box.y, height, radius);
    // How far from either end a pixel is touched by the corner's arc, and how far one is wholly within it.
    const touched = down > 0 ? bend(radius, radius + 0.5, down) : 0;
    const full = down > 0 ? bend(radius, radius - 0.5, down) : 0;
    const to = (y * canvas.width + box.x) * 3;
    const from = (y - box.y) * width;
    const left = Math.max(visible.x - box.x, full);
    const right = Math.min(end - box.x, width - full);
    if (right > left) whole(to + left * 3, right - left, from + left);
    for (let x = touched; x < full; x++) {
      const inside = radius + 0.5 - Math.hypot(beyond(x + 0.5, width, radius), down);
      for (const at of [x, width - 1 - x]) {
        const isVisible = at >= visible.x - box.x && at < end - box.x;
        if (isVisible && inside > 0) part(to + at * 3, inside, from + at);
      }
    }
  }
}

/** How far from a corner's end a row lies within an arc of so wide a reach about the corner's centre. */
function bend(radius: number, reach: number, down: number): number {
  return Math.max(0, Math.ceil(radius - 0.5 - Math.sqrt(Math.max(0, reach ** 2 - down ** 2))));
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
  const share = Math.round(256 * opacity);
  for (let y = visible.y; y < visible.y + visible.height; y++) {
    let to = (y * canvas.width + visible.x) * 3;
    let from = ((y - top) * over.width + visible.x - left) * 4;
    const end = from + visible.width * 4;
    for (; from < end; from += 4, to += 3) {
      const alpha = (above[from + 3] as number) * share;
      if (alpha === 0) continue;
      if (alpha === OPAQUE) {
        below[to] = above[from] as number;
        below[to + 1] = above[from + 1] as number;
        below[to + 2] = above[from + 2] as number;
        continue;
      }
      below[to] = between(below[to] as number, above[from] as number, alpha);
      below[to + 1] = between(below[to + 1] as number, above[from + 1] as number, alpha);
      below[to + 2] = between(below[to + 2] as number, above[from + 2] as number, alpha);
    }
  }
}

/** What an alpha is of at most: a byte's times an opacity in 256ths, so that all of it is whole numbers. */
const OPAQUE = 255 * 256;

/** Between two bytes, rounded. */
function between(below: number, above: number, alpha: number): number {
  const sum = ((above * alpha + below * (OPAQUE - alpha) + 128) >> 8) + 128;
  // Divided by 255.
  return (sum + (sum >> 8)) >> 8;
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
