create view api.brand_profiles with (security_invoker = true) as
select p.organization_id, p.id, p.name, p.description, p.voice, p.status, p.created_by, p.metadata, p.created_at, p.updated_at
from brand.brand_profiles p;
alter view api.brand_profiles alter organization_id set default identity.org_id();
alter view api.brand_profiles alter id set default core.uuid_v7();
alter view api.brand_profiles alter status set default 'active';
alter view api.brand_profiles alter metadata set default '{}';
comment on view api.brand_profiles is 'Brands
What a brand allows is in brand_guidelines, what it looks like in brand_assets. One that has any of these, or templates, is not deleted (VP208).';
comment on column api.brand_profiles.voice is 'How the brand speaks, in words.';
comment on column api.brand_profiles.status is 'active or archived; nothing new is made for an archived one.';
grant select, delete, insert (organization_id, id, name, description, voice, status, metadata),
  update (id, name, description, voice, status, metadata) on api.brand_profiles to vp_member;
