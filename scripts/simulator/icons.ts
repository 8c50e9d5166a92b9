import type { ServerResponse } from "node:http";
import type { Call } from "./call.ts";
import { sendFile } from "./files.ts";
import { refuse, send, sendHtml } from "./http.ts";
import { type Icon, iconFile, iconShapes } from "./icon-catalogue.ts";
import { positive } from "./params.ts";
import { costOf, stockPrices } from "./prices.ts";
import { markId, type Scenario, type Stage, scenarioOfText, strikes, unmarkId } from "./scenarios.ts";
import { tokensOf } from "./search.ts";
import type { Simulator } from "./server.ts";
import { authorOf, type View } from "./shapes.ts";

const formats = ["svg", "png", "gif", "mp4", "aep", "json", "psd", "eps"] as const;
/** What icons that do not move can be had as. */
const still = ["svg", "png", "psd", "eps"] as const;
const pngSizes = ["512", "256", "128", "64", "32", "24", "16"] as const;
const searchParams = [
  "term",
  "slug",
  "page",
  "per_page",
  "family-id",
  "order",
  "thumbnail_size",
  "filters[color]",
  "filters[shape]",
];
const defaultPerPage = 20;
const highestPerPage = 100;
const highestThumbnail = 512;

/** Understands a call below `/v1/icons`. */
export function iconsCall(
  simulator: Simulator,
  url: URL,
  [id, action, ...rest]: readonly string[],
  otherwise: Scenario | null,
): Call {
  if (rest.length > 0) throw notFound();
  const call = (stage: Stage, scenario: Scenario | null, answer: Call["answer"]): Call => ({
    stage,
    scenario,
    quotas: ["icons"],
    identity: `${url.pathname}?${url.searchParams}`,
    attemptId: null,
    answer,
  });

  if (id === undefined) {
    const asked = scenarioOfText(url.searchParams.get("term") ?? "");
    return call("search", asked.scenario ?? otherwise, (view) => ({
      body: searched(simulator, url.searchParams, asked, view),
      charge: charge("GET /v1/icons", null),
    }));
  }
  if (!/^\d{1,15}$/.test(id)) throw refuse(400, "Parameter 'id' must be an integer");
  const own = unmarkId(Number(id));
  const scenario = own.scenario ?? otherwise;
  const find = () => {
    const icon = simulator.icons.byId.get(own.id);
    if (!icon) throw refuse(404, "Icon not found");
    return icon;
  };
  if (action === undefined) {
    return call("details", scenario, (view) => {
      const icon = find();
      const family = simulator.icons.list.filter((one) => one.family.id === icon.family.id);
      const related = family
        .filter((one) => one !== icon)
        .slice(0, 4)
        .map((one) => shown(one, one.id, 128, view));
      const data = { ...shown(icon, Number(id), 128, view), related };
      return { body: { data }, charge: null };
    });
  }
  if (action !== "download") throw notFound();
  return call("download", scenario, (view) => ({
    body: { data: downloaded(simulator, find, url.searchParams, scenario, view) },
    charge: charge("GET /v1/icons/{id}/download", own.id),
  }));
}

/** Answers for the files of icons: thumbnails open to all, downloads by signed address only. */
export async function answerIconFile(
  simulator: Simulator,
  url: URL,
  response: ServerResponse,
): Promise<boolean> {
  const [, , kind, marked = "", detail = "", ...rest] = url.pathname.split("/");
  if ((kind !== "icon" && kind !== "icon-thumbnail") || rest.length > 1) return false;
  const { id, scenario } = unmarkId(Number(marked));
  const icon = simulator.icons.byId.get(id);
  if (!icon) throw notFound();
  if (kind === "icon-thumbnail") {
    const { data, mime } = await iconFile(icon, "png", thumbnailSide(detail));
    send(response, 200, data, { "content-type": mime });
    return true;
  }
  const now = Math.floor(simulator.clock().getTime() / 1000);
  if (!simulator.signer.valid(url.pathname, url.search.slice(1), now)) {
    sendHtml(response, 403, "Access Denied");
    return true;
  }
  const [format, side] = detail.split("-");
  await sendFile(simulator, response, scenario, () =>
    iconFile(icon, format as (typeof still)[number], Number(side)),
  );
  return true;
}

