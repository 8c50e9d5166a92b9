import sharp, { type OverlayOptions } from "sharp";
import type { Queryable } from "../db.ts";
import { letter } from "../render/lettering.ts";
import type { SignedUrl } from "./signed-file.ts";
import type { FileStore } from "./store.ts";

interface Frame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Rect extends Frame {
  readonly type: "rect";
  readonly radius: number;
  readonly fill?: string;
  readonly stroke?: string;
  readonly stroke_width?: number;
}

interface Text {
  readonly type: "text";
  readonly x: number;
  /** Its baseline. */
  readonly y: number;
  readonly width: number;
  readonly size: number;
  readonly weight: number;
  readonly color: string;
  readonly text: string;
}

/** What `content.open_explanation()` says is to be drawn, in pixels. */
interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly background: string;
  readonly picture: Frame;
  readonly storage_key: string;
  /** In the order in which they are painted. */
  readonly items: readonly (Rect | Text)[];
}

/**
 * Draws the explanation behind a signed URL as PNG. SQL checks the signature and the time, and says what stands where.
 */
export async function drawExplanation(db: Queryable, files: FileStore, url: SignedUrl): Promise<Buffer> {
  const { rows } = await db.query<{ drawing: Drawing }>(
    "select content.open_explanation($1, $2, $3, $4) as drawing",
    [url.organizationId, url.id, url.expires, url.signature],
  );
  const { drawing } = rows[0] as { drawing: Drawing };
  const { width, height, background, picture } = drawing;
  const shown = await sharp(await files.read(drawing.storage_key))
    .resize(picture.width, picture.height, { fit: "fill" })
    .png({ compressionLevel: 0 })
    .toBuffer();
  const painted = await Promise.all(
    drawing.items.map((item) => (item.type === "rect" ? paintRect(item) : paintText(item))),
  );
  return sharp({ create: { width, height, channels: 3, background } })
    .composite([{ input: shown, left: picture.x, top: picture.y }, ...painted])
    .png()
    .toBuffer();
}

function paintRect({ x, y, width, height, radius, fill, stroke, stroke_width = 0 }: Rect): OverlayOptions {
  // Half of a line lies outside of what it goes around.
  const margin = Math.ceil(stroke_width / 2);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width + 2 * margin}" height="${height + 2 * margin}">
    <rect x="${margin}" y="${margin}" width="${width}" height="${height}" rx="${radius}" fill="${fill ?? "none"}"
      stroke="${stroke ?? "none"}" stroke-width="${stroke_width}"/></svg>`;
  return { input: Buffer.from(svg), left: Math.round(x) - margin, top: Math.round(y) - margin };
}

async function paintText({ x, y, width, size, weight, color, text }: Text): Promise<OverlayOptions> {
  const lettering = await letter(text, { size, weight, color }, width);
  return lettering.at(x, y - lettering.height);
}
