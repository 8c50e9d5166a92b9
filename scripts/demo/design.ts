import type { Brief } from "./briefs.ts";

export interface Color {
  readonly name: string;
  readonly hex: string;
  readonly role: "primary" | "secondary" | "accent" | "neutral";
}

/** One of the npm packages' font files. */
export interface FontFile {
  readonly name: string;
  readonly file: string;
  readonly weight: number;
  readonly role: "heading" | "body";
}

export interface Logo {
  /** Of an SVG of 24 by 24. */
  readonly path: string;
  readonly color: string;
  /** What it is made for: a light or a dark ground, this colour of the palette best of all. */
  readonly ground: "light" | "dark";
  readonly ground_color: string;
}

export interface Step {
  readonly name: string;
  readonly approver_role: "reviewer" | "owner";
  readonly requires: "any_one" | "all_of";
}

/** A revision that breaks the guideline in several ways: words, a caption's end, and changes of layers. */
export interface Mistake {
  readonly copy: Readonly<Record<string, string>>;
  readonly caption: string;
  readonly layer_overrides: NonNullable<Brief["layer_overrides"]>;
}

/** All that makes a brand: how it looks, how it speaks, who approves, and what it asks for. */
export interface BrandDesign {
  readonly name: string;
  readonly description: string;
  readonly voice: string;
  readonly palette: readonly Color[];
  readonly forbidden_colors: string[];
  readonly prohibited_terms: string[];
  readonly logo: Logo;
  readonly notes: string;
  readonly fonts: readonly FontFile[];
  /** One of the shared template families. */
  readonly template: string;
  readonly workflow: { readonly name: string; readonly steps: readonly Step[] };
  readonly briefs: readonly Brief[];
  /** What somebody tries with the first brief, to see what its score says. */
  readonly mistake: Mistake;
}

/** Inter in one weight. */
export function inter(weight: number, role: FontFile["role"]): FontFile {
  return {
    name: `Inter ${weight}`,
    file: `@fontsource/inter/files/inter-latin-${weight}-normal.woff`,
    weight,
    role,
  };
}
