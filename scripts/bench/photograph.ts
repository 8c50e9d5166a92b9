import sharp from "sharp";
import { paint } from "../simulator/painting/paint.ts";
import { randomFrom } from "../simulator/random.ts";

/** The size of a photograph of 12 megapixels. */
export const photographSize = { width: 4000, height: 3000 };

/** A JPEG of a forest with light and grain at its full size, the same each time. */
export async function photograph(seed: string): Promise<Buffer> {
  const { width, height } = photographSize;
  const painted = await paint({
    seed,
    scene: "forest",
    props: "cups",
    color: "green",
    flat: false,
    people: null,
    width,
    height,
  });
  const { data } = await sharp(painted).raw().toBuffer({ resolveWithObject: true });
  const random = randomFrom(`${seed}/grain`);
  // A sensor's noise, the same in all colours: a byte is looked up, as each number of its own takes long to draw.
  const grain = Int8Array.from({ length: 65_521 }, () =>
    Math.round((random.next() + random.next() - 1) * 14),
  );
  for (let at = 0, pixel = 0; at < data.length; at += 3, pixel++) {
    const noise = grain[(pixel * 7 + (pixel >> 13)) % grain.length] as number;
    for (let channel = at; channel < at + 3; channel++) {
      data[channel] = Math.min(255, Math.max(0, (data[channel] as number) + noise));
    }
  }
  return sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 92 })
    .toBuffer();
}
