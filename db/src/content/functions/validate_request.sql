create function content.validate_request(
  organization_id uuid, brand_profile_id uuid, content_template_id uuid, placements text[], sources jsonb
) returns uuid
  language plpgsql stable security definer set search_path = '' as $$
declare
  profile brand.brand_profiles;
  template brand.content_templates;
begin
  select p.* into profile
  from brand.brand_profiles p
  where p.organization_id = validate_request.organization_id and p.id = validate_request.brand_profile_id;
  if profile.id is null or profile.status <> 'active' then
    perform core.raise('VP201', case when profile.id is null then 'There is no such brand profile.' else 'The brand profile is archived.' end,
      'GET /brand_profiles?status=eq.active lists those there are.');
  end if;
  select t.* into template
  from brand.content_templates t
  where t.id = validate_request.content_template_id
    and t.organization_id in (validate_request.organization_id, identity.system_organization_id())
  order by t.organization_id = validate_request.organization_id desc
  limit 1;
  if template.id is null or template.status <> 'active' then
    perform core.raise('VP205', case when template.id is null then 'There is no such template.' else 'The template is retired.' end,
      'GET /content_templates?status=eq.active lists yours and the shared ones.');
  end if;
  if template.brand_profile_id <> validate_request.brand_profile_id then
    perform core.raise('VP205', 'The template belongs to another brand profile.', 'Use one of this brand, or one that belongs to none.');
  end if;
  perform content.validate_placements(placements);
  perform content.validate_sources(sources);
  if not exists (
    select from brand.brand_guidelines g
    where g.organization_id = validate_request.organization_id and g.brand_profile_id = validate_request.brand_profile_id and g.status = 'active'
  ) then
    perform core.raise('VP207', format('The brand %s has no active guideline.', profile.name),
      'Insert one into brand_guidelines and call activate_guideline.');
  end if;
  return template.organization_id;
end $$;
comment on function content.validate_request(uuid, uuid, uuid, text[], jsonb) is
  'Checks what a request names and returns the organisation that owns the template. Raises VP201, VP204, VP205, VP207.';
