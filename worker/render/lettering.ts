import type { OverlayOptions } from "sharp";
import { paintGlyphs } from "./glyphs.ts";
import { fitText } from "./text.ts";
import type { TextLayer } from "./types.ts";

export interface Style {
  readonly size: number;
  readonly weight?: number;
  readonly color: string;
  readonly line_height?: number;
  readonly letter_spacing?: number;
  /** Where it would take more lines, it gets smaller, down to two thirds. */
  readonly max_lines?: number;
}

/** A text that has been set and painted, to be put anywhere. */
export interface Lettering {
  readonly width: number;
  /** From the top of the first line's capitals to the last line's baseline. */
  readonly height: number;
  /** With its left edge and the top of its capitals at a place. */
  at(left: number, top: number): OverlayOptions;
}

/** Sets a text as it is set in pictures, in Inter, whatever fonts the machine has. */
export async function letter(text: string, style: Style, width: number): Promise<Lettering> {
  const { size, color, weight = 400, line_height = 1.2, letter_spacing = 0, max_lines = 1 } = style;
  const layer: TextLayer = {
    type: "text",
    id: "sheet",
    text,
    ...{ opacity: 1, hidden: false, optional: false, locked: false, avoid_subject: false },
    ...{ anchor: "top_left", margin: 0, width: 1, max_height: 2, panel: null, under: null, gap: 0 },
    ...{ font: "body", transform: "none", align: "start", direction: "auto" },
    ...{ size, min_size: size, max_lines, weight, line_height, letter_spacing, color },
  };
  const sizes = { min: Math.round((size * 2) / 3), max: size };
  const { setting, glyphs } = await paintGlyphs(
    await fitText(layer, text, [], { width, side: "left" }, sizes),
  );
  const raw = { width: glyphs.width, height: glyphs.height, channels: 4 as const };
  return {
    width: glyphs.width,
    height: setting.baseline - setting.cap_top,
    at: (left, top) => ({
      input: glyphs.data,
      raw,
      left: Math.round(left),
      top: Math.round(top + setting.top - setting.cap_top),
    }),
  };
}
