import type { Color } from "../catalogue.ts";
import type { Random } from "../random.ts";
import type { Rgb } from "./canvas.ts";

/** The colours of one picture: a family around the tagged colour and a contrasting one. */
export type Tones = {
  /** A shade of the tagged colour at a lightness; `shift` turns the hue in degrees. */
  main(lightness: number, saturation?: number, shift?: number): Rgb;
  /** A shade of the contrasting colour. */
  accent(lightness: number, saturation?: number, shift?: number): Rgb;
  /** Warm light, as of the sun or a lamp, tinted towards the tagged colour. */
  light: Rgb;
  /** Low-key pictures are dark, high-key ones bright. */
  key: "low" | "middle" | "high";
};

const families: Record<Color, { hue: number; saturation: number; key: Tones["key"] }> = {
  black: { hue: 220, saturation: 0.12, key: "low" },
  blue: { hue: 212, saturation: 0.72, key: "middle" },
  gray: { hue: 212, saturation: 0.07, key: "middle" },
  green: { hue: 118, saturation: 0.5, key: "middle" },
  orange: { hue: 26, saturation: 0.85, key: "middle" },
  red: { hue: 357, saturation: 0.75, key: "middle" },
  white: { hue: 38, saturation: 0.14, key: "high" },
  yellow: { hue: 47, saturation: 0.85, key: "middle" },
  purple: { hue: 276, saturation: 0.55, key: "middle" },
  cyan: { hue: 184, saturation: 0.65, key: "middle" },
  pink: { hue: 335, saturation: 0.65, key: "middle" },
};

/** The tones of a colour tag, varied a little from picture to picture. */
export function tonesOf(color: Color, random: Random): Tones {
  const family = families[color];
  const hue = family.hue + random.between(-6, 6);
  const contrast = hue + random.pick([150, 180, 205, 35, -35]);
  const keyed = (l: number) =>
    family.key === "low" ? l * 0.55 : family.key === "high" ? 0.3 + 0.7 * l ** 0.6 : l;
  const warm = hsl(38 + random.between(-10, 8), 0.75, 0.8);
  const tint = hsl(hue, family.saturation * 0.8, 0.82);
  return {
    main: (l, s = 1, shift = 0) => hsl(hue + shift, family.saturation * s, keyed(l)),
    accent: (l, s = 1, shift = 0) =>
      hsl(contrast + shift, Math.max(0.3, family.saturation * 0.7) * s, keyed(l)),
    light: [
      warm[0] * 0.55 + tint[0] * 0.45,
      warm[1] * 0.55 + tint[1] * 0.45,
      warm[2] * 0.55 + tint[2] * 0.45,
    ],
    key: family.key,
  };
}

/** Hue in degrees; saturation and lightness in [0, 1]. */
function hsl(hue: number, saturation: number, lightness: number): Rgb {
  const s = Math.min(1, Math.max(0, saturation));
  const l = Math.min(1, Math.max(0, lightness));
  const reach = s * Math.min(l, 1 - l);
  const channel = (offset: number) => {
    const k = (((offset + hue / 30) % 12) + 12) % 12;
    return l - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1));
  };
  return [channel(0), channel(8), channel(4)];
}
