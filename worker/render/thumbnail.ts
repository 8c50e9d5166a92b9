import type { Pixels } from "./paint.ts";

/** A cell's mean is taken of so many pixels each way; more would hardly change it. */
const CELL_SAMPLES = 5;

/**
 * An RGB picture in few pixels: each the mean of evenly spread pixels of its cell.
 * @param width at most the picture's
 * @param height at most the picture's
 */
export function thumbnail(picture: Pixels, width: number, height: number): Pixels {
  const { data } = picture;
  const small = Buffer.alloc(width * height * 3);
  const columns = Array.from({ length: width }, (_, cell) => placesIn(cell, width, picture.width, 3));
  for (let row = 0, to = 0; row < height; row++) {
    const lines = placesIn(row, height, picture.height, picture.width * 3);
    for (let column = 0; column < width; column++, to += 3) {
      const places = columns[column] as Int32Array;
      let [red, green, blue] = [0, 0, 0];
      for (let line = 0; line < lines.length; line++) {
        for (let place = 0; place < places.length; place++) {
          const at = (lines[line] as number) + (places[place] as number);
          red += data[at] as number;
          green += data[at + 1] as number;
          blue += data[at + 2] as number;
        }
      }
      const count = lines.length * places.length;
      small[to] = Math.round(red / count);
      small[to + 1] = Math.round(green / count);
      small[to + 2] = Math.round(blue / count);
    }
  }
  return { data: small, width, height };
}

/** Places spread over one of a length's equal cells, in steps of so many bytes. */
function placesIn(cell: number, cells: number, length: number, bytes: number): Int32Array {
  const from = (cell * length) / cells;
  const size = length / cells;
  const count = Math.max(1, Math.min(CELL_SAMPLES, Math.floor(size)));
  return Int32Array.from(
    { length: count },
    (_, index) => Math.min(length - 1, Math.floor(from + ((index + 0.5) * size) / count)) * bytes,
  );
}
