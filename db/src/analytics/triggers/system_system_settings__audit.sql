create trigger system_settings__audit_insert after insert on system.system_settings
  referencing new table as new_rows for each statement execute function analytics.audit('organization_id', 'key');
create trigger system_settings__audit_update after update on system.system_settings
  referencing old table as old_rows new table as new_rows for each statement execute function analytics.audit('organization_id', 'key');
create trigger system_settings__audit_delete after delete on system.system_settings
  referencing old table as old_rows for each statement execute function analytics.audit('organization_id', 'key');
create trigger system_settings__audit_truncate before truncate on system.system_settings
  for each statement execute function core.forbid_change();
