import { channel } from "node:diagnostics_channel";

/** The parts of a render, in their order. */
export const STAGES = [
  "decode",
  "subject",
  "text",
  "graphics",
  "picture",
  "encode",
  "measure",
  "fingerprint",
] as const;
export type Stage = (typeof STAGES)[number];

/** How long a part of a render took; published where somebody listens. */
export interface StageTime {
  readonly stage: Stage;
  readonly ms: number;
}

/** Where the times of renders are published. */
export const STAGE_CHANNEL = "visual-pipeline.render.stage";

const times = channel(STAGE_CHANNEL);

/** Does a part of a render, and publishes how long that took. */
export async function stage<T>(name: Stage, work: () => T | Promise<T>): Promise<T> {
  if (!times.hasSubscribers) return work();
  const began = performance.now();
  const result = await work();
  times.publish({ stage: name, ms: performance.now() - began } satisfies StageTime);
  return result;
}
