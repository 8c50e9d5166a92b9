import satori from "satori";
import sharp, { type OverlayOptions } from "sharp";
import { fallbackFonts } from "../../worker/render/fonts.ts";
import { palette } from "./brand.ts";
import type { Cost, Variant } from "./overview.ts";
import { costs, number, score, violation } from "./report.ts";
import { brief } from "./request.ts";

const edge = 64;
const gap = 40;
const pictureHeight = 680;
const top = 190;
const captionHeight = 186;

const ink = "#191A1C";
const quiet = "#6A6D72";
const verdictColors: Record<string, string> = {
  pass: "#157A3C",
  warn: "#9A6100",
  fail: "#B3261E",
  incomplete: "#5C5F66",
};

/** What satori sets: an element with its style. */
interface Element {
  type: "div";
  props: { style: Record<string, string | number>; children?: string | Element[] };
}

const box = (style: Record<string, string | number>, children?: string | Element[]): Element => ({
  type: "div",
  props: { style: { display: "flex", ...style }, ...(children === undefined ? {} : { children }) },
});

/** One PNG with all variants side by side, each with its score; in Inter, whatever fonts the machine has. */
export async function contactSheet(title: string, variants: readonly Variant[], cost: Cost): Promise<Buffer> {
  let left = edge;
  const placed = variants.map((variant) => {
    const width = Math.round((pictureHeight * variant.width) / variant.height);
    const column = { variant, left, width };
    left += width + gap;
    return column;
  });
  const width = left - gap + edge;
  const height = top + pictureHeight + captionHeight + edge;
  const pictures = await Promise.all(
    placed.map(
      async ({ variant, left, width }): Promise<OverlayOptions> => ({
        input: await sharp(variant.data).resize(width, pictureHeight).png({ compressionLevel: 1 }).toBuffer(),
        left,
        top,
      }),
    ),
  );
  const fonts = await fallbackFonts();
  const fontFamily = [...new Set(fonts.map(({ name }) => name))].join(", ");
  const texts = box({ width, height, position: "relative", fontFamily, color: ink }, [
    header(title, width, cost),
    ...placed.map(({ variant, left, width }) => caption(variant, left, width)),
  ]);
  const svg = await satori(texts as unknown as Parameters<typeof satori>[0], {
    width,
    height,
    fonts: fonts.map(({ name, data, weight }) => ({ name, data, weight: weight as 400 | 700 })),
  });
  return sharp({ create: { width, height, channels: 3, background: "#F4F4F1" } })
    .composite([...pictures, { input: Buffer.from(svg), left: 0, top: 0 }])
    .png()
    .toBuffer();
}

function header(title: string, width: number, cost: Cost): Element {
  const swatches = palette.map(({ hex, name }) =>
    box({ flexDirection: "column", alignItems: "center", width: 84 }, [
      box({
        width: 52,
        height: 52,
        borderRadius: 26,
        backgroundColor: hex,
        border: "1px solid rgba(0, 0, 0, 0.14)",
      }),
      box({ marginTop: 8, fontSize: 17, color: quiet }, name),
    ]),
  );
  return box(
    {
      position: "absolute",
      left: edge,
      top: 54,
      width: width - 2 * edge,
      justifyContent: "space-between",
      alignItems: "flex-start",
    },
    [
      box({ flexDirection: "column" }, [
        box({ fontSize: 46, fontWeight: 700, letterSpacing: -1 }, title),
        box({ marginTop: 10, fontSize: 23, color: quiet }, `“${brief.search_term}”   ·   ${costs(cost)}`),
      ]),
      box({}, swatches),
    ],
  );
}

function caption(variant: Variant, left: number, width: number): Element {
  const { platform, placement, format, bytes, status, verdict } = variant;
  return box({ position: "absolute", left, top: top + pictureHeight + 24, width, flexDirection: "column" }, [
    box({ width, justifyContent: "space-between", alignItems: "center" }, [
      box({ fontSize: 28, fontWeight: 700 }, `${platform}/${placement}`),
      box(
        {
          padding: "5px 16px",
          borderRadius: 22,
          fontSize: 26,
          fontWeight: 700,
          color: "#FFFFFF",
          backgroundColor: verdictColors[verdict ?? "incomplete"] ?? quiet,
        },
        score(variant),
      ),
    ]),
    box(
      { marginTop: 8, fontSize: 20, color: quiet },
      `${variant.width} × ${variant.height}   ·   ${format.toUpperCase()} ${number(Math.round(bytes / 1000))} kB   ·   ${status}`,
    ),
    box(
      {
        marginTop: 8,
        width,
        fontSize: 19,
        lineHeight: 1.35,
        color: quiet,
        maxHeight: 80,
        overflow: "hidden",
      },
      violation(variant),
    ),
  ]);
}
