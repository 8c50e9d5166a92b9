import { coveredShare, hull, intersection } from "./boxes.ts";
import { placeCutout } from "./cutout.ts";
import type { Subject } from "./source.ts";
import type { Area, Box, ImageLayer, Point } from "./types.ts";

/** Which part of a source shows, and where. */
export interface Crop {
  /** The part of the source, in its own pixels; whole where the source has as many. */
  window: Area;
  /** Where that part stands, in pixels of the canvas. */
  placed: Box;
  /** What fills the rest of the layer's box. */
  fill: "none" | "blur" | "background";
  /** Finished pixels per pixel of the source; above 1 it is enlarged. */
  scale: number;
  /** What was kept in view, as fractions of the source, and who said so. */
  focal: Point;
  focal_from: "person" | "faces" | "saliency";
}

export interface CropInput {
  source: { width: number; height: number };
  /** The layer's place, in pixels of the canvas. */
  box: Box;
  /** The scale up to which the source is sure to be sharp: it may be decoded no larger than it takes to cover the canvas. */
  sharp: number;
  layer: Pick<ImageLayer, "fit" | "fill">;
  /** What a person said is to be kept in view. */
  focal: Point | null;
  subject: Subject;
  /** What lies over the picture, in pixels of the canvas. */
  over: Box[];
}

/** A crop that would keep less of the source's area than this is filled up instead. */
const LEAST_AREA = 0.16;
/** So is one that would keep less of the salient region, or of the box around all faces, than this. */
const LEAST_SALIENT = 0.45;
const LEAST_FACES = 0.97;
/** What draws the eye along so much of a side is a pattern or a view: any part of it will do. */
const SPREAD = 0.65;
/** A picture that is filled up shows at least this part of its area: bands that narrow would look like a mistake. */
const FILLED_AREA = 0.45;
const LEAST_GROWTH = 1.3;

/** What belongs to a face besides its box, as parts of it: hair, chin, shoulders. */
const AROUND_FACE = { beside: 0.35, above: 0.55, below: 0.5 };
/** What draws the eye is the heart of something larger. */
const AROUND_SALIENT = { beside: 0.2, above: 0.3, below: 0.2 };
/** Where faces look best, from the top of the frame. */
const EYE_LEVEL = 0.42;

/** Where a picture that does not fill its box may stand in it, the middle first. */
const PLACES = [0.5, 0.35, 0.65, 0.2, 0.8];
/** Parts of the largest window that may show where that uncovers the subject: closer, it can stand beside what lies over it. */
const CLOSER = [0.9, 0.8, 0.7];
/** Places to try along a side, where one is free, and where both are. */
const POSITIONS = 64;
const POSITIONS_EACH_WAY = 12;
const WEIGHTS = { lost: 4, beheaded: 3, covered: 1, composed: 0.5, centred: 0.25, closer: 0.6 };

/**
 * Chooses the part of a source that shows in a box: as large as the box's shape allows, with the subject in frame,
 * composed, and not under what lies over the picture. Where that would lose too much, more of the source shows, and
 * the rest of the box is filled. What is cut out of its ground shows whole.
 */
export function chooseCrop(input: CropInput): Crop {
  const { source, box, layer, subject } = input;
  const view = viewOf(input);
  if (subject.cutout && layer.fit === "cover") return cropCutout(subject.cutout, view, input);
  const cover = coverSize(source, box);
  const size = layer.fit === "contain" ? source : windowSize(source, cover, view);
  const scale = Math.min(box.width / size.width, box.height / size.height);
  const placed = {
    width: Math.min(box.width, Math.round(size.width * scale)),
    height: Math.min(box.height, Math.round(size.height * scale)),
  };
  const fills = placed.width === box.width && placed.height === box.height;
  let [best, least] = cheapest(candidates(input, size, placed), view, input);
  // What a person chose stays as large as it is.
  for (const part of fills && layer.fit === "cover" && view.from !== "person" ? CLOSER : []) {
    if (scale > part * input.sharp) break;
    const closer = { width: size.width * part, height: size.height * part };
    const [other, cost] = cheapest(candidates(input, closer, placed), view, input);
    const total = cost + WEIGHTS.closer * (1 - part);
    if (total < least - 1e-9) [best, least] = [other, total];
  }
  return {
    ...best,
    fill: fills ? "none" : layer.fill,
    scale: best.placed.width / best.window.width,
    focal: view.focal,
    focal_from: view.from,
  };
}

