import { rgbaToThumbHash } from "thumbhash";
import type { Pixels } from "./paint.ts";
import { PHASH_SIDE, perceptualHash } from "./phash.ts";
import { thumbnail } from "./thumbnail.ts";

/** A thumbhash holds at most seven waves across a picture: some pixels of each are enough to tell them. */
const PLACEHOLDER_SIDE = 24;

/** Short stand-ins for a picture: to show until it is there, and to find pictures that look alike. */
export interface Fingerprint {
  /** Its thumbhash, in base64. */
  placeholder: string;
  /** Its perceptual hash, 64 bits in hexadecimal: pictures that look alike differ in few of them. */
  phash: string;
}

/** The fingerprint of an RGB picture. The same pixels give the same. */
export function fingerprint(picture: Pixels): Fingerprint {
  const scale = Math.min(1, PLACEHOLDER_SIDE / Math.max(picture.width, picture.height));
  const side = (length: number) => Math.max(1, Math.round(length * scale));
  const small = thumbnail(picture, side(picture.width), side(picture.height));
  const thumbhash = rgbaToThumbHash(small.width, small.height, opaque(small.data));
  const square = thumbnail(
    picture,
    Math.min(PHASH_SIDE, picture.width),
    Math.min(PHASH_SIDE, picture.height),
  );
  return {
    placeholder: Buffer.from(thumbhash).toString("base64"),
    phash: perceptualHash(square).toString(16).padStart(16, "0"),
  };
}

/** RGB pixels as RGBA. */
function opaque(rgb: Buffer): Uint8Array {
  const rgba = new Uint8Array((rgb.length / 3) * 4).fill(255);
  for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) {
    rgba[to] = rgb[from] as number;
    rgba[to + 1] = rgb[from + 1] as number;
    rgba[to + 2] = rgb[from + 2] as number;
  }
  return rgba;
}
