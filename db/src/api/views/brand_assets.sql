create view api.brand_assets with (security_invoker = true) as
select a.organization_id, a.id, a.brand_profile_id, a.kind, a.name, a.file_id, a.font_weight, a.font_role, a.is_default, a.status, a.tags,
  a.license, a.license_expires_on, a.metadata, a.created_by, a.created_at, a.updated_at
from brand.brand_assets a;
alter view api.brand_assets alter organization_id set default identity.org_id();
alter view api.brand_assets alter id set default core.uuid_v7();
alter view api.brand_assets alter is_default set default false;
alter view api.brand_assets alter status set default 'active';
alter view api.brand_assets alter tags set default '{}';
alter view api.brand_assets alter license set default '{}';
alter view api.brand_assets alter metadata set default '{}';
comment on view api.brand_assets is 'Logos, fonts and pictures of a brand
Each is a file that was uploaded before: create_upload, PUT, complete_upload. search_assets finds them by words.';
comment on column api.brand_assets.is_default is 'The logo that templates take; says nothing of fonts and images.';
comment on column api.brand_assets.font_weight is '100 to 900; each font has one, and nothing else.';
comment on column api.brand_assets.font_role is 'heading or body: the texts that take this font; null: any.';
comment on column api.brand_assets.kind is 'logo, font or image.';
comment on column api.brand_assets.status is 'active or archived; templates take active ones only.';
grant select, delete,
  insert (organization_id, id, brand_profile_id, kind, name, file_id, font_weight, font_role, is_default, status, tags, license, license_expires_on, metadata),
  update (id, brand_profile_id, kind, file_id, name, font_weight, font_role, is_default, status, tags, license, license_expires_on, metadata) on api.brand_assets to vp_member;
