import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { contrast, parseHex } from "../../../worker/render/color.ts";
import { renderVariant } from "../../../worker/render/render.ts";
import { drawing, NO_SAFE_ZONE, noise, rect } from "./pictures.ts";

const file = new URL("../../../db/seed/templates/bold_headline.json", import.meta.url);
const layout = JSON.parse(await readFile(file, "utf8"));
const logo = await drawing(600, 600, '<circle cx="300" cy="300" r="300" fill="#1ED760"/>');
const grounds = {
  white: await drawing(60, 60, rect(0, 0, 60, 60, "#FFFFFF")),
  black: await drawing(60, 60, rect(0, 0, 60, 60, "#000000")),
  noisy: await noise(120, 120),
};
const placements = {
  square: { width: 1080, height: 1080, safe_zone: NO_SAFE_ZONE },
  story: { width: 1080, height: 1920, safe_zone: { ...NO_SAFE_ZONE, top: 250, bottom: 250 } },
  link: { width: 1200, height: 630, safe_zone: NO_SAFE_ZONE },
};
const copy = {
  headline: "Turn every playlist into a story worth sharing",
  subline: "Premium for students: three months free, then half the price. Cancel anytime.",
  call_to_action: "Start listening",
};

describe.each(Object.entries(placements))("bold_headline as %s", (_name, canvas) => {
  test.each(Object.entries(grounds))("is whole and legible on a %s picture", async (_ground, source) => {
    const given = { canvas, formats: ["jpeg"], max_bytes: 8_000_000, layout, copy, source, logo, fonts: [] };
    const { measurement } = await renderVariant(given);
    const { safe_zone } = canvas;
    expect(measurement.texts.map(({ layer, overflow }) => [layer, overflow])).toEqual([
      ["headline", false],
      ["subline", false],
      ["call_to_action", false],
    ]);
    for (const { box, color, worst_background } of measurement.texts) {
      expect(contrast(parseHex(color), parseHex(worst_background))).toBeGreaterThan(7);
      expect(box.y).toBeGreaterThanOrEqual(safe_zone.top);
      expect(box.y + box.height).toBeLessThanOrEqual(canvas.height - safe_zone.bottom);
    }
    if (!measurement.logo) throw new Error("no logo");
    const { color, worst_background, box } = measurement.logo;
    expect(contrast(parseHex(color), parseHex(worst_background))).toBeGreaterThan(4.5);
    expect(box.width / canvas.width).toBeGreaterThan(0.1);
    expect(box.width).toBe(box.height);
  });
});