/** All that a cut-out shows, no larger than a crop would show it. */
function cropCutout(cutout: Area, { focal, from }: View, { source, box, over, sharp }: CropInput): Crop {
  const window = scaled(cutout, source);
  const cover = Math.max(box.width / source.width, box.height / source.height);
  const isCutOff = window.y + window.height > source.height - 1;
  const placed = placeCutout(window, { box, over, largest: Math.max(cover, sharp), isCutOff });
  const scale = placed.width / window.width;
  return { window, placed, fill: "background", scale, focal, focal_from: from };
}

/** The first of the best candidates, and how bad it is. */
function cheapest(all: Candidate[], view: View, input: CropInput): [Candidate, number] {
  let best = all[0] as Candidate;
  let least = costOf(best, view, input);
  for (const candidate of all) {
    const cost = costOf(candidate, view, input);
    if (cost < least - 1e-9) [best, least] = [candidate, cost];
  }
  return [best, least];
}

/** What is to be kept in view, in pixels of the source. */
interface View {
  focal: Point;
  from: Crop["focal_from"];
  /** What may not be cut off; null where only the point counts. */
  keep: Area | null;
  /** The faces or the salient region themselves. */
  core: Area | null;
  /** What should not be covered. */
  bare: Area[];
  /** Where the focal point looks best in the frame. */
  target: Point;
}

function viewOf({ source, focal, subject }: CropInput): View {
  const faces = subject.faces.map((face) => scaled(face, source));
  const box = subject.box && scaled(subject.box, source);
  const bare = faces.length > 0 ? faces : box ? [box] : [];
  if (focal) return { focal, from: "person", keep: null, core: null, bare, target: { x: 0.5, y: 0.5 } };
  const middle = subject.box
    ? { x: subject.box.x + subject.box.width / 2, y: subject.box.y + subject.box.height / 2 }
    : { x: 0.5, y: 0.5 };
  if (faces.length === 0) {
    const keep = box && clamp(widened(box, AROUND_SALIENT), source);
    return { focal: middle, from: "saliency", keep, core: box, bare, target: { x: 0.5, y: 0.5 } };
  }
  const keep = clamp(hull(faces.map((face) => widened(face, AROUND_FACE))), source);
  return { focal: middle, from: "faces", keep, core: box, bare, target: { x: 0.5, y: EYE_LEVEL } };
}

/** An area of a source in its own pixels. */
function scaled({ x, y, width, height }: Area, source: Size): Area {
  return {
    x: x * source.width,
    y: y * source.height,
    width: width * source.width,
    height: height * source.height,
  };
}

function widened(
  { x, y, width, height }: Area,
  { beside, above, below }: { beside: number; above: number; below: number },
): Area {
  return {
    x: x - beside * width,
    y: y - above * height,
    width: width * (1 + 2 * beside),
    height: height * (1 + above + below),
  };
}

function clamp(area: Area, { width, height }: { width: number; height: number }): Area {
  const x = Math.max(0, area.x);
  const y = Math.max(0, area.y);
  return {
    x,
    y,
    width: Math.min(width, area.x + area.width) - x,
    height: Math.min(height, area.y + area.height) - y,
  };
}

interface Size {
  width: number;
  height: number;
}

/** The largest part of a source that has the box's shape. */
function coverSize(source: Size, box: Size): Size {
  const scale = Math.min(source.width / box.width, source.height / box.height);
  return {
    width: Math.min(source.width, box.width * scale),
    height: Math.min(source.height, box.height * scale),
  };
}

