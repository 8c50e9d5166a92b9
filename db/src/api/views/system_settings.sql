create view api.system_settings with (security_invoker = true) as
select (select identity.org_id()) as organization_id, d.key, coalesce(own.value, platform.value, d.default_value) as value,
  own.key is not null as overridden, d.default_value, d.value_type, d.minimum, d.maximum, d.allowed_values, d.unit,
  d.description, d.organization_may_override, own.updated_by, own.updated_at
from system.setting_definitions d
left join system.system_settings own
  on own.key = d.key and own.organization_id = (select identity.org_id())
left join system.system_settings platform
  on platform.key = d.key and platform.organization_id = identity.system_organization_id();
comment on view api.system_settings is 'Settings
Every setting there is, with the value in force for the organisation. An admin sets value (PATCH, whether or not there is one; or POST) where organization_may_override is true, and takes it back (DELETE); it is in force at once. Errors: VP103 (403), VP200 (404), VP201 (422).';
comment on column api.system_settings.value is 'The value in force: the organisation''s own, else the platform''s, else the default. null: off.';
comment on column api.system_settings.overridden is 'Whether the organisation has set a value of its own.';
comment on column api.system_settings.value_type is 'boolean, integer, number or text.';
comment on column api.system_settings.minimum is 'The least value allowed, of integers and numbers.';
comment on column api.system_settings.maximum is 'The greatest value allowed, of integers and numbers.';
comment on column api.system_settings.organization_may_override is 'False: the platform''s alone.';
comment on column api.system_settings.key is 'The setting''s name, by area: jobs.per_organization.';
grant select, insert (key, value), update (value), delete on api.system_settings to vp_member;

create trigger system_settings__instead_of_write instead of insert or update or delete on api.system_settings
  for each row execute function system.write_setting();
