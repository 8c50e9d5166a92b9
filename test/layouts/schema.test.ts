import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseLayout } from "../../worker/render/layout.ts";
import { contradictory, good, malformed } from "./corpus.ts";
import { Layouts } from "./database.ts";

const palette = [{ name: "Ink", hex: "#102030", role: "primary" }];
const copy = { headline: "Hello", price: "9 €", product: "Tea" };
let layouts: Layouts;
let validate: ValidateFunction;

beforeAll(async () => {
  layouts = await Layouts.open();
  validate = new Ajv2020({ allErrors: true }).compile(await layouts.schema());
});
afterAll(() => layouts?.close());

describe("a good layout", () => {
  test.each(Object.entries(good))(
    "%s passes the database, the schema and the renderer",
    async (_name, layout) => {
      expect(await layouts.faults(layout)).toEqual([]);
      validate(layout);
      expect(validate.errors ?? []).toEqual([]);
      for (const placement of ["instagram/story", "x/header", "x/post"]) {
        const resolved = await layouts.resolve(layout, placement, { copy, palette });
        expect(() => parseLayout(resolved.layout)).not.toThrow();
      }
    },
  );
});

describe("a malformed layout", () => {
  test.each(Object.entries(malformed))(
    "%s is refused by the database and by the schema",
    async (_name, layout) => {
      expect(await layouts.faults(layout)).not.toEqual([]);
      expect(validate(layout)).toBe(false);
    },
  );
});

describe("a layout that contradicts itself", () => {
  test.each(Object.entries(contradictory))("%s is refused by the database alone", async (_name, layout) => {
    expect(await layouts.faults(layout)).not.toEqual([]);
    expect(validate(layout)).toBe(true);
  });
});

test("the schema's defaults are the renderer's", async () => {
  const { $defs } = (await layouts.schema()) as {
    $defs: Record<string, { properties: Record<string, { default?: unknown }> }>;
  };
  const given = Object.values(good).flatMap((layout) => (layout as { layers: { type: string }[] }).layers);
  const least = {
    image: { id: "a", type: "image" },
    shape: { id: "a", type: "shape", shape: "rect", box: { width: 1, height: 1 }, color: "#000000" },
    gradient: given.find(({ type }) => type === "gradient"),
    logo: { id: "a", type: "logo", anchor: "top", width: 0.1 },
    text: { id: "a", type: "text", text: "A", anchor: "top", width: 1, size: 0.1, color: "#000000" },
  };
  for (const [type, layer] of Object.entries(least)) {
    const concrete = JSON.parse(JSON.stringify(layer).replace("{{palette.dark}}", "#000000"));
    const [parsed] = parseLayout({ layers: [concrete] }).layers;
    const defaults = Object.entries($defs[type]?.properties ?? {})
      // Sides are changed before a layout comes to the renderer.
      .filter(
        ([field, content]) =>
          content.default !== undefined && ![...Object.keys(concrete), "mirror"].includes(field),
      )
      .map(([field, content]) => [field, content.default]);
    expect(defaults.length).toBeGreaterThan(3);
    expect(parsed).toMatchObject(Object.fromEntries(defaults));
  }
});
