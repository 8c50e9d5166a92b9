import sharp, { type Sharp } from "sharp";
import { hull } from "./boxes.ts";
import { cutoutOf, VISIBLE_ALPHA } from "./cutout.ts";
import { ImageError } from "./errors.ts";
import { DETECTOR_SIDE, detectFaces } from "./faces.ts";
import { decoding, openImage } from "./inspect.ts";
import { SALIENCY_SIDE, salientRegion } from "./saliency.ts";
import { stage } from "./stages.ts";
import type { Area } from "./types.ts";

/** What a picture is about, as fractions of it. */
export interface Subject {
  /** The faces together, or the region that draws the eye; null where nothing stands out. */
  box: Area | null;
  faces: Area[];
  /** All that it shows, where that is cut out of its ground. */
  cutout?: Area;
}

/** A source picture, decoded once for all that is made of it. What is found of it beside that, others need not wait for. */
export interface Source {
  /** Its own size, upright. */
  width: number;
  height: number;
  pixels: Promise<SourcePixels>;
  subject: Promise<Subject>;
}

/** Upright, in sRGB, three or four bytes a pixel, at the largest scale that is wanted of a source. */
interface SourcePixels {
  data: Buffer;
  width: number;
  height: number;
  channels: 3 | 4;
}

/** With less there is nothing to see, and a blank square is what comes of it. */
const LEAST_SIDE = 16;
/** A picture's faces and saliency are looked for at least in this size. */
const LEAST_WORKING_SIDE = 2 * DETECTOR_SIDE;
/** What draws the eye over more than so many times a picture's height is the view of a panorama, and no thing in it. */
const PANORAMIC = 1.5;
const NEUTRAL = "#808080";

/**
 * Begins to decode a source picture at the largest scale at which it covers any of the given sizes, shrunk on load, and to look for
 * its subject. Either fails with an ImageError where the picture is cut short or shows nothing.
 * @throws {ImageError} when it is no picture or is too small
 */
export async function openSource(
  source: Buffer,
  sizes: { width: number; height: number }[],
): Promise<Source> {
  const { decoder, info, held } = await openImage(source);
  const { width, height } = info;
  if (Math.min(width, height) < LEAST_SIDE) {
    throw new ImageError(
      "too_small",
      `The picture is ${width} × ${height} pixels; at least ${LEAST_SIDE} × ${LEAST_SIDE} are needed.`,
    );
  }
  const wanted = Math.max(
    LEAST_WORKING_SIDE / Math.max(width, height),
    ...sizes.map((size) => Math.max(size.width / width, size.height / height)),
  );
  const scale = Math.min(1, wanted);
  const size = {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
  const pixels = stage("decode", () => decode(decoder(), size));
  // A JPEG that comes row by row shrinks to an eighth as it is read: that takes little, and need not wait for the other decoding.
  const shrinks = info.format === "jpeg" && held === 0;
  const subject = stage("subject", async () =>
    shrinks ? findSubject(upright(decoder()), null) : subjectOf(await pixels),
  );
  // Whoever asks for them learns what is wrong, but may ask later than it is known.
  for (const found of [pixels, subject]) found.catch(() => undefined);
  return { width, height, pixels, subject };
}

async function decode(
  image: Sharp,
  { width, height }: { width: number; height: number },
): Promise<SourcePixels> {
  const working = upright(image).resize(width, height, { fit: "fill" }).raw();
  const { data, info } = await decoding(working.toBuffer({ resolveWithObject: true }));
  if (info.channels === 4 && !isVisible(data)) {
    throw new ImageError("transparent", "All of the picture is transparent: it shows nothing.");
  }
  return { data, width: info.width, height: info.height, channels: info.channels as 3 | 4 };
}

const upright = (image: Sharp) => image.autoOrient().toColourspace("srgb");

/** Pixels of a source, to do more with. */
export function sharpOf({ data, ...raw }: SourcePixels): Sharp {
  return sharp(data, { raw });
}

function isVisible(data: Buffer): boolean {
  for (let index = 3; index < data.length; index += 4) {
    if ((data[index] as number) >= VISIBLE_ALPHA) return true;
  }
  return false;
}

async function subjectOf(pixels: SourcePixels): Promise<Subject> {
  const { data, width, height, channels } = pixels;
  return findSubject(sharpOf(pixels), channels === 4 ? cutoutOf(data, width, height) : null);
}

async function findSubject(picture: Sharp, cutout: Area | null): Promise<Subject> {
  const { data, info } = await decoding(
    picture
      .flatten({ background: NEUTRAL })
      .resize(DETECTOR_SIDE, DETECTOR_SIDE, { fit: "inside" })
      .raw()
      .toBuffer({ resolveWithObject: true }),
  );
  const { width, height } = info;
  const faces = (await detectFaces(inSquare(data, width))).map((face) =>
    within({
      x: (face.x * DETECTOR_SIDE) / width,
      y: (face.y * DETECTOR_SIDE) / height,
      width: (face.width * DETECTOR_SIDE) / width,
      height: (face.height * DETECTOR_SIDE) / height,
    }),
  );
  const box = faces.length > 0 ? hull(faces) : null;
  if (cutout) return { box: box ?? cutout, faces, cutout };
  if (box) return { box, faces };
  const small = await sharp(data, { raw: { width, height, channels: 3 } })
    .resize(SALIENCY_SIDE, SALIENCY_SIDE, { fit: "inside" })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const region = salientRegion(small.data, small.info.width, small.info.height);
  const isView = region !== null && region.width * width > PANORAMIC * height;
  return { box: isView ? null : region, faces };
}

/** The detector takes a square; a picture that is none fills its top left. */
function inSquare(rgb: Buffer, width: number): Buffer {
  const square = Buffer.alloc(DETECTOR_SIDE * DETECTOR_SIDE * 3);
  const row = width * 3;
  for (let from = 0, to = 0; from < rgb.length; from += row, to += DETECTOR_SIDE * 3) {
    rgb.copy(square, to, from, from + row);
  }
  return square;
}

/** The part of an area that lies within the picture. */
function within({ x, y, width, height }: Area): Area {
  const left = Math.max(0, x);
  const top = Math.max(0, y);
  return {
    x: left,
    y: top,
    width: Math.min(1, x + width) - left,
    height: Math.min(1, y + height) - top,
  };
}
