create function identity.invite_member(email text, role text) returns json
  language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := identity.require_org('admin');
  address constant text := lower(btrim(email));
  token constant text := core.base64url(extensions.gen_random_bytes(32));
  invitation identity.invitations;
begin
  if not identity.is_email(address) then
    perform core.raise('VP201', 'That is not an e-mail address.', 'Send email as name@example.com.');
  end if;
  if not identity.may_give_role(role) then
    perform core.raise('VP201', format('An invitation cannot be for the role %s.', coalesce(role, 'null')),
      'Send admin, editor, reviewer or viewer, and none above your own.');
  end if;
  if exists (
    select from identity.user_organizations m join identity.users u on u.id = m.user_id
    where m.organization_id = tenant and lower(u.email) = address and m.status = 'active'
  ) then
    perform core.raise('VP109', format('%s is a member already.', address), 'Change the role at /user_organizations.');
  end if;
  update identity.invitations i set revoked_at = now()
  where i.organization_id = tenant and i.email = address and i.accepted_at is null and i.revoked_at is null;
  insert into identity.invitations (organization_id, email, role, token_hash, invited_by)
  values (tenant, address, invite_member.role, sha256(convert_to(token, 'UTF8')), core.user_id())
  returning * into invitation;
  return json_build_object('id', invitation.id, 'token', token, 'expires_at', invitation.expires_at);
end $$;
comment on function identity.invite_member(text, text) is
  'Invites an address to the caller''s organisation (admin): {id, token, expires_at}. The token is shown this once; an earlier open invitation of the address ends. Raises VP103, VP109, VP201.';
grant execute on function identity.invite_member(text, text) to vp_member;
