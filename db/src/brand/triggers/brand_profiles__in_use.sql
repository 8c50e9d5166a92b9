create function brand.brand_profiles__in_use() returns trigger
  language plpgsql security definer set search_path = '' as $$
declare
  guidelines bigint;
  assets bigint;
  templates bigint;
begin
  select count(*) into guidelines from brand.brand_guidelines g where g.organization_id = old.organization_id and g.brand_profile_id = old.id;
  select count(*) into assets from brand.brand_assets a where a.organization_id = old.organization_id and a.brand_profile_id = old.id;
  select count(*) into templates from brand.content_templates t where t.organization_id = old.organization_id and t.brand_profile_id = old.id;
  if guidelines + assets + templates > 0 then
    perform core.raise('VP208', format('The brand %s has %s, %s and %s.', old.name, core.describe_count(guidelines, 'guideline'),
      core.describe_count(assets, 'asset'), core.describe_count(templates, 'template')), 'Archive it: set its status to archived.');
  end if;
  return old;
end $$;
comment on function brand.brand_profiles__in_use() is 'Trigger: a brand that has guidelines, assets or templates is not deleted (VP208).';

create trigger brand_profiles__in_use before delete on brand.brand_profiles
  for each row execute function brand.brand_profiles__in_use();
