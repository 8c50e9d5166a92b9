import { createRequire } from "node:module";
import type { Canvas, CanvasKit, FontCollection, Typeface, TypefaceFontProvider } from "canvaskit-wasm";
import { boundsOf } from "./boxes.ts";
import { FontError } from "./errors.ts";
import type { Pixels } from "./paint.ts";
import { unpackedSize, type Weights } from "./sfnt.ts";
import type { Point } from "./types.ts";

const start = createRequire(import.meta.url)("canvaskit-wasm") as () => Promise<CanvasKit>;

/** A font file to set text with. */
export interface Face {
  /** Tells it from all others: the hash of its content, or where a file that is shipped is found. */
  key: string;
  name: string;
  weights: Weights;
  read(): Buffer;
}

interface Loaded {
  /** The name that paragraphs know it by. */
  family: string;
  typeface: Typeface;
}

/** Unpacked fonts beyond this are let go of before the next text. */
const MAX_FONT_BYTES = 64 * 1024 * 1024;
/** Each weight of a variable font that was used is a font of its own in memory, however small. */
const MAX_INSTANCES = 400;

/** Skia's text engine with the fonts that it has read. Everything in it happens at once, nothing waits. */
export class Skia {
  readonly kit: CanvasKit;
  #fonts: { provider: TypefaceFontProvider; collection: FontCollection } | null = null;
  readonly #loaded = new Map<string, Loaded>();
  readonly #instances = new Set<string>();
  readonly #remembered = new Map<string, unknown>();
  #bytes = 0;

  constructor(kit: CanvasKit) {
    this.kit = kit;
  }

  /**
   * Reads a face, once.
   * @throws {FontError} when it is not a font
   */
  load(face: Face): Loaded {
    const known = this.#loaded.get(face.key);
    if (known) return known;
    const data = face.read();
    const { provider } = this.#open();
    const family = `face${this.#loaded.size}`;
    const count = provider.countFamilies();
    provider.registerFont(data, family);
    if (provider.countFamilies() === count) throw new FontError(`The font ${face.name} cannot be read.`);
    const { Normal: weight } = this.kit.FontWeight;
    const { Normal: width } = this.kit.FontWidth;
    const { Upright: slant } = this.kit.FontSlant;
    const loaded = { family, typeface: provider.matchFamilyStyle(family, { weight, width, slant }) };
    this.#loaded.set(face.key, loaded);
    this.#bytes += unpackedSize(data);
    return loaded;
  }

  /** The name by which a paragraph asks for a face in a weight. */
  family(face: Face, weight: number): string {
    this.#instances.add(`${face.key} ${weight}`);
    return this.load(face).family;
  }

  /** Whether a face has a glyph for each of these characters. */
  covers(face: Face, characters: string[]): boolean {
    if (characters.length === 0) return true;
    const glyphs = this.load(face).typeface.getGlyphIDs(characters.join(""), characters.length);
    return glyphs.length === characters.length && glyphs.every((glyph) => glyph !== 0);
  }

  /** How many glyphs a face sets a character in. */
  countGlyphs(face: Face, character: string): number {
    return this.remember(`${face.key} ${character}`, () => {
      const textStyle = { fontFamilies: [this.family(face, 400)], fontSize: 16 };
      const style = new this.kit.ParagraphStyle({ textStyle });
      const builder = this.kit.ParagraphBuilder.MakeFromFontCollection(style, this.collection);
      builder.addText(character);
      const paragraph = builder.build();
      builder.delete();
      paragraph.layout(1000);
      const runs = paragraph.getShapedLines().flatMap((line) => line.runs);
      for (const run of runs) run.typeface.delete();
      paragraph.delete();
      return runs.reduce((sum, run) => sum + run.glyphs.length, 0);
    });
  }

  get collection(): FontCollection {
    return this.#open().collection;
  }

