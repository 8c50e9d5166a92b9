import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import sharp from "sharp";
import type { Font } from "../../worker/render/types.ts";

const require = createRequire(import.meta.url);

/** The guideline of the brand whose pictures are shown: what layouts take from it. */
export const guideline = {
  palette: [
    { name: "Pine", hex: "#0F5C4A", role: "primary" },
    { name: "Ink", hex: "#101820", role: "secondary" },
    { name: "Apricot", hex: "#FFB25B", role: "accent" },
    { name: "Paper", hex: "#F7F3EA", role: "neutral" },
  ],
  logo_rules: { ground: "dark" },
};

/** A mark and a name's worth of strokes beside it, three times as wide as high, for dark grounds. */
export async function drawLogo(): Promise<Buffer> {
  const [pine, , apricot, paper] = guideline.palette.map(({ hex }) => hex);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100" width="1200" height="400">
    <circle cx="50" cy="50" r="48" fill="${apricot}"/><path d="M28 66 50 24l22 42z" fill="${pine}"/>
    <g fill="none" stroke="${paper}" stroke-width="13"><path d="M122 84V16l46 68V16"/><path d="M190 50a26 26 0 1 0 52 0 26 26 0 1 0-52 0"/><path d="M264 84V16h30M264 48h24"/></g></svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

/** The brand's fonts: one family in two weights. */
export async function brandFonts(): Promise<Font[]> {
  return Promise.all(
    [400, 700].map(async (weight) => ({
      name: weight === 400 ? "Inter" : "Inter Bold",
      weight,
      data: await readFile(require.resolve(`@fontsource/inter/files/inter-latin-${weight}-normal.woff`)),
    })),
  );
}
