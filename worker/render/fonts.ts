import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Font } from "./types.ts";

const require = createRequire(import.meta.url);
const WEIGHTS = [400, 700];
const SUBSETS = ["latin", "latin-ext", "cyrillic", "cyrillic-ext", "greek", "greek-ext", "vietnamese"];

let fallback: Promise<Font[]> | undefined;

/** Inter, in regular and bold: set where the brand has no font of its own, or its font lacks a character. */
export function fallbackFonts(): Promise<Font[]> {
  fallback ??= Promise.all(
    WEIGHTS.flatMap((weight) =>
      SUBSETS.map(async (subset) => ({
        name: `Inter ${subset}`,
        weight,
        data: await readFile(
          require.resolve(`@fontsource/inter/files/inter-${subset}-${weight}-normal.woff`),
        ),
      })),
    ),
  );
  return fallback;
}

/** The fonts to set one text with, best first: the brand's nearest in weight, then the fallback's nearest. */
export async function fontsFor(weight: number, brand: Font[]): Promise<Font[]> {
  const fonts = await fallbackFonts();
  const chosen = nearest(weight, brand);
  const reserve = nearest(chosen?.weight ?? weight, fonts);
  return [...(chosen ? [chosen] : []), ...fonts.filter((font) => font.weight === reserve?.weight)];
}

function nearest(weight: number, fonts: Font[]): Font | undefined {
  return fonts.reduce<Font | undefined>(
    (best, font) => (best && Math.abs(best.weight - weight) <= Math.abs(font.weight - weight) ? best : font),
    undefined,
  );
}