function searched(
  { icons }: Simulator,
  params: URLSearchParams,
  asked: ReturnType<typeof scenarioOfText>,
  view: View,
): object {
  for (const name of params.keys()) {
    if (!searchParams.includes(name)) throw refuse(400, `Parameter '${name}' is not known`);
    if (params.getAll(name).length > 1) throw refuse(400, `Parameter '${name}' must be given once`);
  }
  const page = positive("page", params.get("page"), 1, Number.MAX_SAFE_INTEGER);
  const perPage = positive("per_page", params.get("per_page"), defaultPerPage, highestPerPage);
  const side = thumbnailSide(params.get("thumbnail_size") ?? "128");
  const order = oneOf(params, "order", ["relevance", "recent"], "relevance");
  const shape = params.has("filters[shape]") ? oneOf(params, "filters[shape]", iconShapes, "fill") : null;
  const family = params.has("family-id")
    ? positive("family-id", params.get("family-id"), 1, Number.MAX_SAFE_INTEGER)
    : null;
  const slug = params.get("slug");
  const color = params.get("filters[color]");
  const words = slug === null ? tokensOf(asked.term) : [];
  const rank = (icon: Icon) =>
    words.filter((word) => tokensOf(icon.name).includes(word)).length * 3 +
    words.filter((word) => tokensOf(icon.keywords.join(" ")).includes(word)).length;
  const found = icons.list
    .filter(
      (icon) =>
        (slug === null || icon.slug === slug) &&
        (shape === null || icon.shape === shape) &&
        (color === null || icon.color === color) &&
        (family === null || icon.family.id === family),
    )
    .map((icon) => ({ icon, rank: rank(icon) }))
    .filter(({ rank }) => rank > 0 || words.length === 0)
    .sort((a, b) =>
      order === "recent"
        ? b.icon.created.getTime() - a.icon.created.getTime() || a.icon.id - b.icon.id
        : b.rank - a.rank || a.icon.id - b.icon.id,
    );
  return {
    data: found
      .slice((page - 1) * perPage, page * perPage)
      .map(({ icon }) => shown(icon, markId(icon.id, asked.scenario), side, view)),
    // Its shape is not confirmed: that of stock search.
    meta: {
      current_page: page,
      per_page: perPage,
      last_page: Math.max(1, Math.ceil(found.length / perPage)),
      total: found.length,
    },
  };
}

function shown(icon: Icon, id: number, side: number, { baseUrl }: View): object {
  const style = iconShapes.indexOf(icon.shape);
  return {
    id,
    name: icon.name,
    slug: icon.slug,
    free_svg: icon.free,
    created: icon.created.toISOString(),
    author: authorOf(icon.author),
    style: { id: style + 1, name: icon.shape },
    family: icon.family,
    thumbnails: [{ width: side, height: side, url: `${baseUrl}/cdn/icon-thumbnail/${id}/${side}` }],
  };
}

function downloaded(
  simulator: Simulator,
  find: () => Icon,
  params: URLSearchParams,
  scenario: Scenario | null,
  { baseUrl, now }: View,
): object {
  const format = oneOf(params, "format", formats, "png");
  const side = oneOf(params, "png_size", pngSizes, "512");
  const icon = find();
  if (!(still as readonly string[]).includes(format)) {
    throw refuse(404, `Icon not found in the format '${format}'`);
  }
  const path = `/cdn/icon/${markId(icon.id, scenario)}/${format}-${side}/${icon.slug}.${format}`;
  const expired =
    strikes(scenario, "asset-expired", "download") && simulator.trouble.everyOther(`expired ${path}`);
  const exp = Math.floor(now.getTime() / 1000) + (expired ? -1 : simulator.assetSeconds);
  return {
    filename: `${icon.slug}.${format}`,
    url: `${baseUrl}${path}?${simulator.signer.token(path, exp)}`,
  };
}

function charge(endpoint: "GET /v1/icons" | "GET /v1/icons/{id}/download", resourceId: number | null) {
  return { endpoint, ...costOf(stockPrices[endpoint]), taskId: null, resourceId };
}

function oneOf<const T extends string>(
  params: URLSearchParams,
  name: string,
  allowed: readonly T[],
  otherwise: T,
): T {
  const value = params.get(name) ?? otherwise;
  const found = allowed.find((one) => one === value);
  if (!found) throw refuse(400, `Parameter '${name}' must be one of: ${allowed.join(", ")}`);
  return found;
}

function thumbnailSide(text: string): number {
  const side = Number(text);
  if (!Number.isInteger(side) || side < 1 || side > highestThumbnail)
    throw refuse(400, `Parameter 'thumbnail_size' must be an integer from 1 to ${highestThumbnail}`);
  return side;
}

function notFound() {
  return refuse(404, "Not Found");
}
