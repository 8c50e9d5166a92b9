import { FontError } from "./errors.ts";
import type { Pixels } from "./paint.ts";
import { type Ink, withParagraph } from "./paragraph.ts";
import { withSkia } from "./skia.ts";
import type { Setting } from "./text.ts";

/** Around the estimated ink, so that nothing that the estimate missed is cut. */
const BLEED = 2;

/** Paints a text; the setting that comes with it says what the painted pixels cover, and so does their size. */
export async function paintGlyphs(setting: Setting): Promise<{ setting: Setting; glyphs: Pixels }> {
  return withSkia((skia) => {
    const left = Math.floor(setting.left) - BLEED;
    const top = Math.floor(setting.top) - BLEED;
    const width = Math.ceil(setting.right) + BLEED - left;
    const height = Math.ceil(setting.bottom) + BLEED - top;
    const painted = withParagraph(skia, setting.composition, (set) => {
      set.breakLines(setting.width);
      return skia.rasterize(width, height, (canvas) => set.paint(canvas, -left, -top));
    });
    if (!painted) throw new FontError(`The fonts ${setting.fonts.join(", ")} paint nothing.`);
    const { x, y, ...glyphs } = painted;
    const ink = {
      left: left + x,
      top: top + y,
      right: left + x + glyphs.width,
      bottom: top + y + glyphs.height,
    };
    const lines = setting.lines.map((line) => intersect(roundOut(line), ink));
    return { setting: { ...setting, ...ink, lines }, glyphs };
  });
}

const roundOut = ({ left, top, right, bottom }: Ink): Ink => ({
  left: Math.floor(left),
  top: Math.floor(top),
  right: Math.ceil(right),
  bottom: Math.ceil(bottom),
});

const intersect = (one: Ink, other: Ink): Ink => ({
  left: Math.max(one.left, other.left),
  top: Math.max(one.top, other.top),
  right: Math.min(one.right, other.right),
  bottom: Math.min(one.bottom, other.bottom),
});
