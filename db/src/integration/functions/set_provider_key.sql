create function integration.set_provider_key(provider text, api_key text) returns json
  language plpgsql volatile security definer set search_path = '' as $$
-- The conflict target can only be a column.
#variable_conflict use_column
declare
  tenant constant uuid := identity.require_org('admin');
  secret constant text := btrim(set_provider_key.api_key);
  -- By its content: organisations that share a key share what the provider lets it do.
  named constant text := 'key-' || left(encode(sha256(convert_to(secret, 'UTF8')), 'hex'), 16);
begin
  if not exists (select from integration.providers p where p.key = set_provider_key.provider) then
    perform core.raise('VP201', format('There is no provider %s.', coalesce(provider, 'null')),
      format('Known: %s.', (select string_agg(p.key, ', ' order by p.key) from integration.providers p)));
  end if;
  if secret !~ '^[!-~]+$' or length(secret) not between 8 and 500 then
    perform core.raise('VP201', 'An API key has 8 to 500 printable characters, and no spaces.', 'Send it as the provider shows it, or null to use the platform''s.');
  end if;
  update integration.provider_keys k set replaced_at = now()
  where k.organization_id = tenant and k.provider = set_provider_key.provider and k.replaced_at is null;
  if secret is not null then
    insert into integration.provider_keys (organization_id, provider, key_id, secret, created_by)
    values (tenant, set_provider_key.provider, named, secret, core.user_id())
    on conflict (organization_id, provider, key_id) do update set replaced_at = null, created_by = excluded.created_by, created_at = now();
  end if;
  return json_build_object('provider', provider, 'key_id', coalesce(named, 'platform'));
end $$;
comment on function integration.set_provider_key(text, text) is
  'Takes an organisation''s own API key for its calls from now on; null: the platform''s again (admin). {provider, key_id}; the key is never shown. Calls under way keep theirs. Raises VP103, VP201.';
grant execute on function integration.set_provider_key(text, text) to vp_member;
