import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { contrast, parseHex } from "../../worker/render/color.ts";
import { renderVariant } from "../../worker/render/render.ts";
import { drawing, noise, rect } from "../worker/render/pictures.ts";
import { Layouts } from "./database.ts";

const file = new URL("../../db/seed/templates/bold_headline.json", import.meta.url);
const layout = JSON.parse(await readFile(file, "utf8"));
const logo = await drawing(600, 600, '<circle cx="300" cy="300" r="300" fill="#1ED760"/>');
const grounds = {
  white: await drawing(60, 60, rect(0, 0, 60, 60, "#FFFFFF")),
  black: await drawing(60, 60, rect(0, 0, 60, 60, "#000000")),
  noisy: await noise(120, 120),
};
const copy = {
  headline: "Turn every playlist into a story worth sharing",
  subline: "Premium for students: three months free, then half the price. Cancel anytime.",
  call_to_action: "Start listening",
};
const palette = [{ name: "Green", hex: "#1ED760", role: "primary" }];

let layouts: Layouts;
beforeAll(async () => {
  layouts = await Layouts.open();
});
afterAll(() => layouts?.close());

describe.each(["instagram/square", "instagram/story", "facebook/link"])(
  "bold_headline in %s",
  (placement) => {
    test.each(Object.entries(grounds))("is whole and legible on a %s picture", async (_ground, source) => {
      const given = await layouts.resolve(layout, placement, { copy, palette });
      const { measurement } = await renderVariant({ ...given, source, logo, fonts: [] });
      const { width, height, safe_zone } = given.canvas;
      expect(measurement.texts.map(({ layer, overflow }) => [layer, overflow])).toEqual([
        ["headline", false],
        ["subline", false],
        ["call_to_action", false],
      ]);
      for (const { box, color, worst_background } of measurement.texts) {
        expect(contrast(parseHex(color), parseHex(worst_background))).toBeGreaterThan(7);
        expect(box.y).toBeGreaterThanOrEqual(safe_zone.top);
        expect(box.y + box.height).toBeLessThanOrEqual(height - safe_zone.bottom);
      }
      if (!measurement.logo) throw new Error("no logo");
      const { color, worst_background, box } = measurement.logo;
      expect(contrast(parseHex(color), parseHex(worst_background))).toBeGreaterThan(4.5);
      expect(box.width / width).toBeGreaterThan(0.1);
      expect(box.width).toBe(box.height);
    });
  },
);

const shared = ["editorial", "split", "frame"].flatMap((slug) =>
  [
    "x/header",
    "facebook/cover",
    "facebook/link",
    "instagram/square",
    "instagram/portrait",
    "instagram/story",
    "tiktok/photo",
  ].map((placement) => [slug, placement] as const),
);
const brand = {
  palette: [
    { name: "Navy", hex: "#0B2545", role: "primary" },
    { name: "Amber", hex: "#F2A541", role: "accent" },
    { name: "Paper", hex: "#F4F1EA", role: "neutral" },
  ],
};
const wordmark = await drawing(1000, 300, rect(0, 50, 1000, 200, "#0B2545"));

test.each(shared)("%s in %s is whole and legible on a white picture", async (slug, placement) => {
  const given = await layouts.resolve(await layouts.shared(slug), placement, {
    copy: { ...copy, kicker: "Live sessions" },
    ...brand,
  });
  const source = grounds.white;
  const { measurement } = await renderVariant({ ...given, source, logo: wordmark, fonts: [] });
  expect(measurement.texts.map(({ layer }) => layer)).toContain("headline");
  expect(measurement.texts.filter(({ overflow }) => overflow)).toEqual([]);
  expect(measurement.safe_zone).toEqual([]);
  for (const { color, worst_background } of measurement.texts) {
    expect(contrast(parseHex(color), parseHex(worst_background))).toBeGreaterThan(4.5);
  }
  if (!measurement.logo) throw new Error("no logo");
  const { color, worst_background, box } = measurement.logo;
  expect(contrast(parseHex(color), parseHex(worst_background))).toBeGreaterThan(4.5);
  expect(box.width / measurement.width).toBeGreaterThan(0.1);
});
