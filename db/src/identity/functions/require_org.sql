create function identity.require_org(min_role text) returns uuid
  language plpgsql stable security definer set search_path = '' as $$
declare
  organization_id constant uuid := identity.org_id(min_role);
begin
  if organization_id is not null then
    return organization_id;
  end if;
  if not core.claims() ? 'sub' then
    perform core.raise('VP107', 'This needs a signed-in user.', 'Send the access token of sign_in in the Authorization header.');
  elsif not core.claims() ? 'org' then
    perform core.raise('VP102', 'The token is for no organisation.', 'Call create_organization, accept_invitation or switch_organization first.');
  elsif identity.org_id() is null then
    perform core.raise('VP102', 'You are no longer a member of this organisation.', 'Sign in again, or switch_organization to another one.');
  end if;
  perform core.raise('VP103', format('This needs the role %s or higher.', min_role), 'Ask an admin of the organisation.');
end $$;
comment on function identity.require_org(text) is
  'The token''s organisation for a caller of at least min_role. Raises VP107 (not signed in), VP102 (no live membership) or VP103 (role too low).';
grant execute on function identity.require_org(text) to vp_member, vp_anon, vp_definer;
