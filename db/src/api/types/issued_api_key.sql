-- Functions answer it; no column is of this type.
create domain api.issued_api_key as json
  -- squawk-ignore ban-create-domain-with-constraint
  check (core.is_answer(value, '{"id": "string", "key": "string", "prefix": "string", "expires_at": "string?"}'));
comment on domain api.issued_api_key is 'An API key, which is shown this once.';
