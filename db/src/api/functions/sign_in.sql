create function api.sign_in(email text, password text) returns api.session
  language plpgsql volatile set search_path = '' as $$
begin
  -- No address is longer, and an index entry cannot be.
  perform system.throttle('sign_in:' || left(lower(btrim(coalesce(email, ''))), 254), 10, '5 minutes');
  return identity.sign_in(email, password);
end $$;
comment on function api.sign_in is 'Sign in
Answers {access_token, refresh_token, token_type, expires_in} for the organisation used last. Errors: VP100 (401), VP110 (429, after 10 attempts in 5 minutes).';
grant execute on function api.sign_in to vp_anon;
