import sharp, { type OverlayOptions } from "sharp";
import { letter } from "../../worker/render/lettering.ts";

const edge = 32;
const gap = 12;
const headHeight = 96;
const labelHeight = 30;
const rowLabelWidth = 190;
const ground = "#EDEDEA";
const ink = "#1B1B1B";
const fault = "#B3261E";

/** The height of a picture on a sheet; a very wide one is lower, so that it is no wider than its share. */
export const tileHeight = 280;
const widestTile = 460;

/** A picture on a sheet, or why there is none. */
export type Tile =
  | { readonly placement: string; readonly picture: Buffer; readonly note: string | null }
  | { readonly placement: string; readonly error: string };

/** A row of tiles; all rows of a sheet have the same placements. */
export interface SheetRow {
  readonly label: string;
  readonly tiles: readonly Tile[];
}

/** The size of a placement's tiles. */
export function tileSize({ width, height }: { width: number; height: number }): {
  width: number;
  height: number;
} {
  const scale = Math.min(tileHeight / height, widestTile / width);
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

/**
 * Rows of pictures, a column a placement, as WebP: with what is wrong with each under it.
 * @param columns placements with the sizes of their tiles
 */
export async function contactSheet(
  title: string,
  columns: readonly { name: string; width: number }[],
  rows: readonly SheetRow[],
): Promise<Buffer> {
  const lefts: number[] = [];
  let left = edge + rowLabelWidth;
  for (const { width } of columns) {
    lefts.push(left);
    left += Math.max(width, 130) + gap;
  }
  const rowHeight = tileHeight + labelHeight + gap;
  const width = left - gap + edge;
  const height = edge + headHeight + rows.length * rowHeight + edge;
  const parts: OverlayOptions[] = [
    (await letter(title, { size: 30, weight: 700, color: ink }, width - 2 * edge)).at(edge, edge),
  ];
  for (const [index, { name, width }] of columns.entries()) {
    const style = { size: 14, weight: 700, color: ink, max_lines: 2 };
    parts.push((await letter(name, style, Math.max(width, 130))).at(lefts[index] ?? 0, edge + 56));
  }
  for (const [row, { label, tiles }] of rows.entries()) {
    const top = edge + headHeight + row * rowHeight;
    parts.push(
      (await letter(label, { size: 17, weight: 700, color: ink, max_lines: 3 }, rowLabelWidth - 20)).at(
        edge,
        top + 8,
      ),
    );
    for (const [column, tile] of tiles.entries()) {
      parts.push(...(await place(tile, lefts[column] ?? 0, top, Math.max(columns[column]?.width ?? 0, 130))));
    }
  }
  return sharp({ create: { width, height, channels: 3, background: ground } })
    .composite(parts)
    .webp({ quality: 88 })
    .toBuffer();
}

async function place(tile: Tile, left: number, top: number, width: number): Promise<OverlayOptions[]> {
  if ("error" in tile) {
    return [(await letter(tile.error, { size: 14, color: fault, max_lines: 12 }, width)).at(left, top + 8)];
  }
  const picture = { input: tile.picture, left, top };
  if (tile.note === null) return [picture];
  const note = await letter(tile.note, { size: 12, color: fault, max_lines: 2 }, width);
  const { height = 0 } = await sharp(tile.picture).metadata();
  return [picture, note.at(left, top + height + 6)];
}
