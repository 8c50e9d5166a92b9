create function api.sign_out() returns void
  language sql volatile set search_path = ''
  begin atomic
    select identity.sign_out();
  end;
comment on function api.sign_out is 'Sign out
Ends the session at once: its access token and its refresh token.';
grant execute on function api.sign_out to vp_member;
