create trigger provider_operations__audit_insert after insert on integration.provider_operations
  referencing new table as new_rows for each statement execute function analytics.audit('', 'provider', 'operation');
create trigger provider_operations__audit_update after update on integration.provider_operations
  referencing old table as old_rows new table as new_rows for each statement execute function analytics.audit('', 'provider', 'operation');
create trigger provider_operations__audit_delete after delete on integration.provider_operations
  referencing old table as old_rows for each statement execute function analytics.audit('', 'provider', 'operation');
create trigger provider_operations__audit_truncate before truncate on integration.provider_operations
  for each statement execute function core.forbid_change();
