import { availableParallelism } from "node:os";
import { Turns } from "../turns.ts";
import { arrange, claimed, type Scene, type ScenePicture, scrim, visibleImage } from "./arrange.ts";
import { keepOffSubject } from "./avoid.ts";
import { toCanvas } from "./crop.ts";
import { encode, parseFormats } from "./encode.ts";
import { fingerprint } from "./fingerprint.ts";
import { paintGradient } from "./gradient.ts";
import { checkCanvas, parseLayout } from "./layout.ts";
import { measure, type PaintedLogo, type PaintedScene, type PaintedText } from "./measure.ts";
import { blank, blend, type Pixels, paintPanel } from "./paint.ts";
import { paintPicture } from "./picture.ts";
import { type PlacedLogo, shorter, toPixels } from "./place.ts";
import { hides, paintShape, shapeBox } from "./shape.ts";
import { openSource, type Source } from "./source.ts";
import type { PlacedText } from "./stack.ts";
import { type Stage, stage } from "./stages.ts";
import type { Area, Layer, Layout, RenderInput, RenderResult } from "./types.ts";

/**
 * So many variants are rendered at a time by this process, whichever requests they are of: while some are encoded, others are painted
 * and measured. On a machine of many cores no more, as the pool's four threads and this one always find work among so many.
 */
export const VARIANTS_AT_ONCE = Math.min(6, 3 * availableParallelism());
export const variantTurns = new Turns(VARIANTS_AT_ONCE);

/**
 * Renders one variant: finds the part of the source that suits the layout, paints the layers in order, encodes within the
 * platform's limit, and measures the result. The same input gives the same bytes and the same measurement.
 * @throws {LayoutError} when the layout is wrong, or its logo or glyphs are missing
 * @throws {ImageError} when source or logo is not a picture, or shows nothing
 * @throws {EncodeError} when the picture cannot be written within `max_bytes`
 */
export async function renderVariant(input: RenderInput): Promise<RenderResult> {
  checkCanvas(input.canvas);
  const layout = parseLayout(input.layout);
  const formats = parseFormats(input.formats);
  const { canvas, painted } = await paint(layout, input);

  const prints = await stage("fingerprint", () => fingerprint(canvas));
  const encoded = await stage("encode", () => encode(canvas, formats, input.max_bytes, input.disclosure));
  const { data, format } = encoded;
  const measurement = await stage("measure", () => measure(data, encoded, painted));
  const { width, height, bytes } = measurement;
  if (width !== input.canvas.width || height !== input.canvas.height) {
    throw new Error(
      `The finished picture is ${width} × ${height}, not ${input.canvas.width} × ${input.canvas.height}.`,
    );
  }
  return { data, format, width, height, bytes, ...prints, measurement };
}

interface Painting {
  canvas: Pixels;
  scene: Scene;
  painted: PaintedScene;
}

async function paint(layout: Layout, input: RenderInput): Promise<Painting> {
  const source = visibleImage(layout) ? await openedSource(input) : null;
  const scene = await arrange(layout, input, source);
  const painting: Painting = {
    canvas: blank(input.canvas, layout.background),
    scene,
    painted: { canvas: input.canvas, picture: scene.picture, texts: [], logo: null, covers: [] },
  };
  for (const layer of layout.layers) {
    if (!layer.hidden) await stage(stageOf[layer.type], () => paintLayer(painting, layer, layout, input));
  }
  return painting;
}

const stageOf: Record<Layer["type"], Stage> = {
  image: "picture",
  text: "text",
  logo: "graphics",
  shape: "graphics",
  gradient: "graphics",
};

async function openedSource({ source, canvas }: RenderInput): Promise<Source> {
  return Buffer.isBuffer(source) ? await openSource(source, [canvas]) : source;
}

async function paintLayer(
  painting: Painting,
  layer: Layer,
  layout: Layout,
  input: RenderInput,
): Promise<void> {
  const { canvas, scene, painted } = painting;
  const unit = shorter(input.canvas);
  switch (layer.type) {
    case "image": {
      if (!scene.picture) return;
      const { source, crop, box } = scene.picture;
      const look = { background: layout.background, radius: layer.radius * unit };
      // What lay under it covers nothing of it.
      painted.covers = [];
      return paintPicture(canvas, source, crop, layer, box, look);
    }
    case "shape": {
      const box = shapeBox(layer, toPixels(layer.box, input.canvas), unit);
      if (hides(layer)) painted.covers.push({ layer: layer.id, box });
      return paintShape(canvas, layer, box, unit);
    }
    case "gradient":
      return paintGradient(
        canvas,
        scrim(layer, scene.stacks, input.canvas),
        toPixels(layer.box, input.canvas),
      );
    case "logo":
      if (scene.logo) painted.logo = await paintLogo(painting, scene.logo);
      return;
    case "text": {
      await settle(painting, layer.id, input);
      const text = scene.stacks
        .flatMap(({ placed }) => placed.texts)
        .find((placed) => placed.layer.id === layer.id);
      if (text) painted.texts.push(paintText(painting, text));
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

function paintPanels({ canvas, painted }: Painting, { layer, panels }: PlacedText | PlacedLogo): void {
  for (const panel of panels) {
    paintPanel(canvas, panel, layer.opacity);
    const { x, y, width, height } = panel;
    painted.covers.push({ layer: layer.id, box: { x, y, width, height } });
  }
}

function paintText(painting: Painting, placed: PlacedText): PaintedText {
  const { layer, setting, box, glyphs: pixels } = placed;
  paintPanels(painting, placed);
  blend(painting.canvas, pixels, box.x, box.y, layer.opacity);
  return {
    layer: layer.id,
    text: placed.text,
    pixels,
    box,
    color: layer.color,
    opacity: layer.opacity,
    lines: placed.lines,
    cap_height: setting.cap_height,
    font_size: setting.font_size,
    font_weight: setting.font_weight,
    direction: setting.direction,
    fonts: setting.fonts,
    overflow: placed.overflow,
  };
}

async function paintLogo(
  painting: Painting,
  { placed, pixels, own }: NonNullable<Scene["logo"]>,
): Promise<PaintedLogo> {
  const { layer, box } = placed;
  paintPanels(painting, placed);
  blend(painting.canvas, pixels, box.x, box.y, layer.opacity);
  const clear_space = layer.clear_space * box.height;
  return { layer: layer.id, pixels, box, opacity: layer.opacity, own, clear_space };
}
