create function identity.sign_up(email text, password text, full_name text) returns json
  language plpgsql volatile security definer set search_path = '' as $$
-- The conflict target can only be a column.
#variable_conflict use_column
declare
  address constant text := lower(btrim(email));
  new_user_id uuid;
begin
  perform identity.check_password(password);
  if not identity.is_email(address) then
    perform core.raise('VP201', 'That is not an e-mail address.', 'Send email as name@example.com.');
  end if;
  if coalesce(length(btrim(full_name)), 0) not between 1 and 120 then
    perform core.raise('VP201', 'full_name has 1 to 120 characters.', 'Send the person''s name.');
  end if;
  insert into identity.users (email, full_name) values (address, btrim(sign_up.full_name))
  on conflict (lower(email)) do nothing
  returning id into new_user_id;
  if new_user_id is null then
    perform core.raise('VP104', 'This e-mail address has an account.', 'Call sign_in.');
  end if;
  insert into identity.credentials (user_id, password_hash)
  values (new_user_id, extensions.crypt(sign_up.password, extensions.gen_salt('bf', 10)));
  return identity.open_session(new_user_id, null);
end $$;
comment on function identity.sign_up(text, text, text) is 'Makes an account and opens a session that is for no organisation yet. Raises VP104, VP108, VP201.';
grant execute on function identity.sign_up(text, text, text) to vp_anon, vp_member;
