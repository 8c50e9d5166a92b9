/**
 * Values of a grid, blurred softly.
 * @param channels values of a point that stand beside each other
 */
export function blurred(
  values: Float64Array,
  size: { width: number; height: number },
  radius: number,
  channels = 1,
): Float64Array {
  const { width, height } = size;
  const row = width * channels;
  // Twice a box in each direction comes near enough to a bell.
  let result = values;
  for (let pass = 0; pass < 2; pass++) {
    for (const along of [
      { length: width, step: channels, lines: height, lineStep: row },
      { length: height, step: row, lines: width, lineStep: channels },
    ]) {
      const next = new Float64Array(values.length);
      for (let line = 0; line < along.lines; line++) {
        for (let channel = 0; channel < channels; channel++) {
          boxBlur(result, next, { ...along, start: line * along.lineStep + channel }, radius);
        }
      }
      result = next;
    }
  }
  return result;
}

interface Line {
  start: number;
  step: number;
  length: number;
}

function boxBlur(from: Float64Array, to: Float64Array, { start, step, length }: Line, radius: number): void {
  const at = (index: number) => from[start + Math.min(length - 1, Math.max(0, index)) * step] as number;
  let sum = 0;
  for (let index = -radius; index <= radius; index++) sum += at(index);
  for (let index = 0; index < length; index++) {
    to[start + index * step] = sum / (2 * radius + 1);
    sum += at(index + radius + 1) - at(index - radius);
  }
}
