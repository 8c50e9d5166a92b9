import type { Catalogue, Resource } from "./catalogue.ts";
import type { ChoiceFilter, SearchQuery } from "./query.ts";
import { unmarkId } from "./scenarios.ts";

const day = 86_400_000;
const periodDays: Record<string, number> = {
  "last-month": 30,
  "last-quarter": 91,
  "last-semester": 182,
  "last-year": 365,
};
const stopWords = new Set(["a", "an", "and", "at", "by", "for", "in", "of", "on", "or", "the", "to", "with"]);

/** Everything that a search finds, in order. Paging is the caller's. */
export function searchCatalogue(catalogue: Catalogue, query: SearchQuery, now: Date): Resource[] {
  const filtered = catalogue.list.filter((resource) => passes(resource, query, now));
  const tokens = query.slug === null ? tokensOf(query.term) : [];
  const ranked = filtered
    .filter((resource) => query.slug === null || resource.slug === query.slug)
    .map((resource) => ({ resource, rank: rank(resource, tokens) }))
    .filter(({ rank }) => rank > 0 || tokens.length === 0 || catalogue.loose);
  ranked.sort((a, b) =>
    query.order === "recent"
      ? b.resource.publishedAt.getTime() - a.resource.publishedAt.getTime()
      : b.rank - a.rank || b.resource.downloads - a.resource.downloads || a.resource.id - b.resource.id,
  );
  return ranked.map(({ resource }) => resource);
}

/** Lower case, without accents, plural endings and little words. */
export function tokensOf(text: string): string[] {
  const words = text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu);
  return [...new Set((words ?? []).filter((word) => !stopWords.has(word)).map(singular))];
}

function singular(word: string): string {
  return word.length > 3 && word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word;
}

/** A word in the title counts more than one among the keywords; one match is enough to be found. */
function rank(resource: Resource, tokens: readonly string[]): number {
  const title = tokensOf(resource.title);
  const keywords = resource.keywords.flatMap(tokensOf);
  return tokens.reduce(
    (sum, token) => sum + (title.includes(token) ? 3 : 0) + (keywords.includes(token) ? 2 : 0),
    0,
  );
}

function passes(resource: Resource, query: SearchQuery, now: Date): boolean {
  const oneOf = (set: ReadonlySet<string>, value: string) => set.size === 0 || set.has(value);
  return (
    oneOf(query.orientation, resource.orientation) &&
    oneOf(query.contentType, resource.type) &&
    oneOf(query.license, resource.license) &&
    oneOf(query.people, resource.people ? "include" : "exclude") &&
    oneOf(query.aiGenerated, resource.aiGenerated ? "only" : "excluded") &&
    (query.author === null || resource.author.id === query.author) &&
    (query.ids.size === 0 || [...query.ids].some((id) => unmarkId(id).id === resource.id)) &&
    [...query.choices].every(([filter, value]) => choicePasses(resource, filter, value, now))
  );
}

function choicePasses(resource: Resource, filter: ChoiceFilter, value: string, now: Date): boolean {
  switch (filter) {
    case "filters[people][number]":
      return resource.people?.number === value;
    case "filters[people][age]":
      return resource.people?.age === value;
    case "filters[people][gender]":
      return resource.people?.gender === value;
    case "filters[people][ethnicity]":
      return resource.people?.ethnicity === value;
    case "filters[period]":
      return now.getTime() - resource.publishedAt.getTime() <= (periodDays[value] as number) * day;
    case "filters[color]":
      return resource.color === value;
    case "filters[vector][type]":
      return resource.type === "vector" && resource.formats.includes(value);
    case "filters[vector][style]":
      return resource.vectorStyle === value;
    case "filters[psd][type]":
      return resource.type === "psd" && resource.formats.includes(value);
  }
}
