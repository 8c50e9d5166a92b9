create function identity.create_api_key(name text, role text, expires_at timestamptz default null) returns json
  language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := identity.require_org('admin');
  key constant text := 'vp_' || core.base64url(extensions.gen_random_bytes(32));
  made identity.api_keys;
begin
  if coalesce(length(btrim(name)), 0) not between 1 and 120 then
    perform core.raise('VP201', 'name has 1 to 120 characters.', 'Say what the key is for.');
  end if;
  if not identity.may_give_role(role) then
    perform core.raise('VP201', format('A key cannot have the role %s.', coalesce(role, 'null')),
      'Send admin, editor, reviewer or viewer, and none above your own.');
  end if;
  if expires_at <= now() then
    perform core.raise('VP201', 'expires_at is in the past.', 'Send a later time, or none.');
  end if;
  insert into identity.api_keys (organization_id, name, prefix, key_hash, role, created_by, expires_at)
  values (tenant, btrim(create_api_key.name), left(key, 10), sha256(convert_to(key, 'UTF8')), create_api_key.role, core.user_id(), create_api_key.expires_at)
  returning * into made;
  return json_strip_nulls(json_build_object('id', made.id, 'key', key, 'prefix', made.prefix, 'expires_at', made.expires_at));
end $$;
comment on function identity.create_api_key(text, text, timestamptz) is
  'A key for a program that acts for the caller with at most this role (admin): {id, key, prefix, expires_at}. The key is shown this once. Raises VP103, VP201.';
grant execute on function identity.create_api_key(text, text, timestamptz) to vp_member;
