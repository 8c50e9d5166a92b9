import type { Json } from "../../db/api.types.ts";

/** What is asked for: one picture, in several placements. */
export interface Brief {
  readonly title: string;
  readonly search_term: string;
  readonly prompt?: string;
  readonly sources: {
    readonly type: "stock" | "ai";
    readonly color?: string;
    readonly model?: string;
    readonly seed?: number;
  }[];
  readonly placements: string[];
  /** By the variables of the brand's template. */
  readonly copy: { readonly headline: string } & Readonly<Record<string, string>>;
  /** Changes of the template's layers, by id. */
  readonly layer_overrides?: { readonly [layer: string]: { readonly [field: string]: Json } };
  readonly caption: string;
  readonly alt_text: string;
}

type Words = Omit<Brief, "sources" | "placements">;

/** A stock photograph in which a colour prevails, in six placements of five platforms, from a story to a page cover. */
export function fromStock(words: Words, color: string): Brief {
  return {
    ...words,
    sources: [{ type: "stock", color }],
    placements: [
      "instagram/square",
      "instagram/story",
      "facebook/cover",
      "linkedin/post",
      "pinterest/pin",
      "bluesky/post",
    ],
  };
}

/** An AI picture in six placements of the other five platforms. With a seed, so that each run asks for the same picture. */
export function fromAi(words: Words & { readonly prompt: string }, seed: number): Brief {
  return {
    ...words,
    sources: [{ type: "ai", model: "flux_dev", seed }],
    placements: [
      "tiktok/photo",
      "youtube/thumbnail",
      "threads/portrait",
      "x/header",
      "x/post",
      "mastodon/portrait",
    ],
  };
}
