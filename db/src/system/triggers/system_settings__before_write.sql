create function system.system_settings__before_write() returns trigger
  language plpgsql set search_path = '' as $$
declare
  definition system.setting_definitions;
  problem text;
begin
  select * into definition from system.setting_definitions d where d.key = new.key;
  if not found then
    perform core.raise('VP200', format('There is no setting %s.', coalesce(new.key, 'null')), 'GET /system_settings lists them.');
  end if;
  if current_user = 'vp_member' and not definition.organization_may_override then
    perform core.raise('VP103', format('%s is set by the platform.', new.key), 'Ask whoever runs the platform to change it.');
  end if;
  new.value := coalesce(new.value, 'null');
  problem := system.setting_problem(definition, new.value);
  if problem is not null then
    perform core.raise('VP201', format('%s cannot be %s: %s.', new.key, new.value, problem), definition.description);
  end if;
  new.updated_by := core.user_id();
  new.updated_at := now();
  return new;
end $$;
comment on function system.system_settings__before_write() is
  'Trigger: a value fits its setting''s type and range, and members set only what organisations may; keeps updated_by and updated_at.';
grant execute on function system.system_settings__before_write() to vp_member, vp_dba;

create trigger system_settings__before_write before insert or update on system.system_settings
  for each row execute function system.system_settings__before_write();
