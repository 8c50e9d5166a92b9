create function api.create_api_key(name text, role text, expires_at timestamptz default null) returns api.issued_api_key
  language sql volatile set search_path = ''
  return identity.create_api_key(name, role, expires_at);
comment on function api.create_api_key is 'Make an API key (admin)
Answers {id, key, prefix, expires_at}; the key is shown this once. Errors: VP103 (403), VP201 (422).';
grant execute on function api.create_api_key to vp_member;