  /** What is painted on a transparent ground, as RGBA, without the border in which nothing is; null where nothing is. */
  rasterize(width: number, height: number, paint: (canvas: Canvas) => void): (Pixels & Point) | null {
    const { kit } = this;
    // Painting into memory of our own and dividing by alpha here takes a fifth of the time that the library takes.
    const memory = kit.Malloc(Uint8Array, width * height * 4);
    const [colorType, alphaType] = [kit.ColorType.RGBA_8888, kit.AlphaType.Premul];
    const info = { width, height, colorType, alphaType, colorSpace: kit.ColorSpace.SRGB };
    const surface = kit.MakeRasterDirectSurface(info, memory, width * 4);
    try {
      if (!surface) throw new Error(`No room for a text of ${width} × ${height} pixels.`);
      const canvas = surface.getCanvas();
      canvas.clear(kit.TRANSPARENT);
      paint(canvas);
      surface.flush();
      return trimmed(memory.toTypedArray() as Uint8Array, width, height);
    } finally {
      surface?.delete();
      kit.Free(memory);
    }
  }

  /** What was found out about a font, as long as the font is held. */
  remember<T>(key: string, find: () => T): T {
    if (!this.#remembered.has(key)) this.#remembered.set(key, find());
    return this.#remembered.get(key) as T;
  }

  #open() {
    if (this.#fonts) return this.#fonts;
    const provider = this.kit.TypefaceFontProvider.Make();
    const collection = this.kit.FontCollection.Make();
    collection.setDefaultFontManager(provider);
    this.#fonts = { provider, collection };
    return this.#fonts;
  }

  /** Lets go of all fonts when they have become too many. */
  tidy(): void {
    const isSmall = this.#bytes <= MAX_FONT_BYTES && this.#instances.size <= MAX_INSTANCES;
    if (isSmall && this.#remembered.size <= 10 * MAX_INSTANCES) return;
    for (const { typeface } of this.#loaded.values()) typeface.delete();
    this.#fonts?.collection.delete();
    this.#fonts?.provider.delete();
    this.#fonts = null;
    this.#loaded.clear();
    this.#instances.clear();
    this.#remembered.clear();
    this.#bytes = 0;
  }
}

/** The painted part of pixels whose colours are multiplied with their alpha, as RGBA whose colours are not. */
function trimmed(bytes: Uint8Array, width: number, height: number): (Pixels & Point) | null {
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, width * height);
  const box = boundsOf({ width, height }, (from, step, count) => {
    for (let at = from; count > 0; at += step, count--) if (words[at] !== 0) return false;
    return true;
  });
  if (!box) return null;
  const data = Buffer.alloc(box.width * box.height * 4);
  const whole = new Uint32Array(data.buffer, data.byteOffset, data.length / 4);
  for (let y = box.y, to = 0; y < box.y + box.height; y++) {
    const end = y * width + box.x + box.width;
    for (let at = y * width + box.x; at < end; at++, to += 4) {
      const word = words[at] as number;
      if (word === 0) continue;
      const from = at * 4;
      const alpha = bytes[from + 3] as number;
      if (alpha === 255) {
        whole[to >> 2] = word;
        continue;
      }
      const row = alpha << 8;
      data[to] = DIVIDED[row + (bytes[from] as number)] as number;
      data[to + 1] = DIVIDED[row + (bytes[from + 1] as number)] as number;
      data[to + 2] = DIVIDED[row + (bytes[from + 2] as number)] as number;
      data[to + 3] = alpha;
    }
  }
  return { data, ...box };
}

/** For every alpha what each value becomes that was multiplied with it. */
const DIVIDED = Uint8Array.from({ length: 256 * 256 }, (_, index) => {
  const [alpha, value] = [index >> 8, index & 255];
  return alpha === 0 ? 0 : Math.min(255, Math.round((value * 255) / alpha));
});

let running: Promise<Skia> | undefined;

/**
 * Does something with the text engine. Should a font break it, the next caller gets a new one.
 * @throws {FontError} when a font is none, or breaks the engine
 */
export async function withSkia<T>(use: (skia: Skia) => T): Promise<T> {
  running ??= start().then((kit) => new Skia(kit));
  const engine = running;
  const skia = await engine;
  try {
    skia.tidy();
    return use(skia);
  } catch (error) {
    // What WebAssembly throws when it was made to go where it must not; the instance is of no use from then on.
    if (!(error instanceof Error) || error.name !== "RuntimeError") throw error;
    if (running === engine) running = undefined;
    throw new FontError(`A font broke the text engine: ${error.message}`, { cause: error });
  }
}
