/** Layouts good and bad, each by what is special about it. */

const photo = { id: "photo", type: "image" };
const logo = { id: "logo", type: "logo", anchor: "top_left", width: 0.2 };
const rect = { id: "rect", type: "shape", shape: "rect", box: { width: 1, height: 0.5 }, color: "#102030" };
const scrim = {
  id: "scrim",
  type: "gradient",
  stops: [
    { at: 0, color: "#000000", opacity: 0 },
    { at: 1, color: "{{palette.dark}}" },
  ],
};
const text = {
  id: "headline",
  type: "text",
  text: "{{headline}}",
  anchor: "bottom_left",
  width: 0.9,
  size: 0.1,
  color: "#FFFFFF",
};
const under = { id: "subline", type: "text", text: "Words", under: "headline", size: 0.05, color: "#FFFFFF" };
const variables = {
  headline: { type: "text", required: true, max_length: 80 },
  accent: { type: "color", default: "{{palette.accent}}" },
};
const layers = (...items: unknown[]) => ({ layers: items });
const overrides = (key: string, changes: object) => ({
  ...layers(photo, text, under),
  overrides: { [key]: { layers: changes } },
});

export const good: Record<string, unknown> = {
  "a photo alone": layers(photo),
  "every type of layer": layers(photo, scrim, rect, logo, text, under),
  "every field of an image": layers({
    ...photo,
    box: { x: 0.5, y: 0, width: 0.5, height: 1 },
    fit: "contain",
    fill: "background",
    radius: 0.1,
    focus: { x: 0, y: 1 },
    opacity: 0.5,
    optional: true,
    locked: true,
    hidden: false,
  }),
  "a scrim that follows a text": layers({ ...scrim, behind: "headline", edge: 0.4 }, text),
  "an outline": layers({ ...rect, color: null, stroke_color: "#FFFFFF", stroke_width: 0.01, radius: 0.02 }),
  "a line": layers({ ...rect, shape: "line", color: null, stroke_color: "{{palette.primary}}" }),
  "every field of a text": layers({
    ...text,
    margin: 0,
    min_size: 0.05,
    max_height: 0.4,
    max_lines: 20,
    weight: 900,
    font: "body",
    transform: "uppercase",
    align: "start",
    direction: "rtl",
    line_height: 0.8,
    letter_spacing: -0.1,
    avoid_subject: true,
    panel: { color: "#000000", opacity: 0.5, padding: 0, padding_x: 0.2, radius: 0.5 },
  }),
  "a logo with its space": layers({
    ...logo,
    clear_space: 0.5,
    max_height: 0.1,
    panel: { color: "#FFFFFF" },
  }),
  "null where nothing is said": layers({ ...text, margin: null, panel: null, under: null, hidden: null }),
  "variables and colours": {
    variables,
    background: "{{ accent }}",
    ...layers(photo, { ...rect, color: "{{accent}}" }, { ...text, color: "{{on_accent}}" }),
  },
  "no variables, any copy": layers({ ...text, text: "{{price}} {{ product }}" }),
  "overrides of shape and placement": {
    ...layers(photo, text, under),
    overrides: {
      banner: { layers: { headline: { size: 0.2, panel: { color: "#000000" } }, photo: { hidden: true } } },
      "instagram/story": { layers: { headline: { anchor: "top_left", margin: null } } },
    },
  },
};

