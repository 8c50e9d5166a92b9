import type { Canvas, CanvasKit, Paragraph, ParagraphStyle } from "canvaskit-wasm";
import { parseHex } from "./color.ts";
import type { Run } from "./fonts.ts";
import { type Direction, unbreakable } from "./script.ts";
import type { Face, Skia } from "./skia.ts";

export type Side = "left" | "center" | "right";

/** All that says how a text looks at one size; the width in which it is set comes on top. */
export interface Composition {
  runs: Run[];
  weight: number;
  size: number;
  /** In parts of the size. */
  line_height: number;
  /** In parts of the size. */
  letter_spacing: number;
  direction: Direction;
  side: Side;
  color: string;
}

/** What glyphs cover. */
export interface Ink {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Beyond this size a glyph's bounds are those of its control points, not of its outline. */
const LARGEST_BOUNDS = 250;

/** Sets a text, lets it be used, and lets go of it. */
export function withParagraph<T>(skia: Skia, composition: Composition, use: (set: SetText) => T): T {
  const set = new SetText(skia, composition);
  try {
    return use(set);
  } finally {
    set.delete();
  }
}

/** A text that has been shaped; breaking it into lines anew costs next to nothing. */
export class SetText {
  readonly #skia: Skia;
  readonly #paragraph: Paragraph;
  /** Where in the text no line should end. */
  readonly #unbreakable: ReadonlySet<number>;

  constructor(skia: Skia, composition: Composition) {
    this.#skia = skia;
    this.#paragraph = build(skia, composition);
    this.#unbreakable = unbreakable(composition.runs.map(({ text }) => text).join(""));
  }

  delete(): void {
    this.#paragraph.delete();
  }

  /** Breaks the text into lines no wider than this, inside of words where one alone is wider. */
  breakLines(width: number): { lines: number; breaks_words: boolean } {
    this.#paragraph.layout(width);
    const lines = this.#paragraph.getLineMetrics();
    const breaks_words = lines.slice(0, -1).some(({ endIndex }) => this.#unbreakable.has(endIndex));
    return { lines: lines.length, breaks_words };
  }

  /** What each line's glyphs cover, to a pixel, and where its letters stand; lines without any are left out. */
  lines(): { ink: Ink; baseline: number }[] {
    return this.#paragraph.getShapedLines().flatMap(({ runs }) => {
      const ink = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
      let baseline = 0;
      for (const { typeface, size, glyphs, positions } of runs) {
        const scale = Math.max(1, size / LARGEST_BOUNDS);
        const font = new this.#skia.kit.Font(typeface, size / scale);
        // As paragraphs are painted.
        font.setHinting(this.#skia.kit.FontHinting.Slight);
        const bounds = font.getGlyphBounds(glyphs);
        font.delete();
        typeface.delete();
        for (let glyph = 0; glyph < glyphs.length; glyph++) {
          const [left, top, right, bottom] = bounds.subarray(glyph * 4, glyph * 4 + 4) as unknown as Edges;
          if (right <= left || bottom <= top) continue;
          const [x, y] = positions.subarray(glyph * 2, glyph * 2 + 2) as unknown as [number, number];
          ink.left = Math.min(ink.left, x + left * scale);
          ink.top = Math.min(ink.top, y + top * scale);
          ink.right = Math.max(ink.right, x + right * scale);
          ink.bottom = Math.max(ink.bottom, y + bottom * scale);
          baseline = y;
        }
      }
      return ink.right > ink.left ? [{ ink, baseline }] : [];
    });
  }

  paint(canvas: Canvas, x: number, y: number): void {
    canvas.drawParagraph(this.#paragraph, x, y);
  }
}

type Edges = [number, number, number, number];

function build(skia: Skia, composition: Composition): Paragraph {
  const { kit } = skia;
  const { runs, weight, size, line_height, letter_spacing, direction, side, color } = composition;
  const [red, green, blue] = parseHex(color);
  const families = (faces: Face[]) => faces.map((face) => skia.family(face, weight));
  const styleOf = (faces: Face[]) => ({
    color: kit.Color(red, green, blue, 1),
    fontFamilies: families(faces),
    fontSize: size,
    // Of a font that is said to vary, the engine makes a new one for each text, and draws its glyphs anew.
    fontVariations: faces.some(varies) ? [{ axis: "wght", value: weight }] : [],
    letterSpacing: letter_spacing * size,
    // Letters that are set apart do not touch, so they do not merge either.
    fontFeatures: letter_spacing === 0 ? [] : [{ name: "liga", value: 0 }],
    heightMultiplier: line_height,
    halfLeading: true,
  });
  const first = runs[0]?.faces ?? [];
  const style = new kit.ParagraphStyle({
    textStyle: styleOf(first),
    textAlign: { left: kit.TextAlign.Left, center: kit.TextAlign.Center, right: kit.TextAlign.Right }[side],
    textDirection: direction === "rtl" ? kit.TextDirection.RTL : kit.TextDirection.LTR,
    // Lines stand equally far apart, whichever fonts they hold.
    strutStyle: {
      strutEnabled: true,
      forceStrutHeight: true,
      fontFamilies: families(first),
      fontSize: size,
      heightMultiplier: line_height,
      halfLeading: true,
    },
  });
  const builder = kit.ParagraphBuilder.MakeFromFontCollection(style, skia.collection);
  freeStrut(kit, style);
  for (const { text, faces } of runs) {
    builder.pushStyle(new kit.TextStyle(styleOf(faces)));
    builder.addText(text);
    builder.pop();
  }
  const paragraph = builder.build();
  builder.delete();
  return paragraph;
}

const varies = ({ weights }: Face) => weights.min < weights.max;

/** The library frees what it copied of a style for the engine, all but the strut's list of fonts. */
function freeStrut(kit: CanvasKit, style: ParagraphStyle): void {
  const { _fontFamiliesPtr } = style.strutStyle as { _fontFamiliesPtr?: number };
  const { _free } = kit as unknown as { _free?: (pointer: number) => void };
  if (!_fontFamiliesPtr || !_free) throw new Error("The text library keeps its memory in another way now.");
  _free(_fontFamiliesPtr);
}
