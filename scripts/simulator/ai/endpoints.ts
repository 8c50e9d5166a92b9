import type { Quota } from "../limits.ts";
import {
  address,
  type Body,
  base64,
  choice,
  decimal,
  type Fields,
  flag,
  group,
  type Invalid,
  list,
  picture,
  required,
  text,
  whole,
  word,
} from "./fields.ts";
import {
  colonRatios,
  fiveRatios,
  type Size,
  sevenRatios,
  sizeOf,
  tenRatios,
  thirteenRatios,
} from "./sizes.ts";

/** How a result comes about. */
export type Method =
  | "paint"
  | "draw"
  | "enlarge"
  | "retouch"
  | "extend"
  | "cut-out"
  | "improve-prompt"
  | "describe"
  | "classify";

/** What the simulator knows about an AI endpoint. */
export type Endpoint = {
  method: Method;
  /** A task that is asked for later, or everything in the answer. */
  answers: "task" | "at-once";
  body: Fields;
  /** `false` for a body of form fields. */
  json: boolean;
  /** Rules over several fields. */
  check?(body: Body): Invalid[];
  /** Size of the result; `input` is that of the first picture sent. */
  size?(body: Body, input: Size | null): Size;
  /** How many times longer each side becomes. */
  factor?(body: Body): number;
  /** What a result may have at most. */
  maxPixels?: number;
  file: "jpeg" | "png";
  quota: Quota | null;
  quirks: readonly Quirk[];
};
/** Where an endpoint departs from the protocol of the others. */
type Quirk =
  /** POST is answered without `generated`. */
  | "no-generated"
  /** By the documentation POST is answered without `data`, with this name for the status. */
  | "bare-status"
  | "bare-task-status"
  /** Live, the task is over when POST is answered. */
  | "done-at-once"
  /** `generated` may hold sentences. */
  | "sentences"
  /** There is no GET: the result comes by webhook only. */
  | "webhook-only";

