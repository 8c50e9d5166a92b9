import { palette } from "./brand.ts";
import type { Brief } from "./briefs.ts";
import type { Cost, Spend } from "./money.ts";
import type { Variant } from "./overview.ts";
import { costs, money, number, score, sourceOf, violation } from "./report.ts";

const ink = "#191A1C";
const quiet = "#5F6267";
const line = "#D9D9D4";
const verdictColors: Record<string, string> = {
  pass: "#157A3C",
  warn: "#9A6100",
  fail: "#B3261E",
  incomplete: "#5C5F66",
};

type Style = Record<string, string | number>;

/** What satori sets: an element with its style. */
export interface Element {
  type: "div";
  props: { style: Style; children?: string | Element[] };
}

/** Where a text stands on the sheet. */
export interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height?: number;
}

const box = (style: Style, children?: string | Element[]): Element => ({
  type: "div",
  props: {
    style: { display: "flex", color: ink, ...style },
    ...(children === undefined ? {} : { children }),
  },
});

const at = (place: Place, style: Style, children: Element[]): Element =>
  box({ position: "absolute", ...place, ...style }, children);

/** The brand, its palette, and what the month has cost. */
export function header(brand: string, { spent, cap, currency }: Spend, place: Place): Element {
  const capped = cap === null ? "" : ` of ${money(cap, currency)}`;
  const swatches = palette.map(({ hex, name }, index) =>
    box({ alignItems: "center", marginLeft: index === 0 ? 0 : 36 }, [
      box({
        width: 44,
        height: 44,
        borderRadius: 22,
        backgroundColor: hex,
        border: `1px solid ${hex === "#FFFFFF" ? "#C9C9C4" : hex}`,
      }),
      box({ flexDirection: "column", marginLeft: 12 }, [
        box({ fontSize: 20 }, name),
        box({ fontSize: 18, color: quiet }, hex),
      ]),
    ]),
  );
  return at(place, { justifyContent: "space-between", alignItems: "flex-start" }, [
    box({ flexDirection: "column" }, [
      box({ fontSize: 54, fontWeight: 700, letterSpacing: -1.2, lineHeight: 1 }, brand),
      box(
        { marginTop: 16, fontSize: 24, color: quiet },
        `Spent this month: ${money(spent, currency)}${capped}`,
      ),
    ]),
    box({ marginTop: 6 }, swatches),
  ]);
}

/** A request: its title, where its picture comes from, and what it cost. */
export function heading(brief: Brief, cost: Cost, place: Place): Element {
  const [source] = brief.sources;
  const origin = source?.type === "ai" ? sourceOf(brief) : `Stock, “${brief.search_term}”`;
  return at(place, { borderTop: `2px solid ${line}`, paddingTop: 26, alignItems: "baseline" }, [
    box({ fontSize: 32, fontWeight: 700, letterSpacing: -0.4 }, brief.title),
    box({ marginLeft: 24, fontSize: 24, color: quiet }, `${origin}   ·   ${costs(cost)}`),
  ]);
}

/** A variant's placement, score and size, and what its score suffers from. */
export function caption(variant: Variant, place: Place): Element {
  const { platform, placement, width, height, format, bytes, status, verdict } = variant;
  return at(place, { flexDirection: "column" }, [
    box({ width: place.width, justifyContent: "space-between", alignItems: "center" }, [
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
      { marginTop: 6, fontSize: 20, color: quiet },
      `${width} × ${height}   ·   ${format.toUpperCase()} ${number(Math.round(bytes / 1000))} kB   ·   ${status}`,
    ),
    box(
      {
        marginTop: 6,
        width: place.width,
        fontSize: 19,
        lineHeight: 1.35,
        color: quiet,
        maxHeight: 78,
        overflow: "hidden",
      },
      violation(variant),
    ),
  ]);
}

/** What an AI picture was made from. */
export function promptPanel(prompt: string, place: Place): Element {
  const indent = 32;
  return at(place, { flexDirection: "column", borderLeft: `2px solid ${line}`, paddingLeft: indent }, [
    box({ fontSize: 20, fontWeight: 700 }, "The prompt, as it was sent"),
    box({ marginTop: 14, width: place.width - indent, fontSize: 24, lineHeight: 1.5, color: quiet }, prompt),
  ]);
}
