create function brand.brand_profiles__check() returns trigger
  language plpgsql security definer set search_path = '' as $$
declare
  faults text;
begin
  select string_agg(f.fault, ' ') into faults
  from (values
    (length(btrim(new.name)) between 1 and 120, 'name must have 1 to 120 characters.'),
    (coalesce(length(new.description), 0) <= 4000, 'description must have at most 4000 characters.'),
    (coalesce(length(new.voice), 0) <= 4000, 'voice must have at most 4000 characters.'),
    (new.status in ('active', 'archived'), 'status must be active or archived.')) f (is_right, fault)
  where f.is_right is not true;
  if faults is not null then
    perform core.raise('VP201', faults, 'A brand is {"name": "Analytical Engines", "voice": "Precise and warm."}.');
  end if;
  return new;
end $$;
comment on function brand.brand_profiles__check() is 'Trigger: a brand has a name, and a status that there is.';

create trigger brand_profiles__check before insert or update of name, description, voice, status on brand.brand_profiles
  for each row execute function brand.brand_profiles__check();
