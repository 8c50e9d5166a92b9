create function brand.brand_guidelines__number() returns trigger
  language plpgsql security definer set search_path = '' as $$
begin
  -- Two drafts made at once queue up at the brand, so that their numbers differ.
  perform from brand.brand_profiles p
  where p.organization_id = new.organization_id and p.id = new.brand_profile_id
  for no key update;
  -- Of another organisation row security refuses the row; a reason here would tell about its brands.
  if not found and (core.actor() <> 'user' or new.organization_id = identity.org_id('editor')) then
    perform core.raise('VP200', 'There is no such brand profile.', 'GET /brand_profiles lists those there are.');
  end if;
  select coalesce(max(g.version), 0) + 1 into new.version
  from brand.brand_guidelines g
  where g.organization_id = new.organization_id and g.brand_profile_id = new.brand_profile_id;
  return new;
end $$;
comment on function brand.brand_guidelines__number() is 'Trigger: a guideline gets the next version number of its brand, which is there.';

create trigger brand_guidelines__number before insert on brand.brand_guidelines
  for each row execute function brand.brand_guidelines__number();
