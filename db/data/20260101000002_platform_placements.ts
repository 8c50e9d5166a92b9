import type { MigrationBuilder } from "node-pg-migrate";

/** A row of content.platform_placements; what is absent takes the column's default. */
interface Placement {
  placement: string;
  name: string;
  width: number;
  height: number;
  safe_top?: number;
  safe_right?: number;
  safe_bottom?: number;
  safe_left?: number;
  is_enabled?: boolean;
  max_images?: number;
  source?: string;
}

/** What holds for all placements of a platform. */
interface Platform {
  platform: string;
  formats: ("jpeg" | "png" | "webp" | "gif")[];
  max_bytes: number;
  max_images?: number;
  title_limit?: number;
  caption_limit?: number;
  caption_unit?: "characters" | "weighted" | "graphemes" | "short_links" | "emoji_bytes" | "utf16" | "bytes";
  hashtag_limit?: number;
  mention_limit?: number;
  alt_text_limit?: number;
  alt_text_required?: boolean;
  source: string;
  placements: Placement[];
}

/** A story's own controls lie over its top and bottom. */
const storySafeZone = { safe_top: 250, safe_bottom: 250 };

const platforms: Platform[] = [
  {
    platform: "instagram",
    formats: ["jpeg"],
    max_bytes: 8_000_000,
    max_images: 10,
    caption_limit: 2200,
    hashtag_limit: 5,
    mention_limit: 20,
    alt_text_limit: 1000,
    source:
      "Instagram API: JPEG, 8 MB, 4:5 to 1.91:1, carousel of 10; five hashtags since December 2025 (socialmediatoday.com, 2025-12-18; the API's own pages still say 30)",
    placements: [
      { placement: "square", name: "Instagram square post", width: 1080, height: 1080 },
      { placement: "portrait", name: "Instagram portrait post", width: 1080, height: 1350 },
      {
        placement: "portrait_3_4",
        name: "Instagram 3:4 post",
        width: 1080,
        height: 1440,
        is_enabled: false,
        source:
          "Instagram's help page allows 3:4, texts derived from the API's errors say 4:5 at most: off until the two agree",
      },
      { placement: "landscape", name: "Instagram landscape post", width: 1080, height: 566 },
      { placement: "story", name: "Instagram story", width: 1080, height: 1920, ...storySafeZone },
      { placement: "reel_cover", name: "Instagram reel cover", width: 1080, height: 1920, ...storySafeZone },
    ],
  },
  {
    platform: "facebook",
    formats: ["jpeg", "png"],
    max_bytes: 4_000_000,
    max_images: 10,
    caption_limit: 63_206,
    source: "Facebook Graph API: error 1366046 for photos over 4 MB; length as published by Postiz",
    placements: [
      { placement: "feed", name: "Facebook feed post", width: 1080, height: 1080 },
      { placement: "feed_portrait", name: "Facebook portrait feed post", width: 1080, height: 1350 },
      { placement: "link", name: "Facebook link preview", width: 1200, height: 630, max_images: 1 },
      {
        placement: "cover",
        name: "Facebook page cover",
        width: 851,
        height: 315,
        // A phone shows 640 × 360 of it: the middle 560 pixels.
        safe_left: 146,
        safe_right: 146,
        max_images: 1,
      },
      {
        placement: "story",
        name: "Facebook story",
        width: 1080,
        height: 1920,
        ...storySafeZone,
        max_images: 1,
      },
    ],
  },
  {
    platform: "x",
    formats: ["jpeg", "png", "webp"],
    max_bytes: 5_000_000,
    max_images: 4,
    caption_limit: 280,
    caption_unit: "weighted",
    alt_text_limit: 1000,
    source:
      "docs.x.com, media: 5 MB a picture, four pictures; 280 weighted characters (a URL counts 23, an emoji 2)",
    placements: [
      { placement: "post", name: "X post", width: 1200, height: 675 },
      { placement: "square", name: "X square post", width: 1080, height: 1080 },
      { placement: "header", name: "X profile header", width: 1500, height: 500, max_images: 1 },
      { placement: "card", name: "X link card", width: 1200, height: 628, max_images: 1 },
    ],
  },
  {
    platform: "linkedin",
    formats: ["jpeg", "png", "gif"],
    max_bytes: 5_000_000,
    max_images: 20,
    caption_limit: 3000,
    alt_text_limit: 4086,
    source: "LinkedIn images: 36,152,320 pixels; 5 or 8 MB, where sources differ: the smaller",
    placements: [
      { placement: "post", name: "LinkedIn post", width: 1200, height: 627 },
      { placement: "square", name: "LinkedIn square post", width: 1080, height: 1080 },
      { placement: "portrait", name: "LinkedIn portrait post", width: 1080, height: 1350 },
      { placement: "cover", name: "LinkedIn company cover", width: 1128, height: 191, max_images: 1 },
      { placement: "logo", name: "LinkedIn company logo", width: 300, height: 300, max_images: 1 },
    ],
  },
  {
    platform: "pinterest",
    formats: ["jpeg", "png"],
    max_bytes: 20_000_000,
    max_images: 5,
    title_limit: 100,
    caption_limit: 500,
    alt_text_limit: 500,
    source: "Pinterest: 20 MB, carousel of 5; description 500 (a newer API is said to take 800)",
    placements: [
      { placement: "pin", name: "Pinterest pin", width: 1000, height: 1500 },
      { placement: "tall_pin", name: "Pinterest tall pin", width: 1000, height: 2100 },
    ],
  },
  {
    platform: "tiktok",
    formats: ["jpeg", "webp"],
    max_bytes: 20_000_000,
    max_images: 35,
    title_limit: 90,
    caption_limit: 4000,
    caption_unit: "utf16",
    source:
      "developers.tiktok.com, photo posts: JPEG or WebP, 20 MB, 35 pictures; a description of 4000 UTF-16 units",
    placements: [
      { placement: "photo", name: "TikTok photo post", width: 1080, height: 1920 },
      { placement: "square", name: "TikTok square photo post", width: 1080, height: 1080 },
    ],
  },
  {
    platform: "youtube",
    formats: ["jpeg", "png"],
    max_bytes: 2_000_000,
    max_images: 1,
    title_limit: 100,
    caption_limit: 5000,
    caption_unit: "bytes",
    source:
      "YouTube thumbnails: 50 MB from a desktop, 2 MB from a phone: the smaller; YouTube Data API: a description of 5000 bytes",
    placements: [{ placement: "thumbnail", name: "YouTube thumbnail", width: 1280, height: 720 }],
  },
  {
    platform: "threads",
    formats: ["jpeg", "png"],
    max_bytes: 8_000_000,
    max_images: 20,
    caption_limit: 500,
    caption_unit: "emoji_bytes",
    hashtag_limit: 1,
    source: "developers.facebook.com, Threads posts: 500 characters, emoji counted as UTF-8 bytes, one tag",
    placements: [
      { placement: "portrait", name: "Threads portrait post", width: 1080, height: 1350 },
      {
        placement: "portrait_3_4",
        name: "Threads 3:4 post",
        width: 1080,
        height: 1440,
        is_enabled: false,
        source: "Not confirmed by Threads' own pages: off until it is",
      },
    ],
  },
  {
    platform: "bluesky",
    formats: ["jpeg", "png", "webp"],
    max_bytes: 976_000,
    max_images: 4,
    caption_limit: 300,
    caption_unit: "graphemes",
    alt_text_required: true,
    source:
      "atproto discussion 4832: 1,000,000 bytes until April 2026, 2,000,000 since; clients still refuse over 976 kB: the smallest",
    placements: [
      { placement: "post", name: "Bluesky post", width: 1200, height: 675 },
      { placement: "portrait", name: "Bluesky portrait post", width: 1080, height: 1350 },
    ],
  },
  {
    platform: "mastodon",
    formats: ["jpeg", "png", "webp"],
    max_bytes: 16_777_216,
    max_images: 4,
    caption_limit: 500,
    caption_unit: "short_links",
    alt_text_limit: 1500,
    source:
      "Mastodon's defaults (/api/v2/instance): 16,777,216 bytes, 33,177,600 pixels, 500 characters, of which a link is 23 and a mention's server none",
    placements: [
      { placement: "post", name: "Mastodon post", width: 1200, height: 675 },
      { placement: "portrait", name: "Mastodon portrait post", width: 1080, height: 1350 },
    ],
  },
];

const defaults = {
  safe_top: 0,
  safe_right: 0,
  safe_bottom: 0,
  safe_left: 0,
  caption_unit: "characters",
  alt_text_required: false,
  is_enabled: true,
  valid_from: "2026-01-01",
};

const rows = platforms.flatMap(({ placements, ...platform }) =>
  placements.map((placement) => ({ ...defaults, ...platform, ...placement })),
);

export function up(pgm: MigrationBuilder): void {
  pgm.sql(
    `insert into content.platform_placements
    select (jsonb_populate_recordset(null::content.platform_placements, {rows})).*`,
    { rows: pgm.func(`$json$${JSON.stringify(rows)}$json$`) },
  );
}

export const down = false;
