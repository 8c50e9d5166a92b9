import sharp from "sharp";
import sharpPhash from "sharp-phash";
import { rgbaToThumbHash } from "thumbhash";
import type { Pixels } from "./paint.ts";

// Its types say that the function is a property of what is exported; it is what is exported.
const phash = sharpPhash as unknown as typeof sharpPhash.default;

/** The largest picture that a thumbhash is made of. */
const THUMBNAIL_SIDE = 100;

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
  const bits = await phash(small, { raw: { width: info.width, height: info.height, channels: 3 } });
  return {
    placeholder: Buffer.from(thumbhash).toString("base64"),
    phash: BigInt(`0b${bits}`).toString(16).padStart(16, "0"),
  };
}

/** RGB pixels as RGBA. */
function opaque(rgb: Buffer): Uint8Array {
  const rgba = new Uint8Array((rgb.length / 3) * 4).fill(255);
  for (let pixel = 0; pixel * 3 < rgb.length; pixel++)
    rgba.set(rgb.subarray(pixel * 3, pixel * 3 + 3), pixel * 4);
  return rgba;
}
