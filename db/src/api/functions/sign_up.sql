create function api.sign_up(email text, password text, full_name text) returns api.session
  language sql volatile set search_path = ''
  return identity.sign_up(email, password, full_name);
comment on function api.sign_up is 'Make an account
Answers a session for no organisation yet: {access_token, refresh_token, token_type, expires_in}. Errors: VP104 (409), VP108 (422), VP201 (422).';
grant execute on function api.sign_up to vp_anon;
