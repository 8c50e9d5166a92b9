import type { MigrationBuilder } from "node-pg-migrate";

/** A price: `[model, amount, currency, source]`, and up to how many pixels of what is sent. */
type Price = [model: string, amount: number, currency: "EUR" | "USD", source: string, max_pixels?: number];

/** A row of integration.provider_operations with its prices. */
interface Operation {
  operation: string;
  kind: "search" | "download" | "text_to_image" | "edit" | "text";
  is_async?: boolean;
  /** Asking again costs nothing. */
  is_repeatable?: boolean;
  prompt_limit?: number;
  /** What a request may choose: one of a list, a whole number of a range, or a text. */
  parameters?: Record<string, string[] | { min: number; max: number } | { pattern: string }>;
  description: string;
  /** What the amounts are for, where that is not a call. */
  unit?: "picture" | "doubling";
  /** The largest result that is made. */
  max_result_pixels?: number;
  prices: Price[];
}

const published = "Published by Freepik, 2025";
const thirdParty = "Noted by a third party, 2026-04-23";
const assumed = "Assumed, as no price is published: put in what your contract says";
const flat = (amount: number, source = assumed): Price[] => [["", amount, "EUR", source]];

const word = { pattern: "^[a-z0-9]+(-[a-z0-9]+)*$" };
const colors = [
  "black",
  "blue",
  "cyan",
  "gray",
  "green",
  "orange",
  "pink",
  "purple",
  "red",
  "white",
  "yellow",
];

