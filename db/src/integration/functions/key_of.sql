create function integration.key_of(organization_id uuid, provider text) returns text
  language sql stable security definer set search_path = ''
  return coalesce(
    (select k.key_id from integration.provider_keys k
     where k.organization_id = key_of.organization_id and k.provider = key_of.provider and k.replaced_at is null),
    'platform');
comment on function integration.key_of(uuid, text) is 'Which API key an organisation''s new calls go out under: its own, else the platform''s.';
grant execute on function integration.key_of(uuid, text) to vp_definer;
