create trigger rate_limits__audit_insert after insert on integration.rate_limits
  referencing new table as new_rows for each statement execute function analytics.audit('', 'provider', 'quota', 'scope', 'per', 'valid_from');
create trigger rate_limits__audit_update after update on integration.rate_limits
  referencing old table as old_rows new table as new_rows for each statement execute function analytics.audit('', 'provider', 'quota', 'scope', 'per', 'valid_from');
create trigger rate_limits__audit_delete after delete on integration.rate_limits
  referencing old table as old_rows for each statement execute function analytics.audit('', 'provider', 'quota', 'scope', 'per', 'valid_from');
create trigger rate_limits__audit_truncate before truncate on integration.rate_limits
  for each statement execute function core.forbid_change();
