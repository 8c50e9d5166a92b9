export type Rgb = readonly [red: number, green: number, blue: number];
export type Lab = readonly [l: number, a: number, b: number];

/** Whether a text is a colour as `#RRGGBB`. */
export function isHexColor(value: unknown): value is string {
  return typeof value === "string" && /^#[0-9a-f]{6}$/i.test(value);
}

/** `#RRGGBB` as three numbers from 0 to 255. */
export function parseHex(hex: string): Rgb {
  const number = Number.parseInt(hex.slice(1), 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}

/** Three numbers from 0 to 255 as `#RRGGBB`; what lies outside is clamped. */
export function toHex(rgb: Rgb): string {
  const digits = rgb.map((channel) =>
    Math.min(255, Math.max(0, Math.round(channel)))
      .toString(16)
      .padStart(2, "0"),
  );
  return `#${digits.join("").toUpperCase()}`;
}

/** Linear light (0 to 1) of each value of an sRGB channel. */
export const LINEAR: Readonly<Float64Array> = Float64Array.from({ length: 256 }, (_, value) => {
  const channel = value / 255;
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
});

/** An sRGB channel (0 to 255, whole) as linear light (0 to 1). */
export function toLinear(channel: number): number {
  const linear = LINEAR[channel];
  if (linear === undefined) throw new RangeError(`${channel} is no 8-bit channel`);
  return linear;
}

/** A colour laid over another, which shows through where `opacity` is less than 1. */
export function mix(over: string, under: string, opacity: number): string {
  return toHex(mixed(parseHex(over), parseHex(under), opacity));
}

/** As {@link mix}, in whole channels. */
export function mixed(over: Rgb, under: Rgb, opacity: number): Rgb {
  const channel = (above: number, below: number) => Math.round(below + (above - below) * opacity);
  return [channel(over[0], under[0]), channel(over[1], under[1]), channel(over[2], under[2])];
}

/** Linear light (0 to 1) as an sRGB channel (0 to 255, not rounded). */
export function fromLinear(linear: number): number {
  return 255 * (linear <= 0.0031308 ? linear * 12.92 : 1.055 * linear ** (1 / 2.4) - 0.055);
}

/** WCAG relative luminance of linear light. */
function luminance(red: number, green: number, blue: number): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG 2 contrast ratio of two colours, 1 to 21. */
export function contrast(one: Rgb, other: Rgb): number {
  const first = luminance(toLinear(one[0]), toLinear(one[1]), toLinear(one[2]));
  const second = luminance(toLinear(other[0]), toLinear(other[1]), toLinear(other[2]));
  return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
}

const WHITE = { x: 0.95047, z: 1.08883 };
const EPSILON = 216 / 24389;
const KAPPA = 24389 / 27;

function labCurve(value: number): number {
  return value > EPSILON ? Math.cbrt(value) : (KAPPA * value + 16) / 116;
}

function labCurveInverse(value: number): number {
  const cube = value ** 3;
  return cube > EPSILON ? cube : (116 * value - 16) / KAPPA;
}

/** sRGB to CIE Lab, D65. */
export function rgbToLab([red, green, blue]: Rgb): Lab {
  const r = toLinear(red);
  const g = toLinear(green);
  const b = toLinear(blue);
  const x = labCurve((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / WHITE.x);
  const y = labCurve(0.2126729 * r + 0.7151522 * g + 0.072175 * b);
  const z = labCurve((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / WHITE.z);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** CIE Lab, D65, to the nearest `#RRGGBB`. */
export function labToHex([l, a, b]: Lab): string {
  const fy = (l + 16) / 116;
  const x = labCurveInverse(fy + a / 500) * WHITE.x;
  const y = labCurveInverse(fy);
  const z = labCurveInverse(fy - b / 200) * WHITE.z;
  return toHex([
    fromLinear(3.2404542 * x - 1.5371385 * y - 0.4985314 * z),
    fromLinear(-0.969266 * x + 1.8760108 * y + 0.041556 * z),
    fromLinear(0.0556434 * x - 0.2040259 * y + 1.0572252 * z),
  ]);
}
