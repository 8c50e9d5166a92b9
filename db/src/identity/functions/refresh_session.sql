create function identity.refresh_session(refresh_token text) returns json
  language plpgsql volatile security definer set search_path = '' as $$
declare
  token_hash constant bytea := sha256(convert_to(coalesce(refresh_token, ''), 'UTF8'));
  session identity.sessions;
begin
  select s.* into session from identity.sessions s where s.refresh_token_hash = token_hash for update;
  if session.id is null then
    -- A token that was turned over already is in two hands: the session ends for both. Answered, not raised, so that it stays ended.
    update identity.sessions s set revoked_at = now()
    where s.previous_refresh_token_hash = token_hash and s.revoked_at is null;
    return core.answer_error('VP101', 'The session has ended.', 'Sign in again.');
  end if;
  if session.revoked_at is not null or session.expires_at <= now() then
    perform core.raise('VP101', 'The session has ended.', 'Sign in again.');
  end if;
  return identity.open_session(
    session.user_id,
    (select m.organization_id from identity.user_organizations m
     join identity.organizations o on o.id = m.organization_id and o.status = 'active'
     where m.organization_id = session.organization_id and m.user_id = session.user_id and m.status = 'active'),
    session.id);
end $$;
comment on function identity.refresh_session(text) is
  'New tokens for a session; the refresh token is spent by it, and using it again ends the session. Raises or answers VP101 when the session has ended.';
grant execute on function identity.refresh_session(text) to vp_anon, vp_member;
