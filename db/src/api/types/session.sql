-- Functions answer it; no column is of this type.
create domain api.session as json
  -- squawk-ignore ban-create-domain-with-constraint
  check (core.is_answer(value, '{"access_token": "string", "refresh_token": "string?", "token_type": "string", "expires_in": "number"}'));
comment on domain api.session is 'Tokens of a session; expires_in is of the access token, in seconds. A session of an API key has no refresh_token.';
