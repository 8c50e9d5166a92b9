/** The stock endpoints: how our requests look on the wire, and what we keep of the answers. */

/** A search, as `content.stock_search()` asks for it. */
export interface StockSearch {
  readonly term: string;
  readonly content_type: "photo";
  readonly orientation?: "landscape" | "portrait" | "square";
  readonly license?: "freemium" | "premium";
  readonly limit: number;
}

/** A download of one picture. */
export interface StockDownload {
  readonly resource_id: string;
}

/** A picture that a search found, as `content.choose_picture()` reads it. */
export interface StockPicture {
  readonly id: string;
  readonly title: string | null;
  readonly content_type: string | null;
  readonly orientation: string | null;
  readonly license: string | null;
  readonly license_url: string | null;
  readonly page_url: string | null;
  readonly author: string | null;
}

/** An answer that is JSON, but not what was asked for. */
export class UnusableAnswer extends Error {
  override name = "UnusableAnswer";
}

/** Path and query of a search. */
export function searchPath(search: StockSearch): string {
  const query = new URLSearchParams({
    term: search.term,
    page: "1",
    limit: String(search.limit),
    order: "relevance",
    [`filters[content_type][${search.content_type}]`]: "1",
  });
  if (search.orientation !== undefined) query.set(`filters[orientation][${search.orientation}]`, "1");
  if (search.license !== undefined) query.set(`filters[license][${search.license}]`, "1");
  return `/v1/resources?${query}`;
}

/** Path of a download. */
export function downloadPath(download: StockDownload): string {
  return `/v1/resources/${encodeURIComponent(download.resource_id)}/download`;
}

/**
 * Reads the answer of a search.
 * @throws {UnusableAnswer}
 */
export function readSearch(body: unknown): { total: number; items: StockPicture[] } {
  const { data, meta } = fields(body);
  if (!Array.isArray(data)) throw new UnusableAnswer("its answer has no list of pictures");
  const items = data.map(fields).filter((item) => isId(item.id) && item.active !== false);
  return { total: Number(fields(meta).total ?? items.length), items: items.map(readPicture) };
}

function readPicture(item: Record<string, unknown>): StockPicture {
  const image = fields(item.image);
  const license = fields(Array.isArray(item.licenses) ? item.licenses[0] : undefined);
  return {
    id: String(item.id),
    title: text(item.title ?? item.name),
    content_type: text(image.type ?? item.type),
    orientation: text(image.orientation),
    license: text(license.type ?? item.license),
    license_url: text(license.url),
    page_url: text(item.url),
    author: text(fields(item.author).name),
  };
}

/**
 * Reads the answer of a download: an object, or a list where a format was asked for.
 * @throws {UnusableAnswer}
 */
export function readDownload(body: unknown): { url: string } {
  const { data } = fields(body);
  const file = fields(Array.isArray(data) ? data[0] : data);
  const url = text(file.signed_url ?? file.url);
  if (url === null || !isWebUrl(url)) throw new UnusableAnswer("its answer has no address of a file");
  return { url };
}

/** Whether an address is one of the web. */
export function isWebUrl(url: string): boolean {
  return URL.canParse(url) && ["http:", "https:"].includes(new URL(url).protocol);
}

function isId(value: unknown): boolean {
  return (
    (typeof value === "number" && Number.isSafeInteger(value)) ||
    (typeof value === "string" && /^\w{1,40}$/.test(value))
  );
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

/** A short text that PostgreSQL can store. */
function text(value: unknown): string | null {
  return typeof value === "string" ? value.replaceAll("\u0000", "").slice(0, 2048) : null;
}
