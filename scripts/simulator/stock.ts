import type { Call, Charge } from "./call.ts";
import type { Resource } from "./catalogue.ts";
import { refuse } from "./http.ts";
import { type ImageSize, imageSizes } from "./pictures.ts";
import { costOf, type StockEndpoint, stockPrices } from "./prices.ts";
import { parseSearch, type SearchQuery } from "./query.ts";
import { markId, type Scenario, scenarioOfText, strikes, unmarkId } from "./scenarios.ts";
import { searchCatalogue } from "./search.ts";
import type { Simulator } from "./server.ts";
import { detailed, listed, type View } from "./shapes.ts";

const downloadFormats = [
  "psd",
  "ai",
  "eps",
  "atn",
  "fonts",
  "resources",
  "png",
  "jpg",
  "3d-render",
  "svg",
  "mockup",
];
const signedSeconds = 3_600;

/** Understands a call below `/v1/resources`. */
export function stockCall(
  simulator: Simulator,
  url: URL,
  [id, action, format, ...rest]: readonly string[],
  otherwise: Scenario | null,
): Call {
  if (rest.length > 0) throw notFound();
  if (id === undefined) return searchCall(simulator, url, otherwise);
  if (!/^\d{1,15}$/.test(id)) throw refuse(400, "Parameter 'resource-id' must be an integer");
  const marked = Number(id);
  const own = unmarkId(marked);
  const scenario = own.scenario ?? otherwise;
  const find = () => {
    const resource = simulator.catalogue.byId.get(own.id);
    if (!resource) throw refuse(404, "Resource not found");
    return resource;
  };
  if (action === undefined) return detailsCall(simulator, url, find, marked, scenario);
  if (action !== "download") throw notFound();
  return downloadCall(simulator, url, find, own.id, format ?? null, scenario);
}

function searchCall(simulator: Simulator, url: URL, otherwise: Scenario | null): Call {
  const asked = scenarioOfText(url.searchParams.get("term") ?? "");
  return {
    stage: "search",
    scenario: asked.scenario ?? otherwise,
    quotas: ["resources"],
    identity: pathOf(url),
    attemptId: null,
    answer: (view) => {
      const query: SearchQuery = { ...parseSearch(url.searchParams, simulator.shapes), term: asked.term };
      const found = searchCatalogue(simulator.catalogue, query, view.now);
      const from = (query.page - 1) * query.limit;
      const body = {
        data: found
          .slice(from, from + query.limit)
          .map((resource) => listed(resource, markId(resource.id, asked.scenario), view)),
        meta: {
          current_page: query.page,
          per_page: query.limit,
          last_page: Math.max(1, Math.ceil(found.length / query.limit)),
          total: found.length,
          clean_search: false,
        },
      };
      return { body, charge: charge("GET /v1/resources", null) };
    },
  };
}

function detailsCall(
  simulator: Simulator,
  url: URL,
  find: () => Resource,
  marked: number,
  scenario: Scenario | null,
): Call {
  return {
    stage: "details",
    scenario,
    quotas: ["resources"],
    identity: pathOf(url),
    attemptId: null,
    answer: (view) => {
      const resource = find();
      const alike = simulator.catalogue.list.filter(
        (other) => other.id !== resource.id && other.keywords[0] === resource.keywords[0],
      );
      return { body: { data: detailed(resource, marked, alike.slice(0, 3), view) }, charge: null };
    },
  };
}

function downloadCall(
  simulator: Simulator,
  url: URL,
  find: () => Resource,
  id: number,
  format: string | null,
  scenario: Scenario | null,
): Call {
  const path = (resource: Resource, file: string, extension: string) =>
    `/cdn/d/${markId(resource.id, scenario)}/${file}/${resource.slug}.${extension}`;
  const common = {
    stage: "download",
    scenario,
    quotas: ["resources", "downloads"],
    identity: pathOf(url),
    attemptId: null,
  } as const;
  /** The moment an address starts to hold: long past when the scenario wants it expired. */
  const start = (view: View, seconds: number) => {
    const expired =
      strikes(scenario, "asset-expired", "download") &&
      simulator.trouble.everyOther(`expired ${url.pathname}`);
    return Math.floor(view.now.getTime() / 1000) - (expired ? seconds + 1 : 0);
  };

  if (format === null) {
    return {
      ...common,
      answer: (view) => {
        const size = imageSizeOf(url.searchParams);
        const resource = find();
        const photo = resource.type === "photo";
        const extension = photo ? "jpg" : "zip";
        const file = path(resource, photo ? size : "archive", extension);
        const exp = start(view, simulator.assetSeconds) + simulator.assetSeconds;
        const data = {
          filename: `${resource.slug}.${extension}`,
          url: `${view.baseUrl}${file}?${simulator.signer.token(file, exp)}`,
        };
        return { body: { data }, charge: charge("GET /v1/resources/{id}/download", id) };
      },
    };
  }
  return {
    ...common,
    answer: (view) => {
      if (!downloadFormats.includes(format))
        throw refuse(400, `Parameter 'resource-format' must be one of: ${downloadFormats.join(", ")}`);
      const resource = find();
      if (!resource.formats.includes(format))
        throw refuse(404, `Resource not found in the format '${format}'`);
      const file = path(resource, `as-${format}`, format);
      const st = start(view, signedSeconds);
      const data = [
        {
          filename: `${resource.slug}.${format}`,
          url: `${view.baseUrl}${file}`,
          signed_url: `${view.baseUrl}${file}?${simulator.signer.window(file, st, st + signedSeconds)}`,
        },
      ];
      return { body: { data }, charge: charge("GET /v1/resources/{id}/download/{format}", id) };
    },
  };
}

function imageSizeOf(params: URLSearchParams): ImageSize {
  const size = params.get("image_size") ?? "original";
  if (!Object.hasOwn(imageSizes, size))
    throw refuse(400, `Parameter 'image_size' must be one of: ${Object.keys(imageSizes).join(", ")}`);
  return size as ImageSize;
}

function charge(endpoint: StockEndpoint, resourceId: number | null): Charge {
  return { endpoint, ...costOf(stockPrices[endpoint]), taskId: null, resourceId };
}

function pathOf(url: URL): string {
  return `${url.pathname}?${url.searchParams}`;
}

function notFound() {
  return refuse(404, "Not Found");
}
