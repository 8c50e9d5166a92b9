/** Shapes that pictures can be asked for in, by the provider's names. */

const named = {
  square_1_1: 1,
  classic_4_3: 4 / 3,
  traditional_3_4: 3 / 4,
  widescreen_16_9: 16 / 9,
  social_story_9_16: 9 / 16,
  smartphone_horizontal_20_9: 20 / 9,
  smartphone_vertical_9_20: 9 / 20,
  standard_3_2: 3 / 2,
  portrait_2_3: 2 / 3,
  horizontal_2_1: 2,
  vertical_1_2: 1 / 2,
  social_5_4: 5 / 4,
  social_post_4_5: 4 / 5,
} as const;
export type NamedRatio = keyof typeof named;

/** Every named shape. */
export const allRatios = Object.keys(named) as [NamedRatio, ...NamedRatio[]];

/** The shapes that every model takes; which others one takes is not published for all. */
export const commonRatios = [
  "square_1_1",
  "classic_4_3",
  "traditional_3_4",
  "widescreen_16_9",
  "social_story_9_16",
] as const satisfies NamedRatio[];

/** The shapes of models that want them as numbers. */
export const colonRatios = ["1:1", "2:3", "3:2", "4:3", "3:4", "5:4", "4:5", "16:9", "9:16", "21:9"] as const;

function widthToHeight(ratio: string): number {
  const [width, height] = ratio.split(":").map(Number);
  return height === undefined ? named[ratio as NamedRatio] : (width as number) / height;
}

/** The shape nearest to a ratio of width to height: the one that loses least when it is cropped. */
export function nearestRatio<Ratio extends string>(
  ratio: number,
  ratios: readonly [Ratio, ...Ratio[]],
): Ratio {
  const loss = (candidate: string) => Math.abs(Math.log(widthToHeight(candidate) / ratio));
  return ratios.reduce((best, candidate) => (loss(candidate) < loss(best) ? candidate : best), ratios[0]);
}
