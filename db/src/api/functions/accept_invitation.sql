create function api.accept_invitation(token text) returns api.session
  language sql volatile set search_path = ''
  return identity.accept_invitation(token);
comment on function api.accept_invitation is 'Accept an invitation
For the signed-in person whose address was invited. Answers a session for the organisation. Error: VP106 (404).';
grant execute on function api.accept_invitation to vp_member;
