import { beside, hull, intersection } from "./boxes.ts";
import { type Crop, chooseCrop } from "./crop.ts";
import { LayoutError } from "./errors.ts";
import { DIMMING, HIDING, hiddenBy, OPAQUE, reaching } from "./gradient.ts";
import { readLogo, scale } from "./logo.ts";
import type { Pixels } from "./paint.ts";
import { freeArea, grow, type PlacedLogo, placeLogo, toPixels } from "./place.ts";
import type { Source, Subject } from "./source.ts";
import { type PlacedStack, placeStack, type Stack } from "./stack.ts";
import { stage } from "./stages.ts";
import type {
  Box,
  Canvas,
  GradientLayer,
  ImageLayer,
  Layout,
  LogoLayer,
  RenderInput,
  TextLayer,
} from "./types.ts";

/** Where everything stands that has a place of its own to find. */
export interface Scene {
  picture: ScenePicture | null;
  logo: {
    placed: PlacedLogo;
    pixels: Pixels /** The logo's own size. */;
    own: { width: number; height: number };
  } | null;
  stacks: { stack: Stack; placed: PlacedStack }[];
}

export interface ScenePicture {
  layer: ImageLayer;
  source: Source;
  box: Box;
  crop: Crop;
  subject: Subject;
}

/**
 * Gives every layer its place: the logo first, then texts, which make room for it, then the part of the picture that suits
 * what lies over it.
 */
export async function arrange(layout: Layout, input: RenderInput, source: Source | null): Promise<Scene> {
  const logoLayer = layout.layers.filter((layer) => layer.type === "logo").find((layer) => !layer.hidden);
  const logo = logoLayer ? await stage("graphics", () => arrangeLogo(logoLayer, input)) : null;
  const taken: Box[] = logo ? [claimed(logo.placed)] : [];
  const placedStacks: Scene["stacks"] = [];
  for (const stack of stacks(layout)) {
    const placed = await stage("text", () => placeStack(stack, input.canvas, input.fonts, taken));
    placedStacks.push({ stack, placed });
    taken.push(placed.outer);
  }
  const layer = visibleImage(layout);
  const over = [...(logo ? [logo.placed.outer] : []), ...placedStacks.map(({ placed }) => placed.outer)];
  const shade = (opacity: number) => shades(layout, placedStacks, input.canvas, opacity);
  const picture = layer && source ? await arrangePicture(layer, input, source, { over, shade }) : null;
  return { picture, logo, stacks: placedStacks };
}

/** A gradient as it is painted: behind a text it reaches as far as that one's column. */
export function scrim(layer: GradientLayer, stacks: Scene["stacks"], canvas: Canvas): GradientLayer {
  const behind = stacks.find(({ stack }) => stack.texts.some((text) => text.layer.id === layer.behind));
  return reaching(layer, toPixels(layer.box, canvas), behind?.placed.outer ?? null);
}

/** The parts of the canvas in which scrims over the picture are that opaque. */
function shades(layout: Layout, stacks: Scene["stacks"], canvas: Canvas, opacity: number): Box[] {
  return layout.layers
    .filter((layer) => layer.type === "gradient")
    .filter((layer) => !layer.hidden && layer.behind !== null)
    .flatMap((layer) => hiddenBy(scrim(layer, stacks, canvas), toPixels(layer.box, canvas), opacity) ?? []);
}

/** The layer that shows the source, if one does. */
export function visibleImage(layout: Layout): ImageLayer | undefined {
  return layout.layers.filter((layer) => layer.type === "image").find((layer) => !layer.hidden);
}

/** What others leave free for a logo: itself, its panel and its clear space. */
export function claimed({ box, outer, clear_space }: PlacedLogo): Box {
  return hull([outer, grow(box, clear_space)]);
}

async function arrangePicture(
  layer: ImageLayer,
  { canvas, focal_point }: RenderInput,
  source: Source,
  { over, shade }: { over: Box[]; shade: (opacity: number) => Box[] },
): Promise<ScenePicture> {
  const box = shade(OPAQUE).reduce(uncovered, toPixels(layer.box, canvas));
  const subject = await source.subject;
  const sharp = Math.min(1, Math.max(canvas.width / source.width, canvas.height / source.height));
  const whole = { x: 0, y: 0, width: canvas.width, height: canvas.height };
  // A cut-out goes where it finds room, so it can stand clear of all shade and of the platform's own controls.
  const covers = subject.cutout
    ? [...beside(whole, freeArea(canvas, { id: layer.id, margin: 0 })), ...over, ...shade(DIMMING)]
    : [...over, ...shade(HIDING)];
  const crop = chooseCrop({
    source,
    box,
    sharp,
    layer,
    focal: focal_point ?? layer.focus,
    subject,
    over: covers,
  });
  return { layer, source, box, crop, subject };
}

/** What a strip that hides one end of a box leaves of it: a subject in the middle of what is seen is seen. */
function uncovered(box: Box, strip: Box): Box {
  const shared = intersection(box, strip);
  if (!shared || (shared.width < box.width && shared.height < box.height)) return box;
  const [rest] = beside(box, shared).sort(
    (one, other) => other.width * other.height - one.width * one.height,
  );
  return rest ?? box;
}

async function arrangeLogo(layer: LogoLayer, input: RenderInput): Promise<Scene["logo"]> {
  if (!input.logo) {
    if (layer.optional) return null;
    throw new LayoutError("missing_logo", layer.id, null, "the brand has no logo to put here");
  }
  const pixels = await readLogo(input.logo);
  if (!pixels)
    throw new LayoutError("missing_logo", layer.id, null, "all of the brand's logo is transparent");
  const placed = placeLogo(layer, input.canvas, pixels);
  return {
    placed,
    pixels: await scale(pixels, placed.box.width, placed.box.height),
    own: { width: pixels.width, height: pixels.height },
  };
}

/** The texts that show, each with those that stand under it. */
function stacks(layout: Layout): Stack[] {
  const byId = new Map<string, Stack>();
  const result: Stack[] = [];
  for (const layer of layout.layers) {
    if (layer.type !== "text") continue;
    const stack = stackOf(layer, byId);
    byId.set(layer.id, stack);
    if (!result.includes(stack)) result.push(stack);
    if (!layer.hidden) stack.texts.push({ layer, text: layer.text });
  }
  return result.filter((stack) => stack.texts.length > 0);
}

function stackOf(layer: TextLayer, byId: Map<string, Stack>): Stack {
  return (layer.under === null ? undefined : byId.get(layer.under)) ?? { root: layer, texts: [] };
}
