import { siSpotify } from "simple-icons";
import { fromAi, fromStock } from "../briefs.ts";
import { type BrandDesign, inter } from "../design.ts";

/** Loud and dark: the picture fills the canvas, green on black. */
export const spotify: BrandDesign = {
  name: siSpotify.title,
  description: "Music streaming; this summer's live sessions campaign.",
  voice: "Short and direct. Speaks to one person. Never shouts, never promises what it cannot keep.",
  palette: [
    { name: "Green", hex: "#1ED760", role: "primary" },
    { name: "Ink", hex: "#121212", role: "secondary" },
    { name: "Graphite", hex: "#282828", role: "neutral" },
    { name: "White", hex: "#FFFFFF", role: "neutral" },
  ],
  forbidden_colors: ["#FF0000", "#1877F2"],
  prohibited_terms: ["guaranteed", "best ever", "risk-free", "cheap"],
  logo: { path: siSpotify.path, color: `#${siSpotify.hex}`, ground: "dark", ground_color: "#121212" },
  notes: "Dark stages, green light. The icon stands alone, on a dark ground.",
  fonts: [inter(800, "heading"), inter(400, "body"), inter(700, "body")],
  template: "editorial",
  workflow: {
    name: "Brand, then owner",
    steps: [
      { name: "Brand check", approver_role: "reviewer", requires: "any_one" },
      { name: "Sign-off", approver_role: "owner", requires: "all_of" },
    ],
  },
  briefs: [
    fromStock(
      {
        title: "Live sessions, launch week",
        search_term: "concert crowd, green stage lights",
        copy: {
          kicker: "Live sessions",
          headline: "Front row, every night",
          subline: "Forty festivals, recorded this summer. Free to stream all August.",
          call_to_action: "Listen now",
        },
        caption:
          "Forty festivals, one front row. The live sessions are here: new recordings every night, free to stream all August. #LiveSessions #FrontRow",
        alt_text:
          "A concert crowd with raised hands in front of a stage in green light. Text: Front row, every night.",
      },
      "green",
    ),
    fromAi(
      {
        title: "Live sessions, the way home",
        search_term: "city lights at night",
        prompt: "Neon city lights at night after the rain, out of focus, green reflections on a wet street",
        copy: {
          kicker: "Live sessions",
          headline: "Take the encore home",
          subline: "The whole set in your headphones, before the last train leaves.",
          call_to_action: "Listen now",
        },
        caption:
          "The show is over, the set is not: every live session is online before you are home. Free to stream all August. #LiveSessions",
        alt_text: "City lights at night, out of focus, mirrored in a wet street. Text: Take the encore home.",
      },
      7,
    ),
  ],
  mistake: {
    copy: { headline: "Guaranteed: the best ever front row!!!" },
    caption: "GUARANTEED, RISK-FREE! #Music #Live #Now #Concert #Festival",
    layer_overrides: { headline: { color: "#3F4A43" }, logo: { width: 0.04, panel: null } },
  },
};
