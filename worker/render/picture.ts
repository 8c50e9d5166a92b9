import type { Crop } from "./crop.ts";
import { filledUp, resized } from "./fill.ts";
import { blend, type Pixels, rasterize } from "./paint.ts";
import type { Source } from "./source.ts";
import type { Box, ImageLayer } from "./types.ts";

/** Paints the source picture into its box, what it does not reach filled, corners rounded. */
export async function paintPicture(
  canvas: Pixels,
  source: Source,
  crop: Crop,
  layer: ImageLayer,
  box: Box,
  look: { background: string; radius: number },
): Promise<void> {
  const picture = await resized(source, crop.window, crop.placed, look.background);
  const filled = crop.fill === "none" ? picture : await filledUp(source, crop, box, picture, look.background);
  const whole = box.width === canvas.width && box.height === canvas.height;
  if (whole && layer.opacity === 1 && look.radius === 0) {
    canvas.data = filled.data;
    return;
  }
  blend(canvas, await withCorners(filled, look.radius), box.x, box.y, layer.opacity);
}

/** RGB pixels as RGBA, transparent outside of rounded corners. */
async function withCorners({ data, width, height }: Pixels, radius: number): Promise<Pixels> {
  const corner = Math.min(radius, width / 2, height / 2);
  const mask = await rasterize(`<rect width="${width}" height="${height}" rx="${corner}"/>`, width, height);
  for (let index = 0; index < width * height; index++) {
    for (let channel = 0; channel < 3; channel++) {
      mask.data[index * 4 + channel] = data[index * 3 + channel] as number;
    }
  }
  return mask;
}
