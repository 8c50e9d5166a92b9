create function identity.open_session(user_id uuid, organization_id uuid, session_id uuid default null, api_key_id uuid default null) returns json
  language plpgsql volatile security definer set search_path = '' as $$
declare
  access_lifetime constant interval := '15 minutes';
  -- A token does not outlive its key.
  access_ends constant timestamptz := least(now() + access_lifetime, (
    select k.expires_at from identity.api_keys k
    where k.organization_id = open_session.organization_id and k.id = open_session.api_key_id));
  refresh_lifetime constant interval := '30 days';
  refresh_token text := case when api_key_id is null then core.base64url(extensions.gen_random_bytes(32)) end;
  refresh_hash constant bytea := sha256(convert_to(refresh_token, 'UTF8'));
  sid uuid;
  claims jsonb;
  signed text;
begin
  if session_id is null then
    insert into identity.sessions (user_id, organization_id, api_key_id, refresh_token_hash, expires_at)
    values (open_session.user_id, open_session.organization_id, open_session.api_key_id, refresh_hash,
            case when api_key_id is null then now() + refresh_lifetime else access_ends end)
    returning id into sid;
  else
    update identity.sessions s
    set organization_id = open_session.organization_id,
        previous_refresh_token_hash = s.refresh_token_hash,
        refresh_token_hash = refresh_hash,
        refreshed_at = now(),
        expires_at = now() + refresh_lifetime
    where s.id = session_id and s.user_id = open_session.user_id and s.revoked_at is null and s.api_key_id is null
    returning s.id into sid;
    if sid is null then
      perform core.raise('VP101', 'The session has ended.', 'Sign in again.');
    end if;
  end if;

  claims := jsonb_strip_nulls(jsonb_build_object(
    'role', 'vp_member', 'sub', open_session.user_id, 'org', open_session.organization_id, 'sid', sid,
    'max_role', (select k.role from identity.api_keys k
                 where k.organization_id = open_session.organization_id and k.id = open_session.api_key_id),
    'iat', extract(epoch from now())::bigint, 'exp', floor(extract(epoch from access_ends))::bigint));
  signed := core.base64url(convert_to('{"alg":"HS256","typ":"JWT"}', 'UTF8')) || '.' || core.base64url(convert_to(claims::text, 'UTF8'));
  return json_strip_nulls(json_build_object(
    'access_token', signed || '.' || identity.sign('access_token', signed),
    'refresh_token', refresh_token,
    'token_type', 'bearer',
    'expires_in', floor(extract(epoch from access_ends - now()))::int));
end $$;
comment on function identity.open_session(uuid, uuid, uuid, uuid) is
  'Opens a session, or turns an open one over to new tokens (and another organisation): {access_token (JWT, HS256, 15 minutes), refresh_token (30 days; none for an API key), token_type, expires_in (seconds)}.';
grant execute on function identity.open_session(uuid, uuid, uuid, uuid) to vp_definer;
