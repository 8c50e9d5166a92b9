import type { WorkerTask } from "../services.ts";

const views = ["content_performance_daily", "brand_compliance_monthly", "violation_ranking"];

/** Every five minutes, and soon after new metrics: the materialized views. They are read on while they are refreshed. */
export const refresh_views: WorkerTask = async (_payload, { services: { db } }) => {
  for (const view of views) await db.query("select analytics.refresh_view($1)", [view]);
};
