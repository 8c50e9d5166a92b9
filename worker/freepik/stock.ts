/** The stock endpoints: how our requests look on the wire, and what we keep of the answers. */

import { fields, isWebUrl, text, UnusableAnswer } from "./json.ts";

/** A search, as `content.stock_search()` asks for it. */
export interface StockSearch {
  readonly term?: string;
  /** Goes before the term. */
  readonly slug?: string;
  /** From 1. */
  readonly page?: number;
  readonly limit: number;
  readonly order?: "relevance" | "recent";
  readonly content_type?: "photo" | "psd" | "vector";
  readonly orientation?: "landscape" | "portrait" | "square" | "panoramic";
  readonly license?: "freemium" | "premium";
  readonly people?: "include" | "exclude";
  readonly people_number?: "1" | "2" | "3" | "more_than_three";
  readonly people_age?: "infant" | "child" | "teen" | "young-adult" | "adult" | "senior" | "elder";
  readonly people_gender?: "male" | "female";
  readonly people_ethnicity?: string;
  readonly period?: "last-month" | "last-quarter" | "last-semester" | "last-year";
  readonly color?: string;
  readonly author?: number;
  readonly ai_generated?: "excluded" | "only";
  readonly vector_type?: "jpg" | "ai" | "eps" | "svg";
  readonly vector_style?: string;
  readonly psd_type?: "jpg" | "psd";
  readonly ids?: readonly number[];
}

/** Filters of a search that are switched on, by the value's own name. */
const switches = {
  content_type: "content_type",
  orientation: "orientation",
  license: "license",
  people: "people",
  ai_generated: "ai-generated",
} as const satisfies Partial<Record<keyof StockSearch, string>>;

/** Filters of a search that have a value. */
const values = {
  people_number: "people][number",
  people_age: "people][age",
  people_gender: "people][gender",
  people_ethnicity: "people][ethnicity",
  period: "period",
  color: "color",
  author: "author",
  vector_type: "vector][type",
  vector_style: "vector][style",
  psd_type: "psd][type",
  ids: "ids",
} as const satisfies Partial<Record<keyof StockSearch, string>>;

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

/** What is known of one picture. */
export interface StockDetails extends StockPicture {
  readonly is_ai_generated: boolean | null;
  readonly width: number | null;
  readonly height: number | null;
}

/** Path and query of a search. */
export function searchPath(search: StockSearch): string {
  const query = new URLSearchParams();
  if (search.term !== undefined) query.set("term", search.term);
  if (search.slug !== undefined) query.set("slug", search.slug);
  query.set("page", String(search.page ?? 1));
  query.set("limit", String(search.limit));
  query.set("order", search.order ?? "relevance");
  for (const [name, filter] of Object.entries(switches)) {
    const option = search[name as keyof typeof switches];
    if (option !== undefined) query.set(`filters[${filter}][${option}]`, "1");
  }
  for (const [name, filter] of Object.entries(values)) {
    const value = search[name as keyof typeof values];
    if (value !== undefined) query.set(`filters[${filter}]`, String(value));
  }
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

/** Path of a picture's details. */
export function detailsPath(picture: StockDownload): string {
  return `/v1/resources/${encodeURIComponent(picture.resource_id)}`;
}

/**
 * Reads the answer of details, whose field names are not those of a search.
 * @throws {UnusableAnswer}
 */
export function readDetails(body: unknown): StockDetails {
  const data = fields(fields(body).data);
  if (!isId(data.id)) throw new UnusableAnswer("its answer has no picture");
  const { width, height } = fields(data.dimensions);
  const number = (value: unknown) => (typeof value === "number" ? value : null);
  return {
    ...readPicture(data),
    is_ai_generated: typeof data.is_ai_generated === "boolean" ? data.is_ai_generated : null,
    width: number(width),
    height: number(height),
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

function isId(value: unknown): boolean {
  return (
    (typeof value === "number" && Number.isSafeInteger(value)) ||
    (typeof value === "string" && /^\w{1,40}$/.test(value))
  );
}
