export type Size = { width: number; height: number };

/** The thirteen names of aspect ratios. */
const ratios = {
  square_1_1: [1, 1],
  classic_4_3: [4, 3],
  traditional_3_4: [3, 4],
  widescreen_16_9: [16, 9],
  social_story_9_16: [9, 16],
  smartphone_horizontal_20_9: [20, 9],
  smartphone_vertical_9_20: [9, 20],
  standard_3_2: [3, 2],
  portrait_2_3: [2, 3],
  horizontal_2_1: [2, 1],
  vertical_1_2: [1, 2],
  social_5_4: [5, 4],
  social_post_4_5: [4, 5],
} as const;
type Ratio = keyof typeof ratios;

export const thirteenRatios = Object.keys(ratios) as Ratio[];
/*
 * For the shorter lists the page gives the number of values, not the values; those of Mystic's `fluid` are
 * named, the others follow general knowledge of the models.
 */
export const tenRatios = thirteenRatios.filter(
  (ratio) => !ratio.startsWith("smartphone_") && ratio !== "social_5_4",
);
export const sevenRatios: readonly Ratio[] = [
  "square_1_1",
  "widescreen_16_9",
  "social_story_9_16",
  "portrait_2_3",
  "traditional_3_4",
  "standard_3_2",
  "classic_4_3",
];
export const fiveRatios: readonly Ratio[] = [
  "square_1_1",
  "social_story_9_16",
  "widescreen_16_9",
  "traditional_3_4",
  "classic_4_3",
];
export const colonRatios = ["1:1", "2:3", "3:2", "4:3", "3:4", "5:4", "4:5", "16:9", "9:16", "21:9"] as const;

/** The side of a square picture at each resolution. */
const sides: Record<string, number> = { "1k": 1024, "2k": 2048, "4k": 4096 };

/**
 * Size of a picture with the area of a square at a resolution. Each side is rounded up to a 32nd of the
 * square's: at 2k that gives the published 2048 × 2048 and 2752 × 1536.
 */
export function sizeOf(ratio: string, resolution = "1k"): Size {
  const side = sides[resolution.toLowerCase()];
  if (side === undefined) throw new Error(`there is no size for the resolution '${resolution}'`);
  const [across, down] = ratio.includes(":") ? ratio.split(":").map(Number) : (ratios[ratio as Ratio] ?? []);
  if (!across || !down) throw new Error(`there is no size for the aspect ratio '${ratio}'`);
  const step = side / 32;
  // A whisker less, so that a number that is meant to be whole is not rounded to the next step.
  const rounded = (length: number) => Math.ceil(length / step - 1e-6) * step;
  return {
    width: rounded(side * Math.sqrt(across / down)),
    height: rounded(side * Math.sqrt(down / across)),
  };
}
