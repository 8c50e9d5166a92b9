/** A colour, each part in [0, 1] (brighter is allowed before the exposure is fixed). */
export type Rgb = readonly [number, number, number];

/**
 * Pixels in floating point, addressed by fractions of the height: y in [0, 1], x in [0, aspect].
 * So a scene looks the same at every size.
 */
export type Canvas = {
  readonly width: number;
  readonly height: number;
  readonly aspect: number;
  readonly data: Float32Array;
};

/** An empty canvas. */
export function canvasOf(width: number, height: number): Canvas {
  return { width, height, aspect: width / height, data: new Float32Array(width * height * 3) };
}

/** Colours every pixel; the painter writes red, green and blue into `out`, which holds what was there. */
export function shade(
  canvas: Canvas,
  painter: (x: number, y: number, out: Float64Array) => void,
  top = 0,
  bottom = 1,
): void {
  const { width, height, data } = canvas;
  const out = new Float64Array(3);
  const first = Math.max(0, Math.floor(top * height));
  const last = Math.min(height, Math.ceil(bottom * height));
  for (let row = first; row < last; row++) {
    const y = (row + 0.5) / height;
    for (let column = 0; column < width; column++) {
      const i = (row * width + column) * 3;
      out[0] = data[i] as number;
      out[1] = data[i + 1] as number;
      out[2] = data[i + 2] as number;
      painter((column + 0.5) / height, y, out);
      data[i] = out[0] as number;
      data[i + 1] = out[1] as number;
      data[i + 2] = out[2] as number;
    }
  }
}

/** Lays a colour over the pixels of a box; `cover` gives the opacity at each. */
export function lay(
  canvas: Canvas,
  box: { left: number; top: number; right: number; bottom: number },
  color: Rgb | ((x: number, y: number) => Rgb),
  cover: (x: number, y: number) => number,
  additive = false,
): void {
  const { width, height, data } = canvas;
  const rows = [
    Math.max(0, Math.floor(box.top * height)),
    Math.min(height, Math.ceil(box.bottom * height)),
  ] as const;
  const columns = [
    Math.max(0, Math.floor(box.left * height)),
    Math.min(width, Math.ceil(box.right * height)),
  ] as const;
  for (let row = rows[0]; row < rows[1]; row++) {
    const y = (row + 0.5) / height;
    for (let column = columns[0]; column < columns[1]; column++) {
      const x = (column + 0.5) / height;
      const alpha = cover(x, y);
      if (alpha <= 0) continue;
      const paint = typeof color === "function" ? color(x, y) : color;
      const keep = additive ? 1 : 1 - alpha;
      const i = (row * width + column) * 3;
      data[i] = (data[i] as number) * keep + paint[0] * alpha;
      data[i + 1] = (data[i + 1] as number) * keep + paint[1] * alpha;
      data[i + 2] = (data[i + 2] as number) * keep + paint[2] * alpha;
    }
  }
}

/** A disc with an edge as soft as `softness` (a fraction of its radius). */
export function disc(
  canvas: Canvas,
  x: number,
  y: number,
  radius: number,
  color: Rgb,
  opacity: number,
  softness: number,
  additive = false,
): void {
  lay(
    canvas,
    { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius },
    color,
    (px, py) => opacity * smooth(1, 1 - softness, hypot(px - x, py - y) / radius),
    additive,
  );
}

/** 0 below `from`, 1 above `to`, smooth between; the two may be the other way round. */
export function smooth(from: number, to: number, value: number): number {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
}

/** Between two numbers. */
export function lerp(a: number, b: number, t: number): number {
  return a + (b - a) * t;
}

/** Between two colours. */
export function blend(a: Rgb, b: Rgb, t: number): Rgb {
  return [lerp(a[0], b[0], t), lerp(a[1], b[1], t), lerp(a[2], b[2], t)];
}

/** Brighter or darker. */
export function times(color: Rgb, factor: number): Rgb {
  return [color[0] * factor, color[1] * factor, color[2] * factor];
}

/** A direction of length one. */
export function normal(x: number, y: number, z: number): [number, number, number] {
  const length = hypot(x, y, z);
  return [x / length, y / length, z / length];
}

/** Length of a vector. Math.hypot also guards against overflow, which makes it many times slower. */
export function hypot(x: number, y: number, z = 0): number {
  return Math.sqrt(x * x + y * y + z * z);
}
