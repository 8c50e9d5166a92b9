import { siCaterpillar } from "simple-icons";
import { fromAi, fromStock } from "../briefs.ts";
import { type BrandDesign, inter } from "../design.ts";

/** The template would put it on white. */
const layer_overrides = { logo: { panel: { color: "#FFCD11", padding: 0.032, padding_x: 0.036 } } };

/** Sturdy: a field of yellow, heavy black type, no ornament. */
export const caterpillar: BrandDesign = {
  name: siCaterpillar.title,
  description: "Machines for construction and mining; a campaign for the people on the site.",
  voice: "Plain and solid. Says what a machine does. Respects those who work with it.",
  palette: [
    { name: "Yellow", hex: `#${siCaterpillar.hex}`, role: "primary" },
    { name: "Black", hex: "#000000", role: "secondary" },
    { name: "Steel", hex: "#4D4D4D", role: "neutral" },
    { name: "Dust", hex: "#B8A98A", role: "neutral" },
  ],
  forbidden_colors: ["#367C2B", "#FF5F00"],
  prohibited_terms: ["unbreakable", "zero risk", "cheap"],
  logo: { path: siCaterpillar.path, color: "#000000", ground: "light", ground_color: "#FFCD11" },
  notes: "Earth, steel and daylight. Black letters on yellow; the triangle shows the ground.",
  fonts: [inter(900, "heading"), inter(500, "body"), inter(800, "body")],
  template: "split",
  workflow: {
    name: "Owner alone",
    steps: [{ name: "Sign-off", approver_role: "owner", requires: "any_one" }],
  },
  briefs: [
    fromStock(
      {
        title: "On site, the quarry",
        search_term: "canyon at golden hour",
        layer_overrides,
        copy: {
          headline: "Built to move mountains",
          subline: "Ready before the shift starts. Still there when it ends.",
          call_to_action: "Find your dealer",
        },
        caption:
          "Some jobs are measured in mountains. Our machines are ready before the shift starts, and still there when it ends. #OnSite #BuiltForIt",
        alt_text: "Bare mountains in golden light. Text: Built to move mountains.",
      },
      "orange",
    ),
    fromAi(
      {
        title: "On site, the city",
        search_term: "city skyline in the haze",
        layer_overrides,
        prompt: "Skyline of downtown skyscrapers and office buildings, gray morning haze, water in front",
        copy: {
          headline: "Skylines start in the dirt",
          subline: "Excavators, loaders, and the people who keep them running.",
          call_to_action: "See the machines",
        },
        caption:
          "Before the glass and the lights there is a hole in the ground, and somebody who knows how to dig it. This one is for them. #OnSite",
        alt_text: "A city skyline in the morning haze. Text: Skylines start in the dirt.",
      },
      3,
    ),
  ],
  mistake: {
    copy: { headline: "Unbreakable, at zero risk!!!" },
    caption: "CHEAP TOO! #Dirt #Machines #Power #Steel #Deal",
    layer_overrides: { headline: { color: "#E0AE00" }, logo: { width: 0.04 } },
  },
};
