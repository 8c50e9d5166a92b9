import { decoding, openImage } from "./inspect.ts";

const WHITE = "#ffffff";
const QUALITY = 92;

/**
 * A source picture as it is sent to a model: upright, in sRGB, opaque, in the size that is asked for.
 * @throws {ImageError} when it is no picture
 */
export async function pictureToSend(
  source: Buffer,
  size: { width: number; height: number },
): Promise<Buffer> {
  const { decoder } = await openImage(source);
  return decoding(
    decoder()
      .autoOrient()
      .resize(size.width, size.height, { fit: "fill" })
      .flatten({ background: WHITE })
      .toColourspace("srgb")
      .jpeg({ quality: QUALITY, chromaSubsampling: "4:4:4" })
      .toBuffer(),
  );
}
