/** What the demo asks for: the same campaign once from a stock photograph, once from an AI picture. */
export interface Brief {
  readonly title: string;
  readonly search_term: string;
  readonly prompt?: string;
  readonly sources: { readonly type: "stock" | "ai"; readonly model?: string; readonly seed?: number }[];
  readonly placements: string[];
  readonly copy: { readonly headline: string; readonly subline: string; readonly call_to_action: string };
  readonly caption: string;
  readonly alt_text: string;
}

export const stockBrief: Brief = {
  title: "Live sessions, launch week",
  search_term: "concert crowd, green stage lights",
  sources: [{ type: "stock" }],
  placements: ["instagram/square", "instagram/story", "facebook/link"],
  copy: {
    headline: "Front row, every night",
    subline: "Live sessions from forty festivals, recorded this summer. Free to stream all August.",
    call_to_action: "Listen now",
  },
  caption:
    "Forty festivals, one front row. The live sessions are here: new recordings every night, free to stream all August. #LiveSessions #FrontRow",
  alt_text:
    "A concert crowd with raised hands in front of a stage in green light. Text: Front row, every night.",
};

export const aiBrief: Brief = {
  title: "Live sessions, the way home",
  search_term: "city lights at night",
  prompt: "Neon city lights at night after the rain, out of focus, green reflections on a wet street",
  // With a seed, so that each run asks for the same picture.
  sources: [{ type: "ai", model: "flux_dev", seed: 7 }],
  placements: ["instagram/portrait", "linkedin/post"],
  copy: {
    headline: "Take the encore home",
    subline: "The whole set in your headphones, before the last train leaves.",
    call_to_action: "Listen now",
  },
  caption:
    "The show is over, the set is not: every live session is online before you are home. Free to stream all August. #LiveSessions",
  alt_text: "City lights at night, out of focus, mirrored in a wet street. Text: Take the encore home.",
};
