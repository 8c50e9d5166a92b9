create function identity.sign_in_with_api_key(api_key text) returns json
  language plpgsql volatile security definer set search_path = '' as $$
declare
  found identity.api_keys;
begin
  update identity.api_keys k set last_used_at = now()
  from identity.user_organizations m
  where k.key_hash = sha256(convert_to(coalesce(sign_in_with_api_key.api_key, ''), 'UTF8'))
    and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
    and m.organization_id = k.organization_id and m.user_id = k.created_by and m.status = 'active'
  returning k.* into found;
  if found.id is null then
    perform core.raise('VP100', 'The API key is unknown, revoked or expired.', 'Ask an admin for a new key.');
  end if;
  return identity.open_session(found.created_by, found.organization_id, null, found.id);
end $$;
comment on function identity.sign_in_with_api_key(text) is 'An access token (15 minutes, no refresh token) for the key''s organisation and role. Raises VP100.';
grant execute on function identity.sign_in_with_api_key(text) to vp_anon, vp_member;
