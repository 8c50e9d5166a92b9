create function content.rerender_target(organization_id uuid, content_template_id uuid, brand_profile_id uuid, include_published boolean) returns jsonb
  language plpgsql stable security definer set search_path = '' as $$
declare
  template brand.content_templates;
begin
  if num_nonnulls(content_template_id, brand_profile_id) <> 1 then
    perform core.raise('VP201', 'Name a template version or a brand profile, and not both.', 'Send content_template_id or brand_profile_id.');
  end if;
  if brand_profile_id is not null then
    if not exists (
      select from brand.brand_profiles b where b.organization_id = rerender_target.organization_id and b.id = rerender_target.brand_profile_id
    ) then
      perform core.raise('VP200', 'There is no such brand profile.', 'GET /brand_profiles lists those there are.');
    end if;
    return jsonb_build_object('brand_profile_id', brand_profile_id, 'include_published', coalesce(include_published, false));
  end if;
  select t.* into template
  from brand.content_templates t
  where t.organization_id in (rerender_target.organization_id, identity.system_organization_id()) and t.id = rerender_target.content_template_id
  order by t.organization_id = rerender_target.organization_id desc
  limit 1;
  if template.id is null then
    perform core.raise('VP200', 'There is no such template.', 'GET /content_templates lists yours and the shared ones.');
  end if;
  if template.status <> 'active' then
    perform core.raise('VP202', 'The template is retired.', 'Name an active version, or set its status to active.');
  end if;
  return jsonb_build_object('template_organization_id', template.organization_id, 'content_template_id', template.id,
    'include_published', coalesce(include_published, false));
end $$;
comment on function content.rerender_target(uuid, uuid, uuid, boolean) is
  'What is rendered again: a template version or a brand, checked. Raises VP200, VP201, VP202.';
