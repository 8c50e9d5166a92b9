/** An answer that is JSON, but not what was asked for. */
export class UnusableAnswer extends Error {
  override name = "UnusableAnswer";
}

/** The fields of an object; none of anything else. */
export function fields(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

/** A short text that PostgreSQL can store: no NUL, no half of a character, such as cutting leaves. */
export function text(value: unknown, maxLength = 2048): string | null {
  return typeof value === "string" ? value.replaceAll("\u0000", "").slice(0, maxLength).toWellFormed() : null;
}

/** Whether an address is one of the web. */
export function isWebUrl(url: string): boolean {
  return URL.canParse(url) && ["http:", "https:"].includes(new URL(url).protocol);
}
