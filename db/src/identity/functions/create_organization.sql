create function identity.create_organization(name text, slug text) returns json
  language plpgsql volatile security definer set search_path = '' as $$
-- The conflict target can only be a column.
#variable_conflict use_column
declare
  caller constant uuid := identity.require_user();
  new_organization_id uuid;
begin
  if coalesce(length(btrim(name)), 0) not between 1 and 120 then
    perform core.raise('VP201', 'name has 1 to 120 characters.', 'Send the organisation''s name.');
  end if;
  if coalesce(slug, '') !~ '^[a-z0-9](-?[a-z0-9])*$' or length(slug) not between 2 and 63 then
    perform core.raise('VP201', 'slug has 2 to 63 lower-case letters, digits and single hyphens.', 'Send something like my-agency.');
  end if;
  insert into identity.organizations (name, slug, created_by) values (btrim(create_organization.name), create_organization.slug, caller)
  on conflict (slug) do nothing
  returning id into new_organization_id;
  if new_organization_id is null then
    perform core.raise('VP105', format('The slug %s is taken.', slug), 'Choose another slug.');
  end if;
  insert into identity.user_organizations (organization_id, user_id, role) values (new_organization_id, caller, 'owner');
  return identity.open_session(caller, new_organization_id, (core.claims() ->> 'sid')::uuid);
end $$;
comment on function identity.create_organization(text, text) is
  'Makes an organisation with the caller as owner and answers a session for it. Raises VP105, VP107, VP201.';
grant execute on function identity.create_organization(text, text) to vp_member;
