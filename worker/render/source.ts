import sharp, { type Sharp } from "sharp";
import { hull } from "./boxes.ts";
import { ImageError } from "./errors.ts";
import { DETECTOR_SIDE, detectFaces } from "./faces.ts";
import { decoding, openImage } from "./inspect.ts";
import { SALIENCY_SIDE, salientRegion } from "./saliency.ts";
import { stage } from "./stages.ts";
import type { Area, Box } from "./types.ts";

/** What a picture is about, as fractions of it. */
export interface Subject {
  /** The faces together, or the region that draws the eye; null where nothing stands out. */
  box: Area | null;
  faces: Area[];
}

/** A source picture, decoded once for all that is made of it. */
export interface Source {
  /** Its own size, upright. */
  width: number;
  height: number;
  /** Upright, in sRGB, three or four bytes a pixel, at the largest scale that is wanted of it. */
  pixels: { data: Buffer; width: number; height: number; channels: 3 | 4 };
  /** Finds the subject at the first call, and remembers it. */
  subject(): Promise<Subject>;
}

/** With less there is nothing to see, and a blank square is what comes of it. */
const LEAST_SIDE = 16;
/** A picture's faces and saliency are looked for at least in this size. */
const LEAST_WORKING_SIDE = 2 * DETECTOR_SIDE;
const VISIBLE_ALPHA = 8;
const NEUTRAL = "#808080";

/**
 * Decodes a source picture at the largest scale at which it covers any of the given sizes, shrunk on load.
 * @throws {ImageError} when it is no picture, is cut short, is too small or shows nothing
 */
export async function openSource(
  source: Buffer,
  sizes: { width: number; height: number }[],
): Promise<Source> {
  const { image, info } = await openImage(source);
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
  const working = image
    .autoOrient()
    .resize(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)), { fit: "fill" })
    .toColourspace("srgb")
    .raw();
  const { data, info: decoded } = await stage("decode", () =>
    decoding(working.toBuffer({ resolveWithObject: true })),
  );
  const pixels = {
    data,
    width: decoded.width,
    height: decoded.height,
    channels: decoded.channels as 3 | 4,
  };
  if (pixels.channels === 4 && !isVisible(data)) {
    throw new ImageError("transparent", "All of the picture is transparent: it shows nothing.");
  }
  let subject: Promise<Subject> | undefined;
  return { width, height, pixels, subject: () => (subject ??= findSubject(pixels)) };
}

/** A part of a source's pixels. */
export function cut({ pixels }: Source, { x, y, width, height }: Box): Sharp {
  const { data, ...raw } = pixels;
  return sharp(data, { raw }).extract({ left: x, top: y, width, height });
}

function isVisible(data: Buffer): boolean {
  for (let index = 3; index < data.length; index += 4) {
    if ((data[index] as number) >= VISIBLE_ALPHA) return true;
  }
  return false;
}

async function findSubject({ data, ...raw }: Source["pixels"]): Promise<Subject> {
  const opaque = () => sharp(data, { raw }).flatten({ background: NEUTRAL });
  // The detector takes a square; a picture that is none fills its top left.
  const square = await opaque()
    .resize(DETECTOR_SIDE, DETECTOR_SIDE, { fit: "contain", position: "left top", background: "#000000" })
    .raw()
    .toBuffer();
  const longer = Math.max(raw.width, raw.height);
  const faces = (await detectFaces(square)).map((face) =>
    within({
      x: (face.x * longer) / raw.width,
      y: (face.y * longer) / raw.height,
      width: (face.width * longer) / raw.width,
      height: (face.height * longer) / raw.height,
    }),
  );
  if (faces.length > 0) return { box: hull(faces), faces };
  const { data: small, info } = await opaque()
    .resize(SALIENCY_SIDE, SALIENCY_SIDE, { fit: "inside" })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { box: salientRegion(small, info.width, info.height), faces };
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
