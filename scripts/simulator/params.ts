import { refuse } from "./http.ts";

/** Reads a whole number above 0 of a query; throws the refusal the service would send. */
export function positive(name: string, text: string | null, otherwise: number, highest: number): number {
  if (text === null) return otherwise;
  if (!/^-?\d{1,15}$/.test(text)) throw refuse(400, `Parameter '${name}' must be an integer`);
  const value = Number(text);
  if (value <= 0) throw refuse(400, `Parameter '${name}' must be greater than 0`);
  if (value > highest) throw refuse(400, `Parameter '${name}' must be less than or equal to ${highest}`);
  return value;
}
