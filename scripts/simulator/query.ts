import {
  ages,
  colors,
  contentTypes,
  genders,
  licenses,
  orientations,
  peopleNumbers,
  psdTypes,
  vectorTypes,
} from "./catalogue.ts";
import { ApiError, refuse } from "./http.ts";
import { positive } from "./params.ts";

/** How bodies look where the documentation and live answers differ. */
export type Shapes = "live" | "documented";

/** A search as it was asked for. Sets hold alternatives; an empty set asks for nothing. */
export type SearchQuery = {
  term: string;
  slug: string | null;
  page: number;
  limit: number;
  order: "relevance" | "recent";
  orientation: ReadonlySet<string>;
  contentType: ReadonlySet<string>;
  license: ReadonlySet<string>;
  people: ReadonlySet<string>;
  aiGenerated: ReadonlySet<string>;
  choices: ReadonlyMap<ChoiceFilter, string>;
  author: number | null;
  ids: ReadonlySet<number>;
};

/** Filters that are switched on with 1 and off with 0, by name and options. */
const switches = {
  orientation: orientations,
  content_type: contentTypes,
  license: licenses,
  people: ["include", "exclude"],
  "ai-generated": ["excluded", "only"],
} as const;

const periods = ["last-month", "last-quarter", "last-semester", "last-year"] as const;
const word = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** Filters that take one of a list of values, or any word where no list is published. */
const choices = {
  "filters[people][number]": peopleNumbers,
  "filters[people][age]": ages,
  "filters[people][gender]": genders,
  "filters[people][ethnicity]": word,
  "filters[period]": periods,
  "filters[color]": colors,
  "filters[vector][type]": vectorTypes,
  "filters[vector][style]": word,
  "filters[psd][type]": psdTypes,
} as const;
export type ChoiceFilter = keyof typeof choices;

const defaultLimit = 20;
const highestLimit = 100;
const highestPage = 100;

/** Reads and checks every parameter of `GET /v1/resources`; throws the refusal the service would send. */
export function parseSearch(params: URLSearchParams, shapes: Shapes): SearchQuery {
  const plain = new Map<string, string>();
  const filters = new Map<string, string>();
  for (const [name, value] of params) {
    const group = name.startsWith("filters[") ? filters : plain;
    if (group.has(name)) throw refuse(400, `Parameter '${name}' must be given once`);
    group.set(name, value);
  }
  for (const name of plain.keys()) {
    if (!["term", "slug", "page", "limit", "order"].includes(name))
      throw refuse(400, `Parameter '${name}' is not known`);
  }
  const order = plain.get("order") ?? "relevance";
  if (order !== "relevance" && order !== "recent")
    throw refuse(400, "Parameter 'order' must be one of: relevance, recent");
  return {
    term: plain.get("term") ?? "",
    slug: plain.get("slug") ?? null,
    page: positive("page", plain.get("page") ?? null, 1, highestPage),
    limit: positive("limit", plain.get("limit") ?? null, defaultLimit, highestLimit),
    order,
    ...parseFilters(filters, shapes),
  };
}

function parseFilters(filters: ReadonlyMap<string, string>, shapes: Shapes) {
  const invalid: { name: string; reason: string }[] = [];
  const on = new Map<string, Set<string>>(Object.keys(switches).map((name) => [name, new Set()]));
  const chosen = new Map<ChoiceFilter, string>();
  let author: number | null = null;
  let ids = new Set<number>();

  for (const [name, value] of filters) {
    const [, group = "", option = ""] = /^filters\[([^\]]+)\]\[([^\]]+)\]$/.exec(name) ?? [];
    if (
      group in switches &&
      (switches[group as keyof typeof switches] as readonly string[]).includes(option)
    ) {
      if (value === "1") on.get(group)?.add(option);
      else if (value !== "0") invalid.push({ name, reason: "must be 0 or 1" });
    } else if (name in choices) {
      const allowed = choices[name as ChoiceFilter];
      if (allowed instanceof RegExp) {
        if (!allowed.test(value)) invalid.push({ name, reason: "must be a lower-case word" });
      } else if (!(allowed as readonly string[]).includes(value)) {
        invalid.push({ name, reason: `must be one of: ${allowed.join(", ")}` });
      }
      chosen.set(name as ChoiceFilter, value);
    } else if (name === "filters[author]") {
      if (!/^\d+$/.test(value)) invalid.push({ name, reason: "must be an author's id" });
      author = Number(value);
    } else if (name === "filters[ids]") {
      if (!/^\d+(,\d+)*$/.test(value)) invalid.push({ name, reason: "must be ids, separated by commas" });
      ids = new Set(value.split(",").map(Number));
    } else {
      invalid.push({ name, reason: "is not a known filter" });
    }
  }
  for (const [group, pair] of [
    ["people", ["include", "exclude"]],
    ["ai-generated", ["excluded", "only"]],
  ] as const) {
    if (on.get(group)?.size === 2)
      invalid.push({ name: `filters[${group}]`, reason: `takes one of: ${pair.join(", ")}` });
  }
  if (invalid.length > 0) throw invalidParams(invalid, shapes);
  const set = (group: keyof typeof switches) => on.get(group) as ReadonlySet<string>;
  return {
    orientation: set("orientation"),
    contentType: set("content_type"),
    license: set("license"),
    people: set("people"),
    aiGenerated: set("ai-generated"),
    choices: chosen,
    author,
    ids,
  };
}

/** The documentation's schema wraps the problem, its example does not. */
export function invalidParams(
  invalid: readonly { name: string; reason: string }[],
  shapes: Shapes,
): ApiError {
  const problem = { message: "Your request parameters didn't validate.", invalid_params: invalid };
  return new ApiError(400, shapes === "documented" ? { problem } : problem, {
    "content-type": "application/problem+json",
  });
}
