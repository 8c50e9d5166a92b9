create function system.check_request() returns void
  language plpgsql volatile security definer set search_path = '' as $$
declare
  claims constant jsonb := core.claims();
  path constant text := coalesce(current_setting('request.path', true), '');
begin
  -- What opens or ends a session looks at its own arguments, whatever token comes along.
  if not claims ? 'sub'
    or path in ('/rpc/sign_up', '/rpc/sign_in', '/rpc/sign_in_with_api_key', '/rpc/refresh_session', '/rpc/sign_out')
  then
    return;
  end if;
  perform from identity.sessions s
  where s.id = (claims ->> 'sid')::uuid and s.user_id = (claims ->> 'sub')::uuid
    and s.revoked_at is null and s.expires_at > now();
  if not found then
    perform core.raise('VP101', 'The session has ended.', 'Sign in again.');
  end if;
  if claims ? 'org' and identity.org_id() is null
    and path not in ('/rpc/switch_organization', '/rpc/create_organization', '/rpc/accept_invitation')
  then
    perform core.raise('VP102', 'You are no longer a member of this organisation.', 'switch_organization to another one, or sign in again.');
  end if;
  -- GET, HEAD and calls of stable functions run read only: they cannot be counted here, only at the edge.
  if current_setting('transaction_read_only') = 'off' then
    perform system.throttle('user:' || (claims ->> 'sub'),
      system.setting('throttle.calls_per_minute', (claims ->> 'org')::uuid)::int, '1 minute');
  end if;
end $$;
comment on function system.check_request() is
  'PostgREST''s db-pre-request: refuses a token whose session has ended (VP101) or whose membership is dead (VP102), and counts a user''s writes and function calls by minute (VP110).';
grant execute on function system.check_request() to vp_anon, vp_member;
