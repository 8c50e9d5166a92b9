create view api.brand_asset_usage with (security_invoker = true) as
select a.organization_id, a.id as brand_asset_id, a.brand_profile_id, a.kind, a.name, a.status, a.is_default,
  used.variants, used.templates, last.used_at as last_used_at,
  a.license, a.license_expires_on, a.license_expires_on - current_date as license_days_left
from brand.brand_assets a
cross join lateral (
  select coalesce(sum(t.variants), 0)::bigint as variants,
    coalesce(jsonb_agg(jsonb_build_object('content_template_id', c.id, 'slug', c.slug, 'version', c.version, 'name', c.name, 'variants', t.variants)
      order by t.variants desc, c.slug, c.version), '[]') as templates
  from (
    select u.template_organization_id, u.content_template_id, count(*) as variants
    from content.variant_assets u
    where u.organization_id = a.organization_id and u.brand_asset_id = a.id and u.is_current
    group by u.template_organization_id, u.content_template_id
    offset 0
  ) t
  left join brand.content_templates c on c.organization_id = t.template_organization_id and c.id = t.content_template_id
) used
left join lateral (
  select u.used_at
  from content.variant_assets u
  where u.organization_id = a.organization_id and u.brand_asset_id = a.id
  order by u.used_at desc
  limit 1
) last on true;
comment on view api.brand_asset_usage is 'Where brand assets are used
How many current variants show each, made with which templates, and how long its licence goes. variant_assets lists the variants; preview_replacement says what would be rendered again if it were another. Deleting one that is shown is refused (VP208).';
comment on column api.brand_asset_usage.brand_asset_id is 'The asset.';
comment on column api.brand_asset_usage.kind is 'logo, font or image.';
comment on column api.brand_asset_usage.status is 'active or archived; templates take active ones only.';
comment on column api.brand_asset_usage.variants is 'Current variants whose picture shows it.';
comment on column api.brand_asset_usage.templates is 'What they were rendered with: list of {content_template_id, slug, version, name, variants}, the most frequent first.';
comment on column api.brand_asset_usage.last_used_at is 'When a picture that shows it was last rendered, of any revision; null: never.';
comment on column api.brand_asset_usage.license_days_left is 'Days until its last day, below 0 when it is over; null: it does not end.';
grant select on api.brand_asset_usage to vp_member;

create trigger brand_asset_usage__refuse_write instead of insert or update or delete on api.brand_asset_usage
  for each row execute function core.refuse_write();
