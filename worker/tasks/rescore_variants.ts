import { advanceJob } from "../jobs.ts";
import type { WorkerTask } from "../services.ts";

/** Scores a brand's variants again under its active guideline, some hundred at a time. */
export const rescore_variants: WorkerTask = (payload, helpers) =>
  advanceJob(payload, helpers, "content.advance_rescore");
