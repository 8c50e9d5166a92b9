create view api.asset_variants with (security_invoker = true) as
select v.organization_id, v.id, v.content_request_id, v.platform, v.placement, v.revision, v.is_current, v.generated_asset_id, v.status,
  v.failure, v.copy, v.layer_overrides, v.caption, v.alt_text, v.file_id, system.file_url(v.organization_id, v.file_id) as url, v.width, v.height,
  v.bytes, v.format, v.placeholder, v.phash, v.render_key, v.rendered_from, v.score, v.verdict, v.created_by, v.created_at, v.rendered_at
from content.asset_variants v;
comment on view api.asset_variants is 'Variants
A request''s picture for one placement. A change makes a new revision; earlier ones stay readable. Filter is_current=is.true for the newest of each placement.';
comment on column api.asset_variants.url is 'A signed URL to read the picture; null until it is rendered. With &w=160, 320, 640, 960 or 1280 added it answers a rendition of that width for a review page, as AVIF, WebP or JPEG by what the client accepts, or by &format=avif, webp or jpeg.';
comment on column api.asset_variants.status is 'pending → rendered → scored → in_review → approved → published; or changes_requested, rejected, superseded, failed, cancelled.';
comment on column api.asset_variants.score is '0 to 100, of the newest compliance result; null until scored, and when incomplete.';
comment on column api.asset_variants.verdict is 'pass, warn, fail or incomplete.';
comment on column api.asset_variants.layer_overrides is 'Changes of the template''s layers by id; revise_asset_variant takes others.';
comment on column api.asset_variants.format is 'jpeg, png or webp; null until it is rendered.';
grant select on api.asset_variants to vp_member;
