create function brand.activate_guideline(brand_guideline_id uuid) returns void
  language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := identity.require_org('admin');
  draft brand.brand_guidelines;
  faults text;
begin
  select g.* into draft from brand.brand_guidelines g where g.organization_id = tenant and g.id = brand_guideline_id;
  if draft.id is null then
    perform core.raise('VP200', 'There is no such guideline.', 'GET /brand_guidelines lists them.');
  end if;
  -- Two activations of one brand's versions queue up here.
  perform from brand.brand_profiles p where p.organization_id = tenant and p.id = draft.brand_profile_id for no key update;
  -- A draft that somebody is changing or deleting is waited for: what is looked at is what comes into force.
  select g.* into draft from brand.brand_guidelines g where g.organization_id = tenant and g.id = brand_guideline_id for update;
  if draft.id is null then
    perform core.raise('VP200', 'There is no such guideline.', 'GET /brand_guidelines lists them.');
  end if;
  if draft.status <> 'draft' then
    perform core.raise('VP202', format('Version %s is %s.', draft.version, draft.status), 'Insert a new draft and activate that.');
  end if;
  select string_agg(fault, ' ') into faults from brand.guideline_errors(draft) fault;
  if faults is not null then
    perform core.raise('VP201', format('Version %s cannot become active: %s', draft.version, faults), 'PATCH the draft, then call activate_guideline again.');
  end if;
  update brand.brand_guidelines g set status = 'retired', retired_at = now()
  where g.organization_id = tenant and g.brand_profile_id = draft.brand_profile_id and g.status = 'active';
  update brand.brand_guidelines g set status = 'active', activated_at = now(),
    -- From here on it says the same, whatever a later catalogue has for defaults.
    rules = brand.spell_out_rules(g.rules), rules_until = (select max(c."position") from brand.rule_catalogue() c)
  where g.organization_id = tenant and g.id = brand_guideline_id;
end $$;
comment on function brand.activate_guideline(uuid) is
  'Makes a draft the brand''s active guideline and retires the former (admin). Raises VP200, VP201 (empty or contradictory), VP202 (no draft).';
grant execute on function brand.activate_guideline(uuid) to vp_member;
