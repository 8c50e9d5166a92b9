import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { parseLayout } from "../../../worker/render/layout.ts";
import { HEADLINE, PHOTO } from "./pictures.ts";

const UNDER = { ...HEADLINE, id: "two", under: "headline" };
const LOGO = { id: "logo", type: "logo", anchor: "top_left", width: 0.2 };

const BOX = { x: 0.5, y: 0, width: 0.5, height: 1 };
const RECT = { id: "rect", type: "shape", shape: "rect", box: BOX, color: "#FF0000" };
const SCRIM = {
  id: "scrim",
  type: "gradient",
  angle: 180,
  stops: [
    { at: 0, color: "#000000", opacity: 0 },
    { at: 1, color: "#000000" },
  ],
};

test("what a layer does not say has a default", () => {
  const { layers } = parseLayout({ background: "#000000", layers: [PHOTO, RECT, SCRIM, LOGO, HEADLINE] });
  const base = { opacity: 1, hidden: false, optional: false, locked: false };
  expect(layers).toMatchObject([
    { ...base, box: { x: 0, y: 0, width: 1, height: 1 }, fit: "cover", fill: "blur", radius: 0, focus: null },
    { ...base, box: BOX, radius: 0, stroke_color: null, stroke_width: 0 },
    { ...base, box: { x: 0, y: 0, width: 1, height: 1 }, stops: [{ opacity: 0 }, { opacity: 1 }] },
    { ...base, clear_space: 0 },
    { ...base, font: "heading", transform: "none", align: "auto", direction: "auto", avoid_subject: false },
  ]);
});

test("an image in a box may lie over other layers", () => {
  const layers = [RECT, { ...PHOTO, box: BOX, fit: "contain", fill: "background", radius: 0.05 }];
  expect(parseLayout({ layers }).layers[1]).toMatchObject({ box: BOX, fit: "contain", radius: 0.05 });
});

test("the templates that ship are valid", async () => {
  const file = new URL("../../../db/seed/templates/bold_headline.json", import.meta.url);
  // Overrides are applied before a layout comes here.
  const { overrides: _, ...stored } = JSON.parse(await readFile(file, "utf8"));
  const layout = parseLayout(stored);
  expect(layout.layers.map((layer) => layer.id)).toEqual([
    "photo",
    "logo",
    "headline",
    "subline",
    "call_to_action",
  ]);
});

test("null counts as absent", () => {
  const layout = parseLayout({ background: "#000000", layers: [{ ...LOGO, panel: null, optional: null }] });
  expect(layout.layers[0]).toMatchObject({ panel: null, optional: false });
});

