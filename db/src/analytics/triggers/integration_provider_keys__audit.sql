create trigger provider_keys__audit_insert after insert on integration.provider_keys
  referencing new table as new_rows for each statement execute function analytics.audit('organization_id', 'provider', 'key_id');
create trigger provider_keys__audit_update after update on integration.provider_keys
  referencing old table as old_rows new table as new_rows for each statement execute function analytics.audit('organization_id', 'provider', 'key_id');
create trigger provider_keys__audit_delete after delete on integration.provider_keys
  referencing old table as old_rows for each statement execute function analytics.audit('organization_id', 'provider', 'key_id');
create trigger provider_keys__audit_truncate before truncate on integration.provider_keys
  for each statement execute function core.forbid_change();
