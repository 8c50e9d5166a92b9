create function content.retire_guideline(brand_guideline_id uuid) returns void
  language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := identity.require_org('admin');
  guideline brand.brand_guidelines;
  waiting bigint;
begin
  select g.* into guideline from brand.brand_guidelines g where g.organization_id = tenant and g.id = brand_guideline_id;
  if guideline.id is null then
    perform core.raise('VP200', 'There is no such guideline.', 'GET /brand_guidelines lists them.');
  end if;
  -- Waits for requests that are being inserted: each holds a key share of its brand.
  perform from brand.brand_profiles p where p.organization_id = tenant and p.id = guideline.brand_profile_id for update;
  select g.* into guideline from brand.brand_guidelines g where g.organization_id = tenant and g.id = brand_guideline_id;
  if guideline.status <> 'active' then
    perform core.raise('VP202', format('Version %s is %s.', guideline.version, guideline.status), 'Only the active version is retired.');
  end if;
  select count(*) into waiting
  from content.content_requests r
  where r.organization_id = tenant and r.brand_profile_id = guideline.brand_profile_id
    and r.status in ('queued', 'sourcing', 'rendering', 'needs_attention');
  if waiting > 0 then
    perform core.raise('VP208', format('%s in work would have nothing to be judged by.', core.describe_count(waiting, 'content request')),
      'Activate another version, which retires this one, or wait for the requests to finish or cancel them.');
  end if;
  update brand.brand_guidelines g set status = 'retired', retired_at = now()
  where g.organization_id = tenant and g.id = guideline.id;
end $$;
comment on function content.retire_guideline(uuid) is
  'Retires the active guideline without another in its place (admin): the brand takes no requests until one is active. Raises VP103, VP200,
VP202 (not active), VP208 (requests in work).';
grant execute on function content.retire_guideline(uuid) to vp_member;
