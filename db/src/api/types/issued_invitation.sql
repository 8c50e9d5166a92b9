-- Functions answer it; no column is of this type.
create domain api.issued_invitation as json
  -- squawk-ignore ban-create-domain-with-constraint
  check (core.is_answer(value, '{"id": "string", "token": "string", "expires_at": "string"}'));
comment on domain api.issued_invitation is 'An invitation with its token, which is shown this once.';
