create trigger setting_definitions__audit_insert after insert on system.setting_definitions
  referencing new table as new_rows for each statement execute function analytics.audit('', 'key');
create trigger setting_definitions__audit_update after update on system.setting_definitions
  referencing old table as old_rows new table as new_rows for each statement execute function analytics.audit('', 'key');
create trigger setting_definitions__audit_delete after delete on system.setting_definitions
  referencing old table as old_rows for each statement execute function analytics.audit('', 'key');
create trigger setting_definitions__audit_truncate before truncate on system.setting_definitions
  for each statement execute function core.forbid_change();
