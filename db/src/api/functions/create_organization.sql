create function api.create_organization(name text, slug text) returns api.session
  language sql volatile set search_path = ''
  return identity.create_organization(name, slug);
comment on function api.create_organization is 'Make an organisation
The caller becomes its owner. Answers a session for it. Errors: VP105 (409), VP201 (422).';
grant execute on function api.create_organization to vp_member;
