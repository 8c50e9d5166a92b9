import type { IncomingMessage, ServerResponse } from "node:http";
import type { Resource } from "./catalogue.ts";
import { refuse, sendHtml, sendJson } from "./http.ts";
import { type Quota, quotaUsedUp } from "./limits.ts";
import { type ImageSize, imageSizes } from "./pictures.ts";
import type { BilledEndpoint } from "./prices.ts";
import { parseSearch, type SearchQuery } from "./query.ts";
import {
  markId,
  parseScenario,
  type Scenario,
  type Stage,
  scenarioOfTerm,
  strikes,
  unmarkId,
} from "./scenarios.ts";
import { searchCatalogue } from "./search.ts";
import type { Simulator } from "./server.ts";
import { detailed, listed, type View } from "./shapes.ts";
import { sendSlowly } from "./slow.ts";

/** One understood call, before it is answered. */
type Call = {
  stage: Stage;
  scenario: Scenario | null;
  quotas: readonly Quota[];
  bills: BilledEndpoint | null;
  resourceId: number | null;
  answer(view: View): object;
};
type Caller = { key: string; scenario: Scenario | null };

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
/** What "429-retry-after" makes a client wait. */
const retryAfterMs = 2_000;

/** Answers a call of the API. */
export async function answerApi(
  simulator: Simulator,
  request: IncomingMessage,
  url: URL,
  baseUrl: string,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  const now = simulator.clock();
  simulator.limits.admit(request.socket.remoteAddress ?? "", now);
  const caller = authenticate(simulator, request);
  const call = understand(simulator, url, caller.scenario ?? simulator.scenario);
  const strike = (name: Scenario["name"]) => strikes(call.scenario, name, call.stage);
  const identity = `${call.scenario?.name} ${caller.key} ${url.pathname}?${url.searchParams}`;

  if (strike("html-502")) return sendHtml(response, 502, "502 Bad Gateway");
  if (strike("503")) throw unavailable();
  if (strike("503-then-ok") && simulator.trouble.everyOther(identity)) throw unavailable();
  if (strike("402")) throw refuse(402, "You have run out of credits");
  if (strike("daily-quota")) throw quotaUsedUp();
  if (strike("429") && simulator.trouble.everyOther(identity)) throw refuse(429, "Too many requests");
  if (strike("429-retry-after")) {
    const left = simulator.trouble.waitLeft(identity, retryAfterMs, now);
    if (left > 0) throw refuse(429, "Too many requests", { "retry-after": String(Math.ceil(left / 1000)) });
  }
  simulator.limits.check(caller.key, call.quotas, now);

  const { language, tag } = languageOf(request);
  const body = call.answer({ baseUrl, language, shapes: simulator.shapes, now });
  simulator.limits.count(caller.key, call.quotas, now);
  if (call.bills !== null) {
    simulator.ledger.bill({
      endpoint: call.bills,
      attemptId: headerOf(request, "x-client-attempt-id"),
      key: caller.key,
      resourceId: call.resourceId,
      time: now,
    });
  }

  if (strike("html")) return sendHtml(response, 200, "We will be right back");
  if (strike("cut-after-billing") && simulator.trouble.everyOther(identity)) {
    request.socket.destroy();
    return;
  }
  if (strike("slow-body")) {
    const text = Buffer.from(JSON.stringify(body));
    return sendSlowly(response, text, { "content-type": "application/json" }, simulator.slowMs, signal);
  }
  sendJson(response, 200, body, { "content-language": tag });
}

function authenticate(simulator: Simulator, request: IncomingMessage): Caller {
  const key = headerOf(request, "x-freepik-api-key") ?? headerOf(request, "x-magnific-api-key");
  if (key === null) throw refuse(401, "Missing API key");
  const plus = key.indexOf("+");
  const known = plus === -1 ? key : key.slice(0, plus);
  const accepted = simulator.apiKeys ? simulator.apiKeys.includes(known) : known.startsWith("sim-");
  if (!accepted) throw refuse(401, "Invalid API key");
  return { key, scenario: plus === -1 ? null : parseScenario(key.slice(plus + 1)) };
}

