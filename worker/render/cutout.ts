import { beside, intersection } from "./boxes.ts";
import type { Area, Box } from "./types.ts";

/** Pixels with less are not seen. */
export const VISIBLE_ALPHA = 8;

/** So much of a picture's border is transparent where what it shows is cut out, and not just its corners rounded. */
const OPEN_BORDER = 0.6;
/** What is free around it, as a part of its box's shorter side. */
const AIR = 0.06;
/** What would be smaller than this part of its size to stand clear of what lies over the picture stands under it. */
const LEAST_SIZE = 0.2;

/** What a cut-out shows, as a fraction of its picture; null where the picture has a ground of its own. */
export function cutoutOf(data: Buffer, width: number, height: number): Area | null {
  let [left, right, top, bottom] = [width, -1, height, -1];
  let open = 0;
  for (let y = 0, at = 3; y < height; y++) {
    const isEdge = y === 0 || y === height - 1;
    for (let x = 0; x < width; x++, at += 4) {
      if ((data[at] as number) >= VISIBLE_ALPHA) {
        if (x < left) left = x;
        if (x > right) right = x;
        if (top > y) top = y;
        bottom = y;
      } else if (isEdge || x === 0 || x === width - 1) open += 1;
    }
  }
  if (right < 0 || open < OPEN_BORDER * 2 * (width + height - 2)) return null;
  return {
    x: left / width,
    y: top / height,
    width: (right + 1 - left) / width,
    height: (bottom + 1 - top) / height,
  };
}

/**
 * Where all of a cut-out stands in a box: as large as it can beside what lies over the picture, what comes first before all,
 * and close to the middle.
 * One that is cut off at its foot stands on the box's, behind what lies over that.
 * @param size of what it shows, in pixels of the source
 * @param largest scale that it may have
 */
export function placeCutout(
  size: { width: number; height: number },
  { box, over, largest, isCutOff }: { box: Box; over: Box[]; largest: number; isCutOff: boolean },
): Box {
  const foot = box.y + box.height;
  const covers = isCutOff ? over.filter(({ y, height }) => y + height < foot) : over;
  const air = Math.round(AIR * Math.min(box.width, box.height));
  const room = ({ width, height }: Box) =>
    Math.min((width - 2 * air) / size.width, (height - (isCutOff ? 1 : 2) * air) / size.height);
  const free = covers.reduce((part, cover) => {
    const shared = intersection(part, cover);
    const [rest] = shared ? beside(part, shared).sort((one, other) => room(other) - room(one)) : [];
    return rest && room(rest) >= LEAST_SIZE * room(box) ? rest : part;
  }, box);
  const scale = Math.min(largest, room(free));
  const [width, height] = [Math.round(size.width * scale), Math.round(size.height * scale)].map((length) =>
    Math.max(1, length),
  ) as [number, number];
  const near = (middle: number, start: number, length: number, own: number) =>
    Math.round(Math.min(start + length - air - own, Math.max(start + air, middle - own / 2)));
  return {
    x: near(box.x + box.width / 2, free.x, free.width, width),
    y: isCutOff ? foot - height : near(free.y + free.height / 2, free.y, free.height, height),
    width,
    height,
  };
}
