create function identity.accept_invitation(token text) returns json
  language plpgsql volatile security definer set search_path = '' as $$
declare
  caller constant uuid := identity.require_user();
  invitation identity.invitations;
begin
  update identity.invitations i set accepted_at = now()
  from identity.users u
  where i.token_hash = sha256(convert_to(coalesce(accept_invitation.token, ''), 'UTF8'))
    and u.id = caller and lower(u.email) = i.email
    and i.accepted_at is null and i.revoked_at is null and i.expires_at > now()
  returning i.* into invitation;
  if invitation.id is null then
    perform core.raise('VP106', 'The invitation is unknown, used, revoked, expired or for another address.',
      'Sign in with the address that was invited, or ask for a new invitation.');
  end if;
  insert into identity.user_organizations as m (organization_id, user_id, role, invited_by)
  values (invitation.organization_id, caller, invitation.role, invitation.invited_by)
  on conflict (organization_id, user_id) do update
    set role = excluded.role, status = 'active', invited_by = excluded.invited_by, joined_at = now(), removed_at = null
    where m.status = 'removed';
  return identity.open_session(caller, invitation.organization_id, (core.claims() ->> 'sid')::uuid);
end $$;
comment on function identity.accept_invitation(text) is
  'Makes the caller a member, if the invitation is for the caller''s address, and answers a session for the organisation. Raises VP106, VP107.';
grant execute on function identity.accept_invitation(text) to vp_member;
