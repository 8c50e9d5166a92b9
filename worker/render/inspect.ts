import { setFlagsFromString } from "node:v8";
import { fileTypeFromBuffer } from "file-type";
import sharp, { type Metadata, type Sharp } from "sharp";
import { FontError, ImageError } from "./errors.ts";
import { canTypeset } from "./fonts.ts";
import { IMAGE_FORMATS, type ImageFormat } from "./types.ts";

// One thread a picture: the worker renders several at once, and the cache would only hold pixels nobody asks for again.
sharp.concurrency(1);
sharp.cache(false);
// Pixels count as garbage of a heap that is small beside them, which would be searched once a picture: a fifth of all work.
setFlagsFromString("--heap-growing-percent=400");

/** What a picture may be at most. */
export interface ImageLimits {
  max_bytes: number;
  max_pixels: number;
  /** Of memory, for what a decoder must hold before it can give a first row. */
  max_held_bytes: number;
}

export const DEFAULT_LIMITS: ImageLimits = {
  max_bytes: 50_000_000,
  max_pixels: 100_000_000,
  max_held_bytes: 256_000_000,
};

export interface InspectOptions {
  limits?: Partial<ImageLimits>;
  /** The type that whoever sent the file says it is. */
  mime_type?: string;
}

export interface ImageInfo {
  format: ImageFormat;
  mime_type: string;
  /** Size as it is shown, its orientation applied. */
  width: number;
  height: number;
  hasAlpha: boolean;
  bytes: number;
}

/**
 * Reads what a picture is and decodes all of it once.
 * @throws {ImageError} when it is not a whole JPEG, PNG or WebP picture within the limits.
 */
export async function inspectImage(buffer: Buffer, options: InspectOptions = {}): Promise<ImageInfo> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const { decoder, info } = await openImage(buffer, limits, options.mime_type);
  // Shrunk on load, yet every byte of the file is read: what is missing shows.
  await decoding(decoder().resize(32, 32, { fit: "inside" }).raw().toBuffer());
  return info;
}

/**
 * Checks a picture's header, without decoding it, and gives decoders that are bounded to it, and to its first frame, and how many
 * bytes each holds at once.
 * @throws {ImageError}
 */
export async function openImage(
  buffer: Buffer,
  limits: ImageLimits = DEFAULT_LIMITS,
  mimeType?: string,
): Promise<{ decoder: () => Sharp; info: ImageInfo; held: number }> {
  if (buffer.length > limits.max_bytes) {
    throw new ImageError(
      "too_large",
      `The file has ${buffer.length} bytes; ${limits.max_bytes} are allowed.`,
    );
  }
  const format = await sniffFormat(buffer);
  const actual = `image/${format}`;
  if (mimeType !== undefined && mimeType !== actual) {
    throw new ImageError("type_mismatch", `The file is said to be ${mimeType}, but is ${actual}.`);
  }
  let metadata: Metadata;
  try {
    metadata = await sharp(buffer, { limitInputPixels: false }).metadata();
  } catch (cause) {
    throw new ImageError("truncated", `The ${format} header is damaged or cut short.`, { cause });
  }
  if (metadata.format !== format) {
    throw new ImageError(
      "not_an_image",
      `The file begins like ${format}, but decodes as ${metadata.format}.`,
    );
  }
  const { width, height } = metadata.autoOrient;
  if (width * height > limits.max_pixels) {
    throw new ImageError(
      "too_large",
      `The picture is ${width} × ${height} pixels; ${limits.max_pixels} in all are allowed.`,
    );
  }
  const held = heldBytes(metadata);
  if (held > limits.max_held_bytes) {
    const how = format === "webp" ? "as JPEG" : "without interlacing or progressive scans";
    throw new ImageError(
      "too_large",
      `The picture takes ${Math.round(held / 1e6)} MB of memory to decode; ${Math.floor(limits.max_held_bytes / 1e6)} are allowed. Save it ${how}, or smaller.`,
    );
  }
  return {
    decoder: () =>
      sharp(buffer, { failOn: "error", limitInputPixels: limits.max_pixels, sequentialRead: true }),
    info: { format, mime_type: actual, width, height, hasAlpha: metadata.hasAlpha, bytes: buffer.length },
    held,
  };
}

