create function integration.webhook_key(secret text) returns bytea
  language plpgsql stable security definer set search_path = '' as $$
declare
  -- Both alphabets of base64 are in use.
  encoded constant text := translate(secret, '-_', '+/');
begin
  if system.setting('integration.webhook_secret_encoding', null) #>> '{}' = 'utf8' then
    return convert_to(secret, 'UTF8');
  end if;
  return case when encoded ~ '^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$' then decode(encoded, 'base64') end;
end $$;
comment on function integration.webhook_key(text) is
  'The bytes of a webhook secret, as the setting integration.webhook_secret_encoding says; null: it says base64, and this is none.';
