import { siAirbnb } from "simple-icons";
import { fromAi, fromStock } from "../briefs.ts";
import type { BrandDesign, FontFile } from "../design.ts";

/** A variable font: one file for headings, the same for running text. */
const notoSans = (role: FontFile["role"], weight: number): FontFile => ({
  name: "Noto Sans JP",
  file: "@fontsource-variable/noto-sans-jp/files/noto-sans-jp-latin-wght-normal.woff2",
  weight,
  role,
});

/** Calm and light: a framed picture on white paper, small type, much room. */
export const airbnb: BrandDesign = {
  name: siAirbnb.title,
  description: "Homes to stay in; a campaign for the quiet weeks between the seasons.",
  voice: "Warm and unhurried. Invites, never presses. Speaks of places and people, not of prices.",
  palette: [
    { name: "Rausch", hex: "#FF5A5F", role: "primary" },
    { name: "Hof", hex: "#484848", role: "secondary" },
    { name: "Babu", hex: "#00A699", role: "accent" },
    { name: "Foggy", hex: "#767676", role: "neutral" },
    { name: "White", hex: "#FFFFFF", role: "neutral" },
  ],
  forbidden_colors: ["#003580"],
  prohibited_terms: ["cheap", "last minute", "bargain", "hotel"],
  logo: { path: siAirbnb.path, color: `#${siAirbnb.hex}`, ground: "light", ground_color: "#FFFFFF" },
  notes: "Daylight and real rooms. The symbol in Rausch, on white.",
  fonts: [notoSans("heading", 600), notoSans("body", 400)],
  template: "frame",
  workflow: {
    name: "One pair of eyes",
    steps: [{ name: "Brand check", approver_role: "reviewer", requires: "any_one" }],
  },
  briefs: [
    fromStock(
      {
        title: "Between the seasons, the sea",
        search_term: "tropical beach at sunset",
        copy: {
          kicker: "Between the seasons",
          headline: "The beach, all to yourself",
          subline: "Small houses by the sea, where the evening has no plans.",
        },
        caption:
          "The beach is quiet now, and the light is long. Find a small house by the sea and stay until the tide turns. #BetweenSeasons #SlowDays",
        alt_text: "A quiet beach at sunset in warm light. Text: The beach, all to yourself.",
      },
      "orange",
    ),
    fromAi(
      {
        title: "Between the seasons, the kitchen",
        search_term: "coffee cups on a kitchen table",
        prompt:
          "Two coffee cups on a wooden kitchen table beside the window, soft morning light, warm orange",
        copy: {
          kicker: "Between the seasons",
          headline: "Make the first pot of coffee",
          subline: "Kitchens with a view, and hosts who know the bakery.",
        },
        caption:
          "Two cups, one table, nowhere to be. Homes with kitchens made for long mornings are waiting between the seasons. #BetweenSeasons",
        alt_text: "Coffee cups on a wooden table in soft morning light. Text: Make the first pot of coffee.",
      },
      11,
    ),
  ],
  mistake: {
    copy: { headline: "Cheap beach, last minute!!!" },
    caption: "A BARGAIN! #Beach #Sea #Sun #Sand #Deal",
    layer_overrides: { headline: { color: "#D9D5D0" }, logo: { width: 0.04 } },
  },
};
