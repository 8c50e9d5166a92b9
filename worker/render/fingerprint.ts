import sharp from "sharp";
import { rgbaToThumbHash } from "thumbhash";
import type { Pixels } from "./paint.ts";
import { perceptualHash } from "./phash.ts";

/** Both hashes look at a few waves across a picture: this is more than enough to tell them, and takes little time. */
const THUMBNAIL_SIDE = 64;

/** Short stand-ins for a picture: to show until it is there, and to find pictures that look alike. */
export interface Fingerprint {
  /** Its thumbhash, in base64. */
  placeholder: string;
  /** Its perceptual hash, 64 bits in hexadecimal: pictures that look alike differ in few of them. */
  phash: string;
}

/** The fingerprint of an RGB picture. The same pixels give the same. */
export async function fingerprint({ data, width, height }: Pixels): Promise<Fingerprint> {
  const raw = { width, height, channels: 3 as const };
  const { data: small, info } = await sharp(data, { raw })
    .resize(THUMBNAIL_SIDE, THUMBNAIL_SIDE, { fit: "inside" })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const thumbhash = rgbaToThumbHash(info.width, info.height, opaque(small));
  const phash = await perceptualHash({ data: small, width: info.width, height: info.height });
  return {
    placeholder: Buffer.from(thumbhash).toString("base64"),
    phash: phash.toString(16).padStart(16, "0"),
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
