create function integration.plan_of(organization_id uuid, key_id text) returns text
  language sql stable security definer set search_path = ''
  return system.setting('integration.key_plan', case when key_id = 'platform' then identity.system_organization_id() else organization_id end) #>> '{}';
comment on function integration.plan_of(uuid, text) is 'The plan of an API key: the platform''s own, or that of the organisation that brought it.';
