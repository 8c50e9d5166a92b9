import sharp from "sharp";
import { EncodeError, FontError, ImageError, LayoutError } from "../../worker/render/errors.ts";
import { renderVariant, variantTurns } from "../../worker/render/render.ts";
import { openSource, type Source } from "../../worker/render/source.ts";
import { brandFonts, drawLogo } from "./brand.ts";
import type { Copy } from "./copies.ts";
import type { Design, Designs, Resolved } from "./designs.ts";
import { faultsOf } from "./faults.ts";
import type { Picture } from "./pictures.ts";
import { type SheetRow, type Tile, tileSize } from "./sheet.ts";

/** What is to be seen: all of each with all of the others. */
export interface Selection {
  readonly templates: readonly Design[];
  readonly placements: readonly string[];
  readonly pictures: readonly Picture[];
  readonly copies: readonly (readonly [name: string, copy: Copy])[];
}

/** One sheet: a template with a copy, a row a picture. */
export interface Sheet {
  readonly name: string;
  readonly columns: { name: string; width: number }[];
  readonly rows: SheetRow[];
}

/** Renders all of a selection, a picture at a time: each is decoded once. */
export async function renderSheets(
  designs: Designs,
  { templates, placements, pictures, copies }: Selection,
  log: (line: string) => void,
): Promise<Sheet[]> {
  const shared = { logo: await drawLogo(), fonts: await brandFonts() };
  const sheets: (Sheet & { variants: Resolved[] })[] = [];
  for (const template of templates) {
    for (const [name, copy] of copies) {
      const variants = await designs.resolve(template, copy, placements);
      const columns = variants.map(({ placement, canvas }) => ({
        name: placement,
        width: tileSize(canvas).width,
      }));
      sheets.push({ name: `${template.slug}, ${name}`, columns, rows: [], variants });
    }
  }
  for (const [index, picture] of pictures.entries()) {
    const source = await open(picture, sheets);
    for (const { rows, variants } of sheets) {
      const tiles = new Map<Resolved, Tile>();
      await variantTurns.each(variants, async (variant) => {
        tiles.set(variant, await renderTile(variant, { ...shared, source }));
      });
      rows.push({ label: picture.name, tiles: variants.map((variant) => tiles.get(variant) as Tile) });
    }
    log(`${picture.name}: picture ${index + 1} of ${pictures.length}`);
  }
  return sheets;
}

/** Decoded once for all, or as it is where it cannot be: then each render says why. */
async function open(picture: Picture, sheets: { variants: Resolved[] }[]): Promise<Buffer | Source> {
  const data = await picture.make();
  const sizes = sheets.flatMap(({ variants }) => variants.map(({ canvas }) => canvas));
  try {
    return await openSource(data, sizes);
  } catch (error) {
    if (error instanceof ImageError) return data;
    throw error;
  }
}

async function renderTile(
  { placement, ...given }: Resolved,
  shared: { source: Buffer | Source; logo: Buffer; fonts: Awaited<ReturnType<typeof brandFonts>> },
): Promise<Tile> {
  try {
    const result = await renderVariant({ ...given, ...shared });
    const { width, height } = tileSize(given.canvas);
    const picture = await sharp(result.data).resize(width, height).webp({ quality: 92 }).toBuffer();
    return { placement, picture, note: faultsOf(result).join("; ") || null };
  } catch (error) {
    // What the renderer refuses is part of what is to be seen.
    if ([LayoutError, ImageError, FontError, EncodeError].some((kind) => error instanceof kind))
      return { placement, error: (error as Error).message };
    throw error;
  }
}
