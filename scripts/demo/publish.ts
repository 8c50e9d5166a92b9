import { createHash } from "node:crypto";
import { type Api, need, type Row } from "./client.ts";
import { waitFor } from "./wait.ts";

/** A variant that is live. */
export interface Publication {
  readonly id: string;
  readonly platform: string;
  readonly placement: string;
  readonly external_id: string;
  readonly url: string | null;
}

/** Records each approved variant as published, as a client does once the platform has taken it. */
export async function publish(editor: Api, requestIds: readonly string[]): Promise<Publication[]> {
  const variants = await need(
    "Reading the approved variants",
    editor
      .from("asset_variants")
      .select("id, platform, placement")
      .in("content_request_id", requestIds)
      .eq("status", "approved")
      .is("is_current", true)
      .order("platform")
      .order("placement"),
  );
  return Promise.all(
    variants.map(async ({ id, platform, placement }) => {
      const external_id = createHash("sha256").update(id).digest("hex").slice(0, 15);
      const publication = await need(
        `Recording the publication of ${platform}/${placement}`,
        editor
          .rpc("record_publication", {
            asset_variant_id: id,
            external_id,
            url: `https://www.${platform}.example/p/${external_id}`,
          })
          .select("id, external_id, url")
          .single(),
      );
      return { ...publication, platform, placement };
    }),
  );
}

/** What a platform reports, in its own names, for a thousand people reached. */
const perThousandReached: Record<
  string,
  readonly { native_metric: string; per: number; breakdown?: { type: string } }[]
> = {
  instagram: [
    { native_metric: "reach", per: 1000 },
    { native_metric: "views", per: 1480 },
    { native_metric: "likes", per: 61 },
    { native_metric: "comments", per: 4.2 },
    { native_metric: "shares", per: 7.5 },
    { native_metric: "saved", per: 9.8 },
  ],
  facebook: [
    { native_metric: "post_total_media_view_unique", per: 1000 },
    { native_metric: "post_reactions_by_type_total", per: 19, breakdown: { type: "like" } },
    { native_metric: "post_reactions_by_type_total", per: 6, breakdown: { type: "love" } },
    { native_metric: "post_clicks", per: 34 },
  ],
  linkedin: [
    { native_metric: "uniqueImpressionsCount", per: 1000 },
    { native_metric: "impressionCount", per: 1320 },
    { native_metric: "likeCount", per: 27 },
    { native_metric: "commentCount", per: 2.1 },
    { native_metric: "shareCount", per: 3.4 },
    { native_metric: "clickCount", per: 41 },
  ],
};

/** People reached on the first day. */
const reached: Record<string, number> = {
  "instagram/square": 18_400,
  "instagram/story": 9_700,
  "facebook/link": 6_100,
  "instagram/portrait": 14_200,
  "linkedin/post": 4_300,
};

/** Sends each publication's first figures. They are made up, the same in each run. */
export async function reportMetrics(editor: Api, publications: readonly Publication[]): Promise<number> {
  const captured_at = new Date().toISOString();
  const metrics = publications.flatMap(({ id, platform, placement }) =>
    (perThousandReached[platform] ?? []).map(({ native_metric, per, breakdown }) => ({
      publication_id: id,
      native_metric,
      value: Math.round(((reached[`${platform}/${placement}`] ?? 5_000) / 1000) * per),
      captured_at,
      ...(breakdown === undefined ? {} : { breakdown }),
    })),
  );
  await need("Sending the metrics", editor.rpc("ingest_metrics", { metrics }));
  return metrics.length;
}

export type Performance = Pick<
  Row<"content_performance_daily">,
  "platform" | "placement" | "day" | "reach" | "views" | "engagements" | "engagement_rate" | "refreshed_at"
>;

/** Waits until the worker has refreshed the analytics with every publication's figures, and reads them. */
export async function readAnalytics(api: Api, publications: readonly Publication[]): Promise<Performance[]> {
  return waitFor("The analytics", 60, async () => {
    const rows = await need(
      "Reading the analytics",
      api
        .from("content_performance_daily")
        .select("platform, placement, day, reach, views, engagements, engagement_rate, refreshed_at")
        .in(
          "publication_id",
          publications.map(({ id }) => id),
        )
        .not("reach", "is", null)
        .order("reach", { ascending: false }),
    );
    return rows.length === publications.length ? rows : undefined;
  });
}
