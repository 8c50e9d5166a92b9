create function identity.switch_organization(organization_id uuid) returns json
  language plpgsql volatile security definer set search_path = '' as $$
declare
  caller constant uuid := identity.require_user();
begin
  if not exists (
    select from identity.user_organizations m
    join identity.organizations o on o.id = m.organization_id and o.status = 'active'
    where m.organization_id = switch_organization.organization_id and m.user_id = caller and m.status = 'active'
  ) then
    perform core.raise('VP200', 'You have no such organisation.', 'GET /user_organizations lists yours.');
  end if;
  return identity.open_session(caller, switch_organization.organization_id, (core.claims() ->> 'sid')::uuid);
end $$;
comment on function identity.switch_organization(uuid) is 'A session for another organisation of the caller. Raises VP107, VP200.';
grant execute on function identity.switch_organization(uuid) to vp_member;
