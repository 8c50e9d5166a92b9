create function identity.sign_out() returns void
  language plpgsql volatile security definer set search_path = '' as $$
declare
  caller constant uuid := identity.require_user();
begin
  update identity.sessions set revoked_at = now()
  where id = (core.claims() ->> 'sid')::uuid and user_id = caller and revoked_at is null;
end $$;
comment on function identity.sign_out() is 'Ends the caller''s session at once: its access token and its refresh token. Raises VP107.';
grant execute on function identity.sign_out() to vp_member;
