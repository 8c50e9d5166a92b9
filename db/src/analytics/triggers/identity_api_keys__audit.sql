create trigger api_keys__audit_insert after insert on identity.api_keys
  referencing new table as new_rows for each statement execute function analytics.audit('organization_id', 'id');
create trigger api_keys__audit_update after update on identity.api_keys
  referencing old table as old_rows new table as new_rows for each statement execute function analytics.audit('organization_id', 'id');
create trigger api_keys__audit_delete after delete on identity.api_keys
  referencing old table as old_rows for each statement execute function analytics.audit('organization_id', 'id');
create trigger api_keys__audit_truncate before truncate on identity.api_keys
  for each statement execute function core.forbid_change();