const operations: Operation[] = [
  {
    operation: "stock_search",
    kind: "search",
    is_repeatable: true,
    parameters: {
      license: ["freemium", "premium"],
      orientation: ["landscape", "portrait", "square", "panoramic"],
      people: ["include", "exclude"],
      people_number: ["1", "2", "3", "more_than_three"],
      people_age: ["infant", "child", "teen", "young-adult", "adult", "senior", "elder"],
      people_gender: ["male", "female"],
      people_ethnicity: word,
      period: ["last-month", "last-quarter", "last-semester", "last-year"],
      color: colors,
      author: { min: 1, max: 2_147_483_647 },
      ai_generated: ["excluded", "only"],
      order: ["relevance", "recent"],
      page: { min: 1, max: 100 },
    },
    description: "Search the stock catalogue: GET /v1/resources.",
    prices: flat(0, "No price is published for searches: they count against a daily quota only"),
  },
  {
    operation: "stock_details",
    kind: "search",
    is_repeatable: true,
    parameters: { resource_id: { pattern: "^[0-9]{1,15}$" } },
    description: "Details of a stock picture: GET /v1/resources/{id}.",
    prices: flat(0, "No price is published for details: they count against a daily quota only"),
  },
  {
    operation: "stock_download",
    kind: "download",
    description: "License and download a stock picture: GET /v1/resources/{id}/download.",
    prices: flat(
      0.1,
      "Assumed, as no price is published for stock downloads: put in what your contract says",
    ),
  },
  {
    operation: "mystic",
    kind: "text_to_image",
    is_async: true,
    parameters: { resolution: ["2k", "1k", "4k"] },
    description: "A picture by Mystic.",
    prices: [
      ["1k", 0.1, "EUR", assumed],
      ["2k", 0.1, "EUR", published],
      ["4k", 0.32, "EUR", published],
    ],
  },
  {
    operation: "flux_dev",
    kind: "text_to_image",
    is_async: true,
    parameters: { seed: { min: 1, max: 4_294_967_295 } },
    description: "A picture by Flux dev.",
    prices: flat(0.02),
  },
  {
    operation: "hyperflux",
    kind: "text_to_image",
    is_async: true,
    parameters: { seed: { min: 1, max: 4_294_967_295 } },
    description: "A picture by HyperFlux.",
    prices: flat(0.01),
  },
  {
    operation: "flux_pro_v1_1",
    kind: "text_to_image",
    is_async: true,
    parameters: { seed: { min: 1, max: 4_294_967_295 } },
    description: "A picture by Flux Pro 1.1.",
    prices: flat(0.05),
  },
  {
    operation: "imagen3",
    kind: "text_to_image",
    is_async: true,
    description: "A picture by Imagen 3.",
    unit: "picture",
    prices: flat(0.05),
  },
  {
    operation: "seedream_v4",
    kind: "text_to_image",
    is_async: true,
    parameters: { seed: { min: 0, max: 2_147_483_647 } },
    description: "A picture by Seedream 4.",
    prices: flat(0.04),
  },
  {
    operation: "nano_banana_pro",
    kind: "text_to_image",
    is_async: true,
    prompt_limit: 3000,
    parameters: { resolution: ["1K", "2K", "4K"] },
    description: "A picture by Nano Banana Pro.",
    prices: [
      ["1K", 0.1, "USD", thirdParty],
      ["2K", 0.15, "USD", thirdParty],
      ["4K", 0.3, "USD", thirdParty],
    ],
  },
  {
    operation: "classic_text_to_image",
    kind: "text_to_image",
    parameters: { seed: { min: 0, max: 1_000_000 } },
    description: "A picture by the classic fast model, in the answer itself.",
    unit: "picture",
    prices: flat(0.01),
  },
  {
    operation: "image_upscaler",
    kind: "edit",
    is_async: true,
    description: "Enlarge a picture.",
    unit: "doubling",
    max_result_pixels: 25_300_000,
    // The published examples; a size between two of them costs what the larger does.
    prices: [
      ["", 0.1, "EUR", published, 1280 * 720],
      ["", 0.2, "EUR", published, 1920 * 1080],
      ["", 1.2, "EUR", published],
    ],
  },
  {
    operation: "image_relight",
    kind: "edit",
    is_async: true,
    description: "Light a picture anew.",
    prices: flat(0.1, published),
  },
  {
    operation: "image_style_transfer",
    kind: "edit",
    is_async: true,
    description: "Give a picture another one's style.",
    prices: flat(0.1, published),
  },
  {
    operation: "reimagine_flux",
    kind: "edit",
    is_async: true,
    description: "Variations of a picture.",
    prices: flat(0.03),
  },
  {
    operation: "image_expand",
    kind: "edit",
    is_async: true,
    description: "Paint on beyond a picture's edges.",
    prices: flat(0.05),
  },
  {
    operation: "remove_background",
    kind: "edit",
    description: "Cut the subject out, in the answer itself.",
    prices: flat(0.02),
  },
  {
    operation: "improve_prompt",
    kind: "text",
    is_async: true,
    prompt_limit: 2500,
    description: "A better prompt from a prompt.",
    prices: flat(0.01),
  },
  {
    operation: "image_to_prompt",
    kind: "text",
    is_async: true,
    description: "A prompt from a picture.",
    prices: flat(0.01),
  },
  {
    operation: "classify_image",
    kind: "text",
    description: "Whether a picture was made by AI, in the answer itself.",
    prices: flat(0.01),
  },
];

export function up(pgm: MigrationBuilder): void {
  pgm.sql(
    `insert into integration.providers (key, name, currency) values ('freepik', 'Freepik (Magnific since May 2026)', 'EUR');

    insert into integration.provider_operations
      (provider, operation, is_repeatable, is_async, kind, prompt_limit, parameters, description)
    select 'freepik', o.operation, coalesce(o.is_repeatable, false), coalesce(o.is_async, false), o.kind, o.prompt_limit,
      coalesce(o.parameters, '{}'), o.description
    from jsonb_to_recordset({operations}) o
      (operation text, is_repeatable boolean, is_async boolean, kind text, prompt_limit int, parameters jsonb, description text);

    insert into integration.provider_prices
      (provider, operation, model, unit, max_pixels, max_result_pixels, amount, currency, valid_from, source)
    select 'freepik', o.operation, p ->> 0, coalesce(o.unit, 'call'), (p ->> 4)::bigint, o.max_result_pixels,
      (p ->> 1)::numeric, p ->> 2, '2025-01-01', p ->> 3
    from jsonb_to_recordset({operations}) o (operation text, unit text, max_result_pixels bigint, prices jsonb)
    cross join jsonb_array_elements(o.prices) p`,
    { operations: pgm.func(`$json$${JSON.stringify(operations)}$json$`) },
  );
}

export const down = false;
