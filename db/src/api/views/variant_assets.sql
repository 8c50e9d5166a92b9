create view api.variant_assets with (security_invoker = true) as
select u.organization_id, u.asset_variant_id, u.brand_asset_id, u.template_organization_id, u.content_template_id, u.is_current, u.used_at
from content.variant_assets u;
comment on view api.variant_assets is 'Which brand assets each variant shows
Its logo, the fonts that its letters are of, and the picture of the brand that it was made from: of all revisions; filter is_current=is.true for the newest.';
grant select on api.variant_assets to vp_member;
