create view api.content_templates with (security_invoker = true) as
select t.organization_id, t.id, t.slug, t.version, t.name, t.description, t.status, t.brand_profile_id, t.layout, t.created_by, t.metadata,
  t.created_at, t.updated_at
from brand.content_templates t;
alter view api.content_templates alter organization_id set default identity.org_id();
alter view api.content_templates alter id set default core.uuid_v7();
alter view api.content_templates alter metadata set default '{}';
comment on view api.content_templates is 'Layouts, as versions
The organisation''s own and the shared ones. A layout does not change: another with the same slug is its next version.';
comment on column api.content_templates.layout is 'variables, background, layers (image, shape, gradient, logo, text), painted in order, and overrides by shape or placement: GET /rpc/layout_schema. {{name}} takes a variable''s value, {{palette.primary}} the brand''s colour.';
comment on column api.content_templates.status is 'active or retired; a retired one takes no new requests.';
grant select,
  insert (organization_id, id, slug, name, description, brand_profile_id, layout, metadata),
  update (name, description, status, metadata) on api.content_templates to vp_member;
