import sharp from "sharp";
import type { Color } from "../catalogue.ts";
import { type Random, randomFrom } from "../random.ts";
import type { Props, Scene } from "../topics.ts";
import { type Canvas, canvasOf, hypot, smooth } from "./canvas.ts";
import { cityLights, skyline } from "./city.ts";
import { forest } from "./forest.ts";
import { mountains, sea } from "./landscapes.ts";
import { type Noise, noiseOf } from "./noise.ts";
import { desk, fabric } from "./objects.ts";
import { portrait, stage } from "./people.ts";
import { stillLife } from "./still-life.ts";
import { type Tones, tonesOf } from "./tones.ts";

/** What a scene paints with. */
export type Brush = {
  canvas: Canvas;
  tones: Tones;
  random: Random;
  noise: Noise;
  people: string | null;
  props: Props;
};

/** What to paint. */
export type Painting = {
  seed: string;
  scene: Scene;
  props: Props;
  color: Color;
  /** Drawn rather than photographed: few colours, no grain. */
  flat: boolean;
  /** How many people a scene with people shows. */
  people: string | null;
  width: number;
  height: number;
};

/** Pixels are computed up to this side and enlarged beyond it: fast, and no softer than a real lens. */
const workingSide = 1_100;

const painters: Record<Scene, (brush: Brush) => void> = {
  mountains,
  sea,
  "city-lights": cityLights,
  skyline,
  "still-life": stillLife,
  forest,
  desk,
  stage,
  portrait,
  fabric,
};

/** Paints a picture and encodes it as JPEG. The same painting always gives the same picture. */
export async function paint(painting: Painting): Promise<Buffer> {
  const { width, height, flat } = painting;
  const factor = Math.min(1, workingSide / Math.max(width, height));
  const canvas = canvasOf(Math.round(width * factor), Math.round(height * factor));
  const random = randomFrom(painting.seed);
  const tones = tonesOf(painting.color, random);
  painters[painting.scene]({
    canvas,
    tones,
    random,
    noise: noiseOf(random),
    people: painting.people,
    props: painting.props,
  });

  const raw = { width: canvas.width, height: canvas.height, channels: 3 } as const;
  return sharp(develop(canvas, flat, random), { raw })
    .resize(width, height, { fit: "fill", kernel: "linear" })
    .jpeg({ quality: 88 })
    .toBuffer();
}

/** Exposure to pixels: vignette, highlights that roll off, grain; posterised colours where it is a drawing. */
function develop(canvas: Canvas, flat: boolean, random: Random): Buffer {
  const { width, height, data } = canvas;
  const pixels = Buffer.alloc(width * height * 3);
  const levels = 7;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const distance = hypot((column / width - 0.5) * 1.1, row / height - 0.5);
      const vignette = flat ? 1 : 1 - 0.3 * smooth(0.35, 0.85, distance);
      const grain = flat ? 0 : (random.next() + random.next() - 1) * 0.035;
      const i = (row * width + column) * 3;
      for (let c = 0; c < 3; c++) {
        const exposed = Math.max(0, (data[i + c] as number) * vignette + grain);
        const rolled = exposed < 0.8 ? exposed : 0.8 + 0.2 * (1 - Math.exp(-(exposed - 0.8) / 0.2));
        pixels[i + c] = Math.round(255 * Math.min(1, flat ? Math.round(rolled * levels) / levels : rolled));
      }
    }
  }
  return pixels;
}