/** That part, or a larger one where it would lose too much. */
function windowSize(source: Size, cover: Size, { keep, core, from }: View): Size {
  const area = (cover.width * cover.height) / (source.width * source.height);
  const least = from === "faces" ? LEAST_FACES : LEAST_SALIENT;
  const keptAlong = (side: "width" | "height") => {
    if (!core || (from === "saliency" && core[side] > SPREAD * source[side])) return 1;
    return Math.min(1, cover[side] / core[side]);
  };
  const kept = keptAlong("width") * keptAlong("height");
  if (area >= LEAST_AREA && kept >= least) return cover;
  const grown = (length: number, full: number, needed: number) =>
    length >= full ? full : Math.min(full, Math.max(length * LEAST_GROWTH, FILLED_AREA * full, needed));
  return {
    width: grown(cover.width, source.width, keep?.width ?? 0),
    height: grown(cover.height, source.height, keep?.height ?? 0),
  };
}

type Candidate = Pick<Crop, "window" | "placed">;

/** The windows and places to choose from, in a fixed order. */
function candidates({ source, box }: CropInput, size: Size, placed: Size): Candidate[] {
  const places = placed.width < box.width || placed.height < box.height ? PLACES : [0.5];
  const free = { x: source.width - size.width, y: source.height - size.height };
  const steps = free.x > 0.5 && free.y > 0.5 ? POSITIONS_EACH_WAY : POSITIONS;
  const across = positions(free.x, steps);
  const down = positions(free.y, steps);
  return places.flatMap((place) =>
    across.flatMap((x) =>
      down.map((y) => ({
        window: { x, y, ...size },
        placed: {
          x: box.x + Math.round((box.width - placed.width) * place),
          y: box.y + Math.round((box.height - placed.height) * place),
          ...placed,
        },
      })),
    ),
  );
}

/** Where a window may begin along a side of which so much is free. */
function positions(free: number, steps: number): number[] {
  if (free <= 0.5) return [0];
  return Array.from({ length: steps + 1 }, (_, step) => (free * step) / steps);
}

/** How bad a candidate is: what it cuts off, what gets covered, how far off the composition is. */
function costOf({ window, placed }: Candidate, view: View, { source, over, box }: CropInput): number {
  const scale = placed.width / window.width;
  const focal = {
    x: (view.focal.x * source.width - window.x) / window.width,
    y: (view.focal.y * source.height - window.y) / window.height,
  };
  const off = Math.hypot(focal.x - view.target.x, focal.y - view.target.y);
  const lost = view.keep ? 1 - shareWithin(view.keep, window) : 0;
  // A head, or the top of a thing, is missed more than its foot.
  const beheaded = view.keep ? clampPart((window.y - view.keep.y) / view.keep.height) : 0;
  const shown = view.bare.map((area) => toCanvas(area, { window, placed, scale }));
  const middle = {
    x: box.x + (box.width - placed.width) / 2,
    y: box.y + (box.height - placed.height) / 2,
  };
  const shifted = Math.abs(placed.x - middle.x) / box.width + Math.abs(placed.y - middle.y) / box.height;
  // What a person chose stays where it looks best, whatever lies over it.
  const { covered, composed } = view.from === "person" ? { covered: 0, composed: 4 } : WEIGHTS;
  return (
    WEIGHTS.lost * lost +
    WEIGHTS.beheaded * beheaded +
    covered * meanCovered(shown, over) +
    composed * off +
    WEIGHTS.centred * shifted
  );
}

const clampPart = (part: number) => Math.min(1, Math.max(0, part));

/** An area of the source as it lies on the canvas. */
export function toCanvas(
  area: Area,
  { window, placed, scale }: Pick<Crop, "window" | "placed" | "scale">,
): Area {
  return {
    x: placed.x + (area.x - window.x) * scale,
    y: placed.y + (area.y - window.y) * scale,
    width: area.width * scale,
    height: area.height * scale,
  };
}

/** The part of an area that lies within another, 0 to 1. */
export function shareWithin(area: Area, frame: Area): number {
  const shared = intersection(area, frame);
  return shared ? (shared.width * shared.height) / (area.width * area.height) : 0;
}

/** The part of some areas that lies under any of some boxes, 0 to 1, each counting the same. */
export function meanCovered(areas: readonly Area[], over: Area[]): number {
  if (areas.length === 0) return 0;
  return areas.reduce((sum, area) => sum + coveredShare(area, over), 0) / areas.length;
}
