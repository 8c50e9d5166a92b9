import { arrange, claimed, type Scene, type ScenePicture, visibleImage } from "./arrange.ts";
import { keepOffSubject } from "./avoid.ts";
import { toCanvas } from "./crop.ts";
import { encode, parseFormats } from "./encode.ts";
import { LayoutError } from "./errors.ts";
import { fingerprint } from "./fingerprint.ts";
import { paintGradient } from "./gradient.ts";
import { checkCanvas, parseLayout } from "./layout.ts";
import { measurePicture, worstRegion } from "./measure.ts";
import { blank, blend, clip, drawGlyphs, type Pixels, paintPanel, visibleColors } from "./paint.ts";
import { palette } from "./palette.ts";
import { paintPicture } from "./picture.ts";
import { type PlacedLogo, shorter, toPixels } from "./place.ts";
import { paintShape } from "./shape.ts";
import { openSource, type Source } from "./source.ts";
import type { PlacedText } from "./stack.ts";
import type {
  Area,
  Layer,
  Layout,
  LogoMeasurement,
  RenderInput,
  RenderResult,
  TextMeasurement,
} from "./types.ts";

/**
 * Renders one variant: finds the part of the source that suits the layout, paints the layers in order, encodes within the
 * platform's limit, and measures the result. The same input gives the same bytes and the same measurement.
 * @throws {LayoutError} when the layout is wrong, or its copy, logo or glyphs are missing
 * @throws {ImageError} when source or logo is not a picture, or shows nothing
 * @throws {EncodeError} when the picture cannot be written within `max_bytes`
 */
export async function renderVariant(input: RenderInput): Promise<RenderResult> {
  checkCanvas(input.canvas);
  const layout = parseLayout(input.layout);
  const formats = parseFormats(input.formats);
  const { canvas, logo, texts } = await paint(layout, input);

  const { data, format } = await encode(canvas, formats, input.max_bytes, input.disclosure);
  const finished = await measurePicture(data);
  const { width, height } = finished;
  if (width !== input.canvas.width || height !== input.canvas.height) {
    throw new Error(
      `The finished picture is ${width} × ${height}, not ${input.canvas.width} × ${input.canvas.height}.`,
    );
  }
  const bytes = data.length;
  const measurement = {
    version: 1,
    width,
    height,
    bytes,
    format,
    palette: finished.palette,
    texts,
    logo,
  } as const;
  return { data, format, width, height, bytes, ...(await fingerprint(canvas)), measurement };
}

interface Painting {
  canvas: Pixels;
  scene: Scene;
  logo: LogoMeasurement | null;
  texts: TextMeasurement[];
}

async function paint(layout: Layout, input: RenderInput): Promise<Painting> {
  const source = visibleImage(layout) ? await openedSource(input) : null;
  const scene = await arrange(layout, input, source);
  const painting: Painting = { canvas: blank(input.canvas, layout.background), scene, logo: null, texts: [] };
  for (const layer of layout.layers) {
    if (!layer.hidden) await paintLayer(painting, layer, layout, input);
  }
  return painting;
}

async function openedSource({ source, canvas }: RenderInput): Promise<Source> {
  return Buffer.isBuffer(source) ? await openSource(source, [canvas]) : source;
}

async function paintLayer(
  painting: Painting,
  layer: Layer,
  layout: Layout,
  input: RenderInput,
): Promise<void> {
  const { canvas, scene } = painting;
  const unit = shorter(input.canvas);
  switch (layer.type) {
    case "image": {
      if (!scene.picture) return;
      const { source, crop, box } = scene.picture;
      const look = { background: layout.background, radius: layer.radius * unit };
      return paintPicture(canvas, source, crop, layer, box, look);
    }
    case "shape":
      return paintShape(canvas, layer, toPixels(layer.box, input.canvas), unit);
    case "gradient":
      return paintGradient(canvas, layer, toPixels(layer.box, input.canvas));
    case "logo":
      if (scene.logo) painting.logo = await paintLogo(canvas, scene.logo.placed, scene.logo.pixels);
      return;
    case "text": {
      await settle(painting, layer.id, input);
      const text = scene.stacks
        .flatMap(({ placed }) => placed.texts)
        .find((placed) => placed.layer.id === layer.id);
      if (text) painting.texts.push(await paintText(canvas, text));
    }
  }
}

/** Decides where a stack of texts stands for good, before the first of its texts is painted. */
async function settle({ canvas, scene }: Painting, layer: string, input: RenderInput): Promise<void> {
  const found = scene.stacks.find(({ placed }) => placed.texts[0]?.layer.id === layer);
  if (!found || !scene.picture) return;
  const others = [
    ...(scene.logo ? [claimed(scene.logo.placed)] : []),
    ...scene.stacks.filter((other) => other !== found).map(({ placed }) => placed.outer),
  ];
  found.placed = await keepOffSubject(found, canvas, subjectOf(scene.picture), others, input);
}

/** The faces, or else the region that draws the eye, as they lie on the canvas. */
function subjectOf({ subject, source, crop }: ScenePicture): Area[] {
  const areas = subject.faces.length > 0 ? subject.faces : subject.box ? [subject.box] : [];
  return areas.map((area) =>
    toCanvas(
      {
        x: area.x * source.width,
        y: area.y * source.height,
        width: area.width * source.width,
        height: area.height * source.height,
      },
      crop,
    ),
  );
}

async function paintText(canvas: Pixels, placed: PlacedText): Promise<TextMeasurement> {
  const { layer, setting, box } = placed;
  for (const panel of placed.panels) await paintPanel(canvas, panel, layer.opacity);
  const glyphs = await drawGlyphs(placed);
  const window = Math.max(1, Math.round(setting.cap_height));
  const worst = worstRegion(canvas, glyphs, box, window, layer.color);
  blend(canvas, glyphs, box.x, box.y, layer.opacity);
  return {
    layer: layer.id,
    text: placed.text,
    box: clip(box, canvas),
    font_size: setting.font_size,
    font_weight: setting.font_weight,
    color: layer.color,
    ...worst,
    overflow: placed.overflow,
  };
}

async function paintLogo(canvas: Pixels, placed: PlacedLogo, pixels: Pixels): Promise<LogoMeasurement> {
  const { layer, box } = placed;
  for (const panel of placed.panels) await paintPanel(canvas, panel, layer.opacity);
  const color = palette(visibleColors(pixels))[0]?.hex;
  if (!color)
    throw new LayoutError("missing_logo", layer.id, null, "the brand's logo is too faint to be seen");
  const window = Math.max(1, Math.round(Math.min(box.width, box.height) / 4));
  const worst = worstRegion(canvas, pixels, box, window, color);
  blend(canvas, pixels, box.x, box.y, layer.opacity);
  const area_share = (box.width * box.height) / (canvas.width * canvas.height);
  return { layer: layer.id, box, area_share, color, ...worst };
}
