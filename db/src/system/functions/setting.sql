create function system.setting(key text, organization_id uuid) returns jsonb
  language plpgsql stable security definer set search_path = '' as $$
declare
  value jsonb;
begin
  select coalesce(own.value, platform.value, d.default_value) into value
  from system.setting_definitions d
  left join system.system_settings own
    on own.key = d.key and own.organization_id = setting.organization_id
  left join system.system_settings platform
    on platform.key = d.key and platform.organization_id = identity.system_organization_id()
  where d.key = setting.key;
  if not found then
    raise exception 'There is no setting %.', key using hint = 'system.setting_definitions lists them.';
  end if;
  return value;
end $$;
comment on function system.setting(text, uuid) is
  'The value in force: the organisation''s own, else the platform''s, else the default. JSON null: off.';
grant execute on function system.setting(text, uuid) to vp_definer, vp_worker, vp_dba;