function understand(simulator: Simulator, url: URL, otherwise: Scenario | null): Call {
  const [, version, collection, id, action, format, ...rest] = url.pathname.split("/");
  if (version !== "v1" || collection !== "resources" || rest.length > 0) throw notFound();
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
  if (action === undefined) return detailsCall(simulator, find, marked, scenario);
  if (action !== "download") throw notFound();
  return downloadCall(simulator, url, find, own.id, format ?? null, scenario);
}

function searchCall(simulator: Simulator, url: URL, otherwise: Scenario | null): Call {
  const asked = scenarioOfTerm(url.searchParams.get("term") ?? "");
  return {
    stage: "search",
    scenario: asked.scenario ?? otherwise,
    quotas: ["resources"],
    bills: "GET /v1/resources",
    resourceId: null,
    answer: (view) => {
      const query: SearchQuery = { ...parseSearch(url.searchParams, simulator.shapes), term: asked.term };
      const found = searchCatalogue(simulator.catalogue, query, view.now);
      const from = (query.page - 1) * query.limit;
      return {
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
    },
  };
}

function detailsCall(
  simulator: Simulator,
  find: () => Resource,
  marked: number,
  scenario: Scenario | null,
): Call {
  return {
    stage: "details",
    scenario,
    quotas: ["resources"],
    bills: null,
    resourceId: null,
    answer: (view) => {
      const resource = find();
      const alike = simulator.catalogue.list.filter(
        (other) => other.id !== resource.id && other.keywords[0] === resource.keywords[0],
      );
      return { data: detailed(resource, marked, alike.slice(0, 3), view) };
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
    resourceId: id,
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
      bills: "GET /v1/resources/{id}/download",
      answer: (view) => {
        const size = imageSizeOf(url.searchParams);
        const resource = find();
        const photo = resource.type === "photo";
        const extension = photo ? "jpg" : "zip";
        const file = path(resource, photo ? size : "archive", extension);
        const exp = start(view, simulator.assetSeconds) + simulator.assetSeconds;
        return {
          data: {
            filename: `${resource.slug}.${extension}`,
            url: `${view.baseUrl}${file}?${simulator.signer.token(file, exp)}`,
          },
        };
      },
    };
  }
  return {
    ...common,
    bills: "GET /v1/resources/{id}/download/{format}",
    answer: (view) => {
      if (!downloadFormats.includes(format))
        throw refuse(400, `Parameter 'resource-format' must be one of: ${downloadFormats.join(", ")}`);
      const resource = find();
      if (!resource.formats.includes(format))
        throw refuse(404, `Resource not found in the format '${format}'`);
      const file = path(resource, `as-${format}`, format);
      const st = start(view, signedSeconds);
      return {
        data: [
          {
            filename: `${resource.slug}.${format}`,
            url: `${view.baseUrl}${file}`,
            signed_url: `${view.baseUrl}${file}?${simulator.signer.window(file, st, st + signedSeconds)}`,
          },
        ],
      };
    },
  };
}

function imageSizeOf(params: URLSearchParams): ImageSize {
  const size = params.get("image_size") ?? "original";
  if (!Object.hasOwn(imageSizes, size))
    throw refuse(400, `Parameter 'image_size' must be one of: ${Object.keys(imageSizes).join(", ")}`);
  return size as ImageSize;
}

/** The first tag of Accept-Language, or the documented default where it is missing or not a tag. */
function languageOf(request: IncomingMessage): { language: string; tag: string } {
  const first = (headerOf(request, "accept-language") ?? "").split(/[,;]/)[0]?.trim() ?? "";
  const tag = /^[a-z]{2}(-[A-Za-z]{2})?$/.test(first) ? first : "en-US";
  return { language: tag.slice(0, 2), tag };
}

function headerOf(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name];
  return typeof value === "string" && value !== "" ? value : null;
}

function unavailable() {
  return refuse(503, "Service Unavailable. Please try again later.");
}

function notFound() {
  return refuse(404, "Not Found");
}
