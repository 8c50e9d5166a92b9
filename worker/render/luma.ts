import type { Pixels } from "./paint.ts";

/** The luma that JPEG codes (ITU-R BT.601, full range), 0 to 255, of RGB pixels from one on, each so many bytes after the other. */
function lumaOf(data: Uint8Array, from: number, stride: number, length: number): Uint8Array {
  const line = new Uint8Array(length);
  for (let to = 0, at = from; to < length; to++, at += stride) {
    line[to] =
      (77 * (data[at] as number) + 150 * (data[at + 1] as number) + 29 * (data[at + 2] as number) + 128) >> 8;
  }
  return line;
}

/** The luma of one row of RGB pixels. */
export function rowOf({ data, width }: Pixels, y: number): Uint8Array {
  return lumaOf(data, y * width * 3, 3, width);
}

function columnOf({ data, width, height }: Pixels, x: number): Uint8Array {
  return lumaOf(data, x * 3, width * 3, height);
}

/** What holds for a whole picture shows in some 60 of its lines: one in so many is looked at. */
export function lineStep({ width, height }: { width: number; height: number }): number {
  return Math.max(1, Math.round(Math.sqrt(width * height) / 60));
}

/** The luma of rows spread over a picture. */
export function rowsOf(picture: Pixels): Uint8Array[] {
  return spread(picture.height, lineStep(picture)).map((y) => rowOf(picture, y));
}

/** The luma of columns spread over a picture. */
export function columnsOf(picture: Pixels): Uint8Array[] {
  return spread(picture.width, lineStep(picture)).map((x) => columnOf(picture, x));
}

function spread(length: number, step: number): number[] {
  const numbers: number[] = [];
  for (let number = step >> 1; number < length; number += step) numbers.push(number);
  return numbers;
}
