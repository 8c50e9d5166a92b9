import { isHexColor } from "./color.ts";
import { LayoutError } from "./errors.ts";

/** Takes the fields of one JSON object, each checked, and refuses those that nobody asked for. */
export class Fields {
  layer: string | null;
  readonly #prefix: string;
  readonly #values: Map<string, unknown>;

  constructor(value: unknown, layer: string | null, prefix = "") {
    this.layer = layer;
    this.#prefix = prefix;
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw new LayoutError("invalid_layout", layer, prefix.slice(0, -1) || null, "must be an object");
    }
    this.#values = new Map(Object.entries(value).filter(([, field]) => field !== null));
  }

  error(field: string, message: string): LayoutError {
    return new LayoutError("invalid_layout", this.layer, this.#prefix + field, message);
  }

  has(field: string): boolean {
    return this.#values.has(field);
  }

  take(field: string): unknown {
    const value = this.#values.get(field);
    this.#values.delete(field);
    return value;
  }

  end(): void {
    for (const field of this.#values.keys()) throw this.error(field, "is not a known field");
  }

  text(field: string, longest = 200): string {
    const value = this.take(field);
    if (typeof value === "string" && value !== "" && value.length <= longest) return value;
    throw this.error(field, `must be a text of 1 to ${longest} characters`);
  }

  color(field: string, fallback?: string): string {
    const value = this.take(field) ?? fallback;
    if (isHexColor(value)) return value.toUpperCase();
    throw this.error(field, `must be a colour as #RRGGBB, not ${JSON.stringify(value)}`);
  }

  flag(field: string): boolean {
    const value = this.take(field) ?? false;
    if (typeof value === "boolean") return value;
    throw this.error(field, "must be true or false");
  }

  number(field: string, least: number, most: number, fallback?: number): number {
    const value = this.take(field) ?? fallback;
    if (typeof value === "number" && value >= least && value <= most) return value;
    throw this.error(field, `must be a number from ${least} to ${most}, not ${JSON.stringify(value)}`);
  }

  whole(field: string, least: number, most: number, fallback: number): number {
    const value = this.number(field, least, most, fallback);
    if (Number.isInteger(value)) return value;
    throw this.error(field, `must be a whole number, not ${value}`);
  }

  oneOf<T extends string>(field: string, choices: readonly T[], fallback?: T): T {
    const value = this.take(field) ?? fallback;
    const choice = choices.find((known) => known === value);
    if (choice !== undefined) return choice;
    throw this.error(field, `must be one of ${choices.join(", ")}, not ${JSON.stringify(value)}`);
  }
}