/** Coefficients that a pixel of a progressive JPEG has, by how its colour is sampled: two bytes each. */
const COEFFICIENTS: Record<string, number> = { "4:2:0": 1.5, "4:2:2": 2, "4:4:4": 3, "4:4:4:4": 4 };

/** Bytes that a decoder holds at once: all of a picture that does not come row by row. */
function heldBytes({
  format,
  width,
  height,
  channels,
  depth,
  isProgressive,
  chromaSubsampling,
}: Metadata): number {
  const pixels = width * height;
  if (format === "webp") return pixels * 4;
  if (!isProgressive) return 0;
  if (format === "jpeg") return pixels * 2 * (COEFFICIENTS[chromaSubsampling ?? ""] ?? channels);
  return pixels * channels * (depth === "ushort" ? 2 : 1);
}

/** Waits for a decode of an input picture and names its failure. */
export async function decoding<T>(result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (cause) {
    throw new ImageError("truncated", `The picture is damaged or cut short: ${(cause as Error).message}`, {
      cause,
    });
  }
}

async function sniffFormat(buffer: Buffer): Promise<ImageFormat> {
  const type = await fileTypeFromBuffer(buffer);
  // An animated PNG is a PNG whose first frame every decoder shows.
  const mime = type?.mime === "image/apng" ? "image/png" : type?.mime;
  const format = IMAGE_FORMATS.find((known) => mime === `image/${known}`);
  if (format) return format;
  const name = mime?.startsWith("image/") ? mime : isSvg(buffer) ? "image/svg+xml" : undefined;
  if (name) {
    throw new ImageError("unsupported_format", `The file is ${name}; only JPEG, PNG and WebP are taken.`);
  }
  throw new ImageError("not_an_image", `The file is ${mime ?? "of no known type"}, not a picture.`);
}

/** Whether a file is an SVG, whatever stands before its first element. It is never parsed: it could say anything. */
function isSvg(buffer: Buffer): boolean {
  const start = buffer.toString("utf8", 0, 65_536);
  return /^\uFEFF?\s*<(?:svg[\s>]|[?!](?!doctype html)[\s\S]*?<svg[\s>])/i.test(start);
}

const FONT_TYPES = new Map([
  ["font/ttf", "ttf"],
  ["font/otf", "otf"],
  ["font/woff", "woff"],
  ["font/woff2", "woff2"],
]);

/** What a compressed font may say that it unpacks to; all of CJK in one file stays below. */
const MAX_FONT_BYTES = 100_000_000;

/**
 * Reads what a font is and sets a word with it.
 * @throws {FontError} when it is not a usable TTF, OTF, WOFF or WOFF2 font.
 */
export async function inspectFont(
  buffer: Buffer,
): Promise<{ format: string; mime_type: string; bytes: number }> {
  const type = await fileTypeFromBuffer(buffer);
  const format = FONT_TYPES.get(type?.mime ?? "");
  if (!type || !format) {
    throw new FontError(
      `The file is ${type?.mime ?? "of no known type"}; only TTF, OTF, WOFF and WOFF2 fonts are taken.`,
    );
  }
  // Both WOFFs say their size unpacked in the same place, and it is allocated before anything is unpacked.
  const unpacked = format.startsWith("woff") && buffer.length >= 20 ? buffer.readUInt32BE(16) : buffer.length;
  if (unpacked > MAX_FONT_BYTES) {
    throw new FontError(`The ${format} font unpacks to ${unpacked} bytes; ${MAX_FONT_BYTES} are allowed.`);
  }
  const problem = await canTypeset(buffer);
  if (problem) throw new FontError(`The ${format} font cannot be used: ${problem}`);
  return { format, mime_type: type.mime, bytes: buffer.length };
}
