create function api.sign_in_with_api_key(api_key text) returns api.session
  language sql volatile set search_path = ''
  return identity.sign_in_with_api_key(api_key);
comment on function api.sign_in_with_api_key is 'Sign in with an API key
Answers an access token for 15 minutes, without a refresh token. Error: VP100 (401).';
grant execute on function api.sign_in_with_api_key to vp_anon;
