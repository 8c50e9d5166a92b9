create view api.generated_assets with (security_invoker = true) as
select a.organization_id, a.id, a.content_request_id, a.kind, a.provider_call_id, a.provider_asset_id, a.title, a.prompt, a.file_id,
  system.file_url(a.organization_id, a.file_id) as url, a.width, a.height, a.focal_point, a.license, a.expanded_from, a.expanded_for, a.metadata, a.created_at
from content.generated_assets a;
comment on view api.generated_assets is 'Source pictures
What variants are made from: bought from stock, with its licence, or made by AI, or expanded from one of these, and copied to our own files.';
comment on column api.generated_assets.url is 'A signed URL to read the picture.';
comment on column api.generated_assets.provider_asset_id is 'The picture''s id at the provider.';
comment on column api.generated_assets.prompt is 'What an AI picture was made from, as it was sent.';
comment on column api.generated_assets.kind is 'stock, ai or upload; of an expanded picture, that of the picture itself.';
comment on column api.generated_assets.expanded_from is 'The picture that a model painted on beyond its edges to make this one, whose licence and author it has; null: none.';
comment on column api.generated_assets.focal_point is '{"x", "y"}: the point that crops keep in sight, 0 to 1 from the upper left; null: it is found. set_focal_point changes it, together with those of the pictures that were expanded from it.';
grant select on api.generated_assets to vp_member;
