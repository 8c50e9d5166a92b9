import { airbnb } from "./brands/airbnb.ts";
import { caterpillar } from "./brands/caterpillar.ts";
import { spotify } from "./brands/spotify.ts";
import type { BrandDesign } from "./design.ts";

/** Three real brands of different character. */
export const designs: readonly BrandDesign[] = [spotify, airbnb, caterpillar];

/** The brands of these names, in any case; all of them for none. */
export function chooseDesigns(names: readonly string[] = []): readonly BrandDesign[] {
  if (names.length === 0) return designs;
  const isNamed = (name: string) => (design: BrandDesign) => design.name.toLowerCase() === name.toLowerCase();
  const unknown = names.find((name) => !designs.some(isNamed(name)));
  if (unknown !== undefined)
    throw new Error(`There is no brand ${unknown}; there are ${designs.map(({ name }) => name).join(", ")}.`);
  return designs.filter((design) => names.some((name) => isNamed(name)(design)));
}