/** What the JSON Schema and the database both refuse. */
export const malformed: Record<string, unknown> = {
  "no layers": {},
  "no layer": layers(),
  "51 layers": layers(...Array.from({ length: 51 }, (_, n) => ({ ...rect, id: `r${n}` }))),
  "layers by name": { layers: { photo } },
  "a layer that is none": layers("photo"),
  "an unknown field of the layout": { ...layers(photo), theme: "dark" },
  "a background by name": { ...layers(photo), background: "navy" },
  "an unknown type": layers({ id: "x", type: "video" }),
  "no type": layers({ id: "x" }),
  "no id": layers({ type: "image" }),
  "an id with spaces": layers({ ...photo, id: "the photo" }),
  "two images": layers(photo, { ...photo, id: "other", box: { width: 1, height: 1 } }),
  "two logos": layers(logo, { ...logo, id: "other" }),
  "a field of another type": layers({ ...photo, size: 0.1 }),
  "an absurd size": layers({ ...text, size: 40 }),
  "a size in words": layers({ ...text, size: "10%" }),
  "no size": layers({ ...text, size: null }),
  "half a line": layers({ ...text, max_lines: 1.5 }),
  "a text without words": layers({ ...text, text: "" }),
  "endless words": layers({ ...text, text: "x".repeat(2001) }),
  "a text without a place": layers({ ...under, under: null }),
  "a text without a width": layers({ ...text, width: null }),
  "a colour of three digits": layers({ ...text, color: "#FFF" }),
  "a colour in a text variable's place": layers({ ...text, color: "{{a b}}" }),
  "no such anchor": layers({ ...text, anchor: "middle" }),
  "yes for true": layers({ ...text, optional: "yes" }),
  "a panel without a colour": layers({ ...text, panel: { padding: 0.1 } }),
  "a shadow in a panel": layers({ ...text, panel: { color: "#000000", shadow: 1 } }),
  "a box off the canvas": layers({ ...rect, box: { x: 1.5, width: 1, height: 1 } }),
  "a box without a width": layers({ ...rect, box: { height: 1 } }),
  "a shape of no kind": layers({ ...rect, shape: "star" }),
  "a shape without a box": layers({ ...rect, box: null }),
  "one stop": layers({ ...scrim, stops: [scrim.stops[0]] }),
  "a stop beyond the end": layers({ ...scrim, stops: [scrim.stops[0], { at: 2, color: "#000000" }] }),
  "a scrim behind a place": layers({ ...scrim, behind: "the text" }),
  "stops that are numbers": layers({ ...scrim, stops: [0, 1] }),
  "a focus off the picture": layers({ ...photo, focus: { x: 2, y: 0 } }),
  "a variable of no type": { ...layers(photo), variables: { headline: { required: true } } },
  "a variable named as a derived colour": {
    ...layers(photo),
    variables: { on_accent: { type: "color", default: "#000000" } },
  },
  "a colour variable without a default": { ...layers(photo), variables: { accent: { type: "color" } } },
  "a colour variable by another": {
    ...layers(photo),
    variables: { accent: { type: "color", default: "{{headline}}" } },
  },
  "variables as a list": { ...layers(photo), variables: ["headline"] },
  "an override for no shape": overrides("wide", {}),
  "an override without layers": { ...layers(photo), overrides: { banner: {} } },
  "an override of a type": overrides("banner", { headline: { type: "logo" } }),
  "an override that unlocks": overrides("banner", { headline: { locked: false } }),
  "an override with an absurd size": overrides("banner", { headline: { size: 9 } }),
};

/** What a JSON Schema cannot see, as it depends on another part of the layout. */
export const contradictory: Record<string, unknown> = {
  "an id twice": layers(rect, rect),
  "a text under itself": layers({ ...under, under: "subline" }),
  "two texts under each other": layers({ ...under, id: "headline", under: "subline" }, under),
  "a text under a picture": layers(photo, { ...under, under: "photo" }),
  "an image over others": layers(rect, photo),
  "a smallest size above the largest": layers({ ...text, min_size: 0.2 }),
  "a box that reaches beyond the canvas": layers({ ...rect, box: { x: 0.5, width: 0.6, height: 1 } }),
  "an invisible shape": layers({ ...rect, color: null }),
  "a line with an area": layers({ ...rect, shape: "line" }),
  "stops out of order": layers({ ...scrim, stops: [...scrim.stops].reverse() }),
  "a colour that the brand has not": layers({ ...text, color: "{{palette.pink}}" }),
  "a variable that is not declared": { variables, ...layers({ ...text, text: "{{subline}}" }) },
  "a text for a colour": { variables, ...layers({ ...text, color: "{{headline}}" }) },
  "broken braces": layers({ ...text, text: "{{head line}}" }),
  "words that may be missing": { variables: { headline: { type: "text" } }, ...layers(text) },
  "a default that is too long": {
    ...layers(photo),
    variables: { headline: { type: "text", default: "Words", max_length: 3 } },
  },
  "an override of an unknown layer": overrides("banner", { nobody: { size: 0.1 } }),
  "an override with another layer's field": overrides("banner", { photo: { size: 0.1 } }),
  "an override that leaves a text without a place": overrides("banner", { subline: { under: null } }),
};
