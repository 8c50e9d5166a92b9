create view api.platform_placements with (security_invoker = true) as
select p.platform, p.placement, p.platform || '/' || p.placement as key, p.name, p.width, p.height, p.formats, p.max_bytes, p.max_images,
  p.safe_top, p.safe_right, p.safe_bottom, p.safe_left, p.title_limit, p.caption_limit, p.caption_unit, p.hashtag_limit,
  p.mention_limit, p.alt_text_limit, p.alt_text_required, p.is_enabled, p.valid_from, p.source
from content.platform_placements p;
comment on view api.platform_placements is 'Where a variant can go
Sizes, formats and the platforms'' limits; readable without a token. A request names placements by key.';
comment on column api.platform_placements.key is 'What content_requests.placements takes: platform/placement.';
comment on column api.platform_placements.formats is 'Accepted file formats, the preferred first.';
comment on column api.platform_placements.safe_top is 'Pixels at the top that the platform covers; likewise right, bottom and left.';
comment on column api.platform_placements.caption_unit is 'How the platform counts: characters, weighted (X), graphemes (Bluesky), short_links (Mastodon), emoji_bytes (Threads), utf16 (TikTok), bytes (YouTube).';
comment on column api.platform_placements.is_enabled is 'Requests take enabled placements only.';
grant select on api.platform_placements to vp_anon, vp_member;
