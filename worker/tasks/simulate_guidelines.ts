import { advanceJob } from "../jobs.ts";
import type { WorkerTask } from "../services.ts";

/** Counts what a brand's variants would score under other guidelines, some thousand at a time. */
export const simulate_guidelines: WorkerTask = (payload, helpers) =>
  advanceJob(payload, helpers, "content.advance_simulation");
