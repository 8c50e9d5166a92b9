import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { parseLayout } from "../../../worker/render/layout.ts";
import { HEADLINE, PHOTO } from "./pictures.ts";

const UNDER = { ...HEADLINE, id: "two", under: "headline" };
const LOGO = { id: "logo", type: "logo", anchor: "top_left", width: 0.2 };

test("the templates that ship are valid", async () => {
  const file = new URL("../../../db/seed/templates/bold_headline.json", import.meta.url);
  const layout = parseLayout(JSON.parse(await readFile(file, "utf8")));
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
    ["a text under a logo", [LOGO, { ...HEADLINE, under: "logo" }], "headline", "under"],
    ["an anchor unlike that of the text above", [HEADLINE, { ...UNDER, anchor: "top" }], "two", "anchor"],
    ["a margin unlike that of the text above", [HEADLINE, { ...UNDER, margin: 0.1 }], "two", "margin"],
    ["an image that hides a logo", [LOGO, PHOTO], "photo", "type"],
    ["two logos", [LOGO, { ...LOGO, id: "again" }], "again", "type"],
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
