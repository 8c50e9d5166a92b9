create function content.preview_rerender(content_template_id uuid, brand_profile_id uuid, include_published boolean)
  returns table (platform text, placement text, status text, effect text, variants bigint)
  language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := identity.require_org('viewer');
begin
  return query
  select p.platform, p.placement, p.status, p.effect, count(*)
  from content.plan_rerender(tenant, content.rerender_target(tenant, content_template_id, brand_profile_id, include_published)) p
  group by p.platform, p.placement, p.status, p.effect
  order by p.platform, p.placement, p.status, p.effect;
end $$;
comment on function content.preview_rerender(uuid, uuid, boolean) is
  'How many current variants a re-render would change, by placement, status and effect (content.plan_rerender), without doing it. Raises VP200, VP201, VP202.';
grant execute on function content.preview_rerender(uuid, uuid, boolean) to vp_member;
