create function identity.sign_in(email text, password text) returns json
  language plpgsql volatile security definer set search_path = '' as $$
declare
  -- A hash of no password: an unknown address takes as long as a wrong password.
  nobody constant text := '$2a$10$N8uq/1APUbUKXyuFF6rOWeIhNTSUO38gsu0zg5D3zKTn/v5s5HFZa';
  found_user uuid;
  found_hash text;
  organization_id uuid;
begin
  select u.id, c.password_hash into found_user, found_hash
  from identity.users u
  join identity.credentials c on c.user_id = u.id
  where lower(u.email) = lower(btrim(sign_in.email));
  if extensions.crypt(coalesce(password, ''), coalesce(found_hash, nobody)) is distinct from found_hash then
    -- Answered, not raised: what counts failed attempts must stay.
    return core.answer_error('VP100', 'The e-mail address or the password is wrong.', 'Check both, or call sign_up.');
  end if;
  -- The organisation of last time, if the membership lives; else the oldest membership.
  select m.organization_id into organization_id
  from identity.user_organizations m
  join identity.organizations o on o.id = m.organization_id and o.status = 'active'
  where m.user_id = found_user and m.status = 'active'
  order by (select max(s.refreshed_at) from identity.sessions s
            where s.user_id = found_user and s.organization_id = m.organization_id) desc nulls last,
           m.joined_at
  limit 1;
  return identity.open_session(found_user, organization_id);
end $$;
comment on function identity.sign_in(text, text) is 'Opens a session for the organisation used last, if any. Answers VP100.';
grant execute on function identity.sign_in(text, text) to vp_anon, vp_member;
