create function api.invite_member(email text, role text) returns api.issued_invitation
  language sql volatile set search_path = ''
  return identity.invite_member(email, role);
comment on function api.invite_member is 'Invite somebody (admin)
Answers {id, token, expires_at}; pass the token on, it is shown this once. Errors: VP103 (403), VP109 (409), VP201 (422).';
grant execute on function api.invite_member to vp_member;
