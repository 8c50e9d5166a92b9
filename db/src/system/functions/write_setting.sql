create function system.write_setting() returns trigger
  language plpgsql set search_path = '' as $$
declare
  tenant constant uuid := identity.require_org('admin');
begin
  if tg_op = 'DELETE' then
    delete from system.system_settings s where s.organization_id = tenant and s.key = old.key;
    return old;
  end if;
  if tg_op = 'INSERT' then
    insert into system.system_settings as s (organization_id, key, value) values (tenant, new.key, new.value)
    returning s.value, s.updated_by, s.updated_at into new.value, new.updated_by, new.updated_at;
  else
    insert into system.system_settings as s (organization_id, key, value) values (tenant, old.key, new.value)
    on conflict (organization_id, key) do update set value = excluded.value
    returning s.value, s.updated_by, s.updated_at into new.value, new.updated_by, new.updated_at;
  end if;
  select tenant, true, d.value_type, d.unit, d.description, d.minimum, d.maximum, d.allowed_values, d.default_value,
    d.organization_may_override
  into new.organization_id, new.overridden, new.value_type, new.unit, new.description, new.minimum, new.maximum,
    new.allowed_values, new.default_value, new.organization_may_override
  from system.setting_definitions d
  where d.key = new.key;
  return new;
end $$;
comment on function system.write_setting() is
  'Trigger of the REST resource, instead of a write: sets, changes or takes back the organisation''s own value of a setting (admin).';
