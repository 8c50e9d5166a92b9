create function api.switch_organization(organization_id uuid) returns api.session
  language sql volatile set search_path = ''
  return identity.switch_organization(organization_id);
comment on function api.switch_organization is 'Switch to another organisation
Answers a session for it. Error: VP200 (404).';
grant execute on function api.switch_organization to vp_member;
