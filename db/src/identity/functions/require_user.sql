create function identity.require_user() returns uuid
  language plpgsql stable security definer set search_path = '' as $$
begin
  if core.user_id() is null then
    perform core.raise('VP107', 'This needs a signed-in user.', 'Send the access token of sign_in in the Authorization header.');
  end if;
  return core.user_id();
end $$;
comment on function identity.require_user() is 'The caller''s user id. Raises VP107 when nobody is signed in.';
grant execute on function identity.require_user() to vp_member, vp_anon, vp_definer;
