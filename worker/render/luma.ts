import type { Pixels } from "./paint.ts";

/** The luma that JPEG codes (ITU-R BT.601, full range), 0 to 255, of the RGB pixel that begins at a byte. */
function lumaAt(data: Uint8Array, at: number): number {
  return (
    (77 * (data[at] as number) + 150 * (data[at + 1] as number) + 29 * (data[at + 2] as number) + 128) >> 8
  );
}

/** The luma of one row of RGB pixels. */
export function rowOf({ data, width }: Pixels, y: number): Uint8Array {
  const line = new Uint8Array(width);
  for (let x = 0, at = y * width * 3; x < width; x++, at += 3) line[x] = lumaAt(data, at);
  return line;
}

/** What holds for a whole picture shows in some 50 of its lines: one in so many is looked at. */
export function lineStep({ width, height }: { width: number; height: number }): number {
  return Math.max(1, Math.round(Math.sqrt(width * height) / 50));
}

/** The luma of rows spread over a picture. */
export function rowsOf(picture: Pixels): Uint8Array[] {
  return spread(picture.height, lineStep(picture)).map((y) => rowOf(picture, y));
}

/** The luma of columns spread over a picture. */
export function columnsOf(picture: Pixels): Uint8Array[] {
  const { data, width, height } = picture;
  const places = Int32Array.from(spread(width, lineStep(picture)), (x) => x * 3);
  // All columns of one row after the other, as the pixels lie in memory.
  const all = new Uint8Array(places.length * height);
  for (let y = 0; y < height; y++) {
    const row = y * width * 3;
    for (let column = 0, to = y; column < places.length; column++, to += height) {
      all[to] = lumaAt(data, row + (places[column] as number));
    }
  }
  return Array.from(places, (_, column) => all.subarray(column * height, (column + 1) * height));
}

function spread(length: number, step: number): number[] {
  const numbers: number[] = [];
  for (let number = step >> 1; number < length; number += step) numbers.push(number);
  return numbers;
}
