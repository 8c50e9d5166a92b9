create function api.refresh_session(refresh_token text) returns api.session
  language sql volatile set search_path = ''
  return identity.refresh_session(refresh_token);
comment on function api.refresh_session is 'New tokens for a session
The refresh token is spent; using it a second time ends the session. Error: VP101 (401).';
grant execute on function api.refresh_session to vp_anon, vp_member;
