import { LayoutError } from "./errors.ts";
import type { TextLayer } from "./types.ts";

const MAX_LENGTH = 2000;

/**
 * The text of a layer with the request's copy filled in; null where the copy is absent and the layer optional.
 * @throws {LayoutError} where the copy is absent and the layer is not optional.
 */
export function fillCopy(layer: TextLayer, copy: Record<string, string>): string | null {
  const absent: string[] = [];
  const text = layer.text.replaceAll(/\{\{\s*([\w.-]+)\s*\}\}/g, (_match, name: string) => {
    const value = Object.hasOwn(copy, name) ? tidy(String(copy[name] ?? "")) : "";
    if (value === "") absent.push(name);
    return value;
  });
  if (absent.length > 0) {
    if (layer.optional) return null;
    throw new LayoutError("missing_copy", layer.id, "text", `the request's copy has no ${absent.join(", ")}`);
  }
  const tidied = tidy(text);
  if (tidied === "") throw new LayoutError("missing_copy", layer.id, "text", "is blank");
  if (tidied.length > MAX_LENGTH) {
    throw new LayoutError("invalid_layout", layer.id, "text", `is longer than ${MAX_LENGTH} characters`);
  }
  return tidied;
}

/** Line breaks stay; other white space becomes one space; characters that only steer a display go. */
function tidy(text: string): string {
  return text
    .normalize("NFC")
    .replaceAll(/\r\n?|[\u2028\u2029]/g, "\n")
    .replaceAll(
      /[^\n\P{Cc}]|[\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/gu,
      (character) => (character === "\t" ? " " : ""),
    )
    .replaceAll(/[^\S\n\u00A0]+/g, " ")
    .replaceAll(/ ?\n[ \n]*/g, "\n")
    .trim();
}
