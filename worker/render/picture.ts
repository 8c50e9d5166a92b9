import type { Crop } from "./crop.ts";
import { filledUp, resized } from "./fill.ts";
import { lay, type Pixels } from "./paint.ts";
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
  lay(canvas, filled, box, look.radius, layer.opacity);
}
