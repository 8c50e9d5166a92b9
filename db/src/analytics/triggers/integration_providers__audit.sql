create trigger providers__audit_insert after insert on integration.providers
  referencing new table as new_rows for each statement execute function analytics.audit('', 'key');
create trigger providers__audit_update after update on integration.providers
  referencing old table as old_rows new table as new_rows for each statement execute function analytics.audit('', 'key');
create trigger providers__audit_delete after delete on integration.providers
  referencing old table as old_rows for each statement execute function analytics.audit('', 'key');
create trigger providers__audit_truncate before truncate on integration.providers
  for each statement execute function core.forbid_change();
