import sharp from "sharp";
import type { Invalid, NamedPicture } from "./fields.ts";
import { isAddress } from "./fields.ts";
import type { Size } from "./sizes.ts";

/** A picture that came with a body. */
export type Input = Size & { data: Buffer };

const fetchMs = 10_000;
const highestBytes = 25 * 1024 * 1024;
const highestPixels = 100_000_000;
const formats = ["jpeg", "png", "webp"];

/** Reads the pictures of a body, from their base64 or their addresses; what is no picture is named. */
export async function readPictures(
  pictures: readonly NamedPicture[],
): Promise<{ inputs: Input[]; invalid: Invalid[] }> {
  const invalid: Invalid[] = [];
  const inputs: Input[] = [];
  for (const { name, text } of pictures) {
    const read = await readPicture(text);
    if (typeof read === "string") invalid.push({ name, reason: read });
    else inputs.push(read);
  }
  return { inputs, invalid };
}

/** A picture, or the reason why it is none. */
async function readPicture(text: string): Promise<Input | string> {
  const data = isAddress(text) ? await download(text) : Buffer.from(text, "base64");
  if (typeof data === "string") return data;
  // Whatever the decoder says against it, to the caller it is not a picture.
  const header = await sharp(data)
    .metadata()
    .catch(() => null);
  if (!header || !formats.includes(header.format)) return "is not a JPEG, PNG or WebP picture";
  const { width, height } = header.autoOrient;
  if (width * height > highestPixels) return "has too many pixels";
  return { data, width, height };
}

async function download(url: string): Promise<Buffer | string> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(fetchMs) });
    if (!answer.ok) return `could not be downloaded: HTTP ${answer.status}`;
    const data = Buffer.from(await answer.arrayBuffer());
    return data.length > highestBytes ? "is too large" : data;
  } catch (error) {
    return `could not be downloaded: ${error instanceof Error ? error.message : String(error)}`;
  }
}
