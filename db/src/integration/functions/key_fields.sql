create function integration.key_fields(organization_id uuid, provider text, key_id text) returns jsonb
  language sql stable security definer set search_path = ''
  return coalesce(
    (select jsonb_build_object('key_id', k.key_id, 'api_key', k.secret) from integration.provider_keys k
     where k.organization_id = key_fields.organization_id and k.provider = key_fields.provider and k.key_id = key_fields.key_id),
    '{}');
comment on function integration.key_fields(uuid, text, text) is
  'What the worker is told of an organisation''s own key, with a step: {key_id, api_key}. Empty for the platform''s, which it has itself.';
grant execute on function integration.key_fields(uuid, text, text) to vp_definer;
