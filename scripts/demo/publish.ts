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

/** What a platform reports, in its own names, for a thousand people reached; not every platform reports figures. */
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
  pinterest: [
    { native_metric: "IMPRESSION", per: 1640 },
    { native_metric: "SAVE", per: 22 },
    { native_metric: "OUTBOUND_CLICK", per: 9 },
  ],
  tiktok: [
    { native_metric: "view_count", per: 1210 },
    { native_metric: "like_count", per: 74 },
    { native_metric: "comment_count", per: 3.9 },
    { native_metric: "share_count", per: 6.8 },
  ],
  youtube: [
    { native_metric: "views", per: 1090 },
    { native_metric: "likes", per: 31 },
  ],
  threads: [
    { native_metric: "views", per: 1270 },
    { native_metric: "likes", per: 38 },
    { native_metric: "replies", per: 2.6 },
  ],
  x: [
    { native_metric: "impression_count", per: 1380 },
    { native_metric: "like_count", per: 18 },
    { native_metric: "retweet_count", per: 3.1 },
  ],
};

/** People reached on the first day. */
const reached: Record<string, number> = {
  "instagram/square": 18_400,
  "instagram/story": 9_700,
  "facebook/cover": 2_900,
  "linkedin/post": 4_300,
  "pinterest/pin": 7_200,
  "tiktok/photo": 26_500,
  "youtube/thumbnail": 15_800,
  "threads/portrait": 3_600,
  "x/post": 8_100,
  "x/header": 1_900,
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
  | "platform"
  | "placement"
  | "day"
  | "impressions"
  | "reach"
  | "views"
  | "engagements"
  | "engagement_rate"
  | "refreshed_at"
>;

/** Waits until the worker has refreshed the analytics with all figures that were sent, and reads them. */
export async function readAnalytics(api: Api, publications: readonly Publication[]): Promise<Performance[]> {
  const reporting = publications.filter(({ platform }) => platform in perThousandReached);
  return waitFor("The analytics", 60, async () => {
    const rows = await need(
      "Reading the analytics",
      api
        .from("content_performance_daily")
        .select(
          "platform, placement, day, impressions, reach, views, engagements, engagement_rate, refreshed_at",
        )
        .in(
          "publication_id",
          reporting.map(({ id }) => id),
        )
        .not("engagement_base", "is", null)
        .order("engagement_base", { ascending: false }),
    );
    return rows.length === reporting.length ? rows : undefined;
  });
}
