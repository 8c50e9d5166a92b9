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
    const data = withParagraph(skia, setting.composition, (set) => {
      set.breakLines(setting.width);
      return skia.rasterize(width, height, (canvas) => set.paint(canvas, -left, -top));
    });
    const trimmed = trim({ data, width, height });
    if (!trimmed) throw new FontError(`The fonts ${setting.fonts.join(", ")} paint nothing.`);
    const { box, glyphs } = trimmed;
    const painted = {
      left: left + box.left,
      top: top + box.top,
      right: left + box.right,
      bottom: top + box.bottom,
    };
    const lines = setting.lines.map((line) => intersect(roundOut(line), painted));
    return { setting: { ...setting, ...painted, lines }, glyphs };
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

/** RGBA pixels without the border in which nothing is painted; null where nothing is. */
function trim({ data, width, height }: Pixels): { box: Ink; glyphs: Pixels } | null {
  const alpha = (x: number, y: number) => data[(y * width + x) * 4 + 3] as number;
  const row = (y: number) => {
    for (let x = 0; x < width; x++) if (alpha(x, y) > 0) return true;
    return false;
  };
  const column = (x: number) => {
    for (let y = 0; y < height; y++) if (alpha(x, y) > 0) return true;
    return false;
  };
  let [left, top, right, bottom] = [0, 0, width, height];
  while (top < bottom && !row(top)) top++;
  if (top === bottom) return null;
  while (!row(bottom - 1)) bottom--;
  while (!column(left)) left++;
  while (!column(right - 1)) right--;
  const rows = Array.from({ length: bottom - top }, (_, index) => {
    const start = (top + index) * width;
    return data.subarray((start + left) * 4, (start + right) * 4);
  });
  const glyphs = { data: Buffer.concat(rows), width: right - left, height: bottom - top };
  return { box: { left, top, right, bottom }, glyphs };
}