describe("refused with layer and field", () => {
  const panel = { color: "#000000", opacity: 0.5, padding: 0.02, radius: 0 };
  test.each<[string, unknown[], string | null, string | null]>([
    ["an unknown type", [{ id: "film", type: "video" }], "film", "type"],
    ["no id", [{ type: "image" }], "#1", "id"],
    ["an id twice", [PHOTO, { ...LOGO, id: "photo" }], "photo", "id"],
    ["a misspelt field", [{ ...HEADLINE, colour: "#FFFFFF" }], "headline", "colour"],
    ["no anchor", [{ ...LOGO, anchor: undefined }], "logo", "anchor"],
    ["an unknown anchor", [{ ...LOGO, anchor: "middle" }], "logo", "anchor"],
    ["a colour by name", [{ ...HEADLINE, color: "white" }], "headline", "color"],
    ["a colour that closes the tag", [{ ...HEADLINE, color: '#FFFFFF"/>' }], "headline", "color"],
    ["a huge size", [{ ...HEADLINE, size: 40 }], "headline", "size"],
    ["a negative margin", [{ ...HEADLINE, margin: -0.1 }], "headline", "margin"],
    ["a number as text", [{ ...HEADLINE, width: "0.5" }], "headline", "width"],
    ["not a number", [{ ...HEADLINE, size: Number.NaN }], "headline", "size"],
    ["a least size above the size", [{ ...HEADLINE, min_size: 0.2 }], "headline", "min_size"],
    ["half a line", [{ ...HEADLINE, max_lines: 1.5 }], "headline", "max_lines"],
    ["an opacity above 1", [{ ...HEADLINE, panel: { ...panel, opacity: 72 } }], "headline", "panel.opacity"],
    ["a panel that is a text", [{ ...HEADLINE, panel: "black" }], "headline", "panel"],
    ["a text under nothing", [{ ...HEADLINE, under: "intro" }], "headline", "under"],
    ["a text under itself", [{ ...HEADLINE, under: "headline" }], "headline", "under"],
    ["two texts under each other", [{ ...HEADLINE, under: "two" }, UNDER], "headline", "under"],
    ["a size of nothing", [{ ...HEADLINE, size: 0 }], "headline", "size"],
    ["a thousand lines", [{ ...HEADLINE, max_lines: 1000 }], "headline", "max_lines"],
    ["a box of nothing", [{ ...PHOTO, box: { ...BOX, width: 0 } }], "photo", "box.width"],
    [
      "more layers than anybody needs",
      Array.from({ length: 51 }, (_, index) => ({ ...RECT, id: `rect${index}` })),
      null,
      "layers",
    ],
    ["a text under a logo", [LOGO, { ...HEADLINE, under: "logo" }], "headline", "under"],
    ["an anchor unlike that of the text above", [HEADLINE, { ...UNDER, anchor: "top" }], "two", "anchor"],
    ["a margin unlike that of the text above", [HEADLINE, { ...UNDER, margin: 0.1 }], "two", "margin"],
    ["an image that hides a logo", [LOGO, PHOTO], "photo", "type"],
    ["two logos", [LOGO, { ...LOGO, id: "again" }], "again", "type"],
    ["two images", [PHOTO, { ...PHOTO, id: "again", box: BOX }], "again", "type"],
    ["a box beyond the canvas", [{ ...PHOTO, box: { ...BOX, x: 0.6 } }], "photo", "box.width"],
    ["a focus outside the picture", [{ ...PHOTO, focus: { x: 2, y: 0 } }], "photo", "focus.x"],
    ["a shape that would not be seen", [{ ...RECT, color: null }], "rect", "color"],
    ["a line that is to be filled", [{ ...RECT, shape: "line" }], "rect", "color"],
    ["a shape without a box", [{ ...RECT, box: null }], "rect", "box"],
    ["an unknown shape", [{ ...RECT, shape: "star" }], "rect", "shape"],
    ["one stop", [{ ...SCRIM, stops: SCRIM.stops.slice(1) }], "scrim", "stops"],
    ["stops out of order", [{ ...SCRIM, stops: SCRIM.stops.toReversed() }], "scrim", "stops"],
    [
      "a stop by name",
      [{ ...SCRIM, stops: [...SCRIM.stops, { at: 1, color: "red" }] }],
      "scrim",
      "stops[2].color",
    ],
    ["an angle beyond a turn", [{ ...SCRIM, angle: 361 }], "scrim", "angle"],
    ["an opacity of a layer above 1", [{ ...SCRIM, opacity: 2 }], "scrim", "opacity"],
    ["hidden as a text", [{ ...HEADLINE, hidden: "yes" }], "headline", "hidden"],
    ["a direction that is none", [{ ...HEADLINE, direction: "up" }], "headline", "direction"],
    ["a layer that is null", [null], "#1", null],
    ["no layers", [], null, "layers"],
  ])("%s", (_name, layers, layer, field) => {
    expect(() => parseLayout({ background: "#000000", layers })).toThrow(
      expect.objectContaining({ name: "LayoutError", code: "invalid_layout", layer, field }),
    );
  });

  test.each<[string, unknown, string | null]>([
    ["no object", "layers", null],
    ["a list", [], null],
    ["a background that is no colour", { background: "sky", layers: [PHOTO] }, "background"],
    ["layers that are no list", { background: "#000000", layers: {} }, "layers"],
  ])("%s", (_name, layout, field) => {
    expect(() => parseLayout(layout)).toThrow(expect.objectContaining({ layer: null, field }));
  });
});