const color = list(group({ color: required(text({ like: /^#[0-9A-Fa-f]{6}$/ })), weight: decimal(0, 1) }));
const styling = group({
  style: word(),
  effects: group({ color: word(), lightning: word(), framing: word() }),
  colors: color,
});
const percent = (otherwise: number) => whole(0, 100, otherwise);
const mysticEngines = ["automatic", "magnific_illusio", "magnific_sharpy", "magnific_sparkle"];

const sideOf = (body: Body, name: string) => (typeof body[name] === "number" ? body[name] : 0);
const ratioSize = (body: Body) =>
  sizeOf(String(body.aspect_ratio), body.resolution === undefined ? "1k" : String(body.resolution));
const inputSize = (_: Body, input: Size | null): Size => input ?? sizeOf("square_1_1");
const enlarged =
  (factor: (body: Body) => number) =>
  (body: Body, input: Size | null): Size => {
    const { width, height } = inputSize(body, input);
    return { width: Math.round(width * factor(body)), height: Math.round(height * factor(body)) };
  };

const task = { answers: "task", json: true, quota: null, quirks: [] } as const;
/** A picture from a prompt in one of some aspect ratios. */
const painted = {
  ...task,
  method: "paint",
  file: "jpeg",
  size: ratioSize,
} as const;

const flux: Fields = {
  prompt: text(),
  aspect_ratio: choice(tenRatios, "square_1_1"),
  styling,
  seed: whole(1, 4_294_967_295),
};
const imagen: Endpoint = {
  ...painted,
  body: {
    prompt: text(),
    num_images: whole(1, 4, 1),
    aspect_ratio: choice(fiveRatios, "square_1_1"),
    styling,
    person_generation: choice(["dont_allow", "allow_adult", "allow_all"]),
    safety_settings: text({ like: /^block_[a-z]+(_[a-z]+)*$/ }),
  },
};
const seedreamFields: Fields = {
  prompt: text(),
  aspect_ratio: choice(sevenRatios, "square_1_1"),
  guidance_scale: decimal(0, 20),
  seed: whole(0, 2_147_483_647),
};
const seedream: Endpoint = { ...painted, body: seedreamFields };
const nanoBananaFields: Fields = {
  prompt: required(text({ min: 2, max: 3_000 })),
  reference_images: list(group({ image: required(picture()), text: text(), mime_type: text() }), 14),
  aspect_ratio: choice(colonRatios, "1:1"),
  resolution: choice(["1K", "2K", "4K"], "1K"),
};
const doubled = () => 2;
const precision: Endpoint = {
  ...task,
  method: "enlarge",
  body: {
    image: required(picture()),
    sharpen: percent(50),
    smart_grain: percent(7),
    ultra_detail: percent(30),
  },
  // The page names no factor for it.
  factor: doubled,
  size: enlarged(doubled),
  maxPixels: 25_300_000,
  file: "png",
  quota: "upscaler",
};
const upscalerFactor = (body: Body) => Number.parseInt(String(body.scale_factor), 10);
const detail = () => whole(-10, 10, 0);
const expand: Endpoint = {
  ...task,
  method: "extend",
  body: {
    image: required(base64()),
    prompt: text(),
    left: whole(0, 2_048),
    right: whole(0, 2_048),
    top: whole(0, 2_048),
    bottom: whole(0, 2_048),
  },
  size: (body, input) => {
    const { width, height } = inputSize(body, input);
    return {
      width: width + sideOf(body, "left") + sideOf(body, "right"),
      height: height + sideOf(body, "top") + sideOf(body, "bottom"),
    };
  },
  file: "jpeg",
  quota: "expand",
};

const table = {
  "text-to-image": {
    ...painted,
    answers: "at-once",
    body: {
      prompt: required(text({ min: 3 })),
      negative_prompt: text({ min: 3 }),
      guidance_scale: decimal(0, 2, 1),
      num_images: whole(1, 4, 1),
      seed: whole(0, 1_000_000),
      image: group({ size: choice(thirteenRatios) }),
      styling,
      filter_nsfw: flag(true),
    },
    size: (body) => sizeOf((body.image as { size?: string } | undefined)?.size ?? "square_1_1"),
    quota: "classic",
  },
  mystic: {
    ...painted,
    body: {
      prompt: text(),
      structure_reference: base64(),
      structure_strength: percent(50),
      style_reference: base64(),
      adherence: percent(50),
      hdr: percent(50),
      resolution: choice(["1k", "2k", "4k"], "2k"),
      aspect_ratio: choice(thirteenRatios, "square_1_1"),
      model: choice(["realism", "fluid", "zen", "super_real", "flexible", "editorial_portraits"], "realism"),
      creative_detailing: percent(33),
      engine: choice(mysticEngines, "automatic"),
      fixed_generation: flag(false),
      filter_nsfw: flag(true),
      styling: group({
        styles: list(group({ name: required(text()), strength: decimal(0, 200) })),
        characters: list(group({ id: required(text()), strength: decimal(0, 200) })),
        colors: color,
      }),
    },
    check: ({ model, aspect_ratio }) =>
      model === "fluid" && !(fiveRatios as readonly unknown[]).includes(aspect_ratio)
        ? [
            {
              name: "aspect_ratio",
              reason: `with the model 'fluid' must be one of: ${fiveRatios.join(", ")}`,
            },
          ]
        : [],
    quota: "mystic",
  },
  "text-to-image/flux-dev": { ...painted, body: flux, quota: "flux-dev", quirks: ["no-generated"] },
  "text-to-image/hyperflux": { ...painted, body: flux },
  "text-to-image/flux-pro-v1-1": {
    ...painted,
    body: {
      prompt: text(),
      prompt_upsampling: flag(),
      seed: whole(1, 4_294_967_295),
      aspect_ratio: choice(tenRatios, "square_1_1"),
      safety_tolerance: whole(0, 6),
      output_format: choice(["jpeg", "png"]),
    },
  },
  "text-to-image/imagen3": { ...imagen, quota: "imagen3" },
  "text-to-image/imagen4-fast": imagen,
  "text-to-image/imagen4-ultra": imagen,
  "text-to-image/seedream": seedream,
  "text-to-image/seedream-v4": seedream,
  "text-to-image/seedream-v4-5": seedream,
  "text-to-image/seedream-v5-lite": seedream,
  "text-to-image/seedream-v5-pro": seedream,
  "text-to-image/seedream-v4-edit": {
    ...seedream,
    method: "retouch",
    body: { ...seedreamFields, reference_images: list(picture(), 5) },
    quirks: ["sentences"],
  },
  "gemini-2-5-flash-image-preview": {
    ...task,
    method: "retouch",
    body: { prompt: text(), reference_images: list(picture(), 3) },
    size: (_, input) => (input ? sizeOf(`${input.width}:${input.height}`) : sizeOf("square_1_1")),
    file: "jpeg",
    quirks: ["sentences"],
  },
  "text-to-image/nano-banana-pro": { ...painted, method: "retouch", body: nanoBananaFields },
  "text-to-image/nano-banana-pro-flash": {
    ...painted,
    method: "retouch",
    body: { ...nanoBananaFields, use_google_search_tool: flag() },
  },
  "image-upscaler": {
    ...task,
    method: "enlarge",
    body: {
      image: required(base64()),
      scale_factor: choice(["2x", "4x", "8x", "16x"], "2x"),
      optimized_for: choice(
        [
          "standard",
          "soft_portraits",
          "hard_portraits",
          "art_n_illustration",
          "videogame_assets",
          "nature_n_landscapes",
          "films_n_photography",
          "3d_renders",
          "science_fiction_n_horror",
        ],
        "standard",
      ),
      prompt: text(),
      creativity: detail(),
      hdr: detail(),
      resemblance: detail(),
      fractality: detail(),
      engine: choice(mysticEngines),
    },
    factor: upscalerFactor,
    size: enlarged(upscalerFactor),
    maxPixels: 25_300_000,
    file: "png",
    quota: "upscaler",
  },
  "image-upscaler-precision": precision,
  "image-upscaler-precision-v2": precision,
  "image-relight": {
    ...task,
    method: "retouch",
    body: {
      image: required(picture()),
      prompt: text(),
      transfer_light_from_reference_image: picture(),
      transfer_light_from_lightmap: picture(),
      light_transfer_strength: percent(100),
      interpolate_from_original: flag(),
      change_background: flag(true),
      style: word(),
      preserve_details: flag(),
      advanced_settings: group({
        whites: percent(50),
        blacks: percent(50),
        brightness: percent(50),
        contrast: percent(50),
        saturation: percent(50),
        engine: word(),
        transfer_light_a: word(),
        transfer_light_b: word(),
        fixed_generation: flag(),
      }),
    },
    check: (body) =>
      "transfer_light_from_reference_image" in body && "transfer_light_from_lightmap" in body
        ? [
            {
              name: "transfer_light_from_lightmap",
              reason: "cannot stand beside transfer_light_from_reference_image",
            },
          ]
        : [],
    size: inputSize,
    file: "jpeg",
    quota: "relight",
  },
  "image-style-transfer": {
    ...task,
    method: "retouch",
    body: {
      image: required(picture()),
      reference_image: required(picture()),
      prompt: text(),
      style_strength: percent(100),
      structure_strength: percent(50),
      is_portrait: flag(),
      portrait_style: word(),
      portrait_beautifier: word(),
      flavor: word(),
      engine: word(),
      fixed_generation: flag(),
    },
    size: inputSize,
    file: "jpeg",
    quota: "style-transfer",
    quirks: ["bare-task-status"],
  },
  "beta/remove-background": {
    ...task,
    method: "cut-out",
    answers: "at-once",
    json: false,
    body: { image_url: required(address()) },
    size: inputSize,
    file: "png",
    quota: "remove-background",
  },
  "beta/text-to-image/reimagine-flux": {
    ...task,
    method: "retouch",
    body: {
      image: required(base64()),
      prompt: text(),
      imagination: choice(["wild", "subtle", "vivid"]),
      aspect_ratio: choice(["original", ...tenRatios], "original"),
    },
    size: (body, input) => (body.aspect_ratio === "original" ? inputSize(body, input) : ratioSize(body)),
    file: "jpeg",
    quota: "reimagine",
    quirks: ["bare-status", "done-at-once"],
  },
  "image-expand/flux-pro": expand,
  "image-expand/ideogram": expand,
  "image-expand/seedream-v4-5": expand,
  "improve-prompt": {
    ...task,
    method: "improve-prompt",
    body: {
      prompt: text({ max: 2_500 }),
      type: choice(["image", "video"], "image"),
      language: text({ like: /^[a-z]{2}$/ }),
    },
    file: "jpeg",
    quota: "improve-prompt",
  },
  "image-to-prompt": {
    ...task,
    method: "describe",
    body: { image: required(picture()) },
    file: "jpeg",
    quota: "image-to-prompt",
  },
  "classifier/image": {
    ...task,
    method: "classify",
    answers: "at-once",
    body: { image: required(picture()) },
    file: "jpeg",
  },
  "text-to-icon": {
    ...task,
    method: "draw",
    body: { prompt: required(text()) },
    size: () => sizeOf("square_1_1"),
    file: "png",
    quirks: ["webhook-only"],
  },
} as const satisfies Record<string, Endpoint>;

/** Path of an AI endpoint below `/v1/ai/`. */
export type AiPath = keyof typeof table;

/** Every AI endpoint. Those with tasks take a webhook, and need one where nothing else tells the result. */
export const endpoints = Object.fromEntries(
  Object.entries<Endpoint>(table).map(([path, endpoint]) => [
    path,
    endpoint.answers === "at-once"
      ? endpoint
      : {
          ...endpoint,
          body: {
            ...endpoint.body,
            webhook_url: endpoint.quirks.includes("webhook-only") ? required(address()) : address(),
          },
        },
  ]),
) as Record<AiPath, Endpoint>;

/** True for the path of an endpoint. */
export function isAiPath(path: string): path is AiPath {
  return Object.hasOwn(endpoints, path);
}
