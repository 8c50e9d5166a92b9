create trigger users__audit_insert after insert on identity.users
  referencing new table as new_rows for each statement execute function analytics.audit('', 'id');
create trigger users__audit_update after update on identity.users
  referencing old table as old_rows new table as new_rows for each statement execute function analytics.audit('', 'id');
create trigger users__audit_delete after delete on identity.users
  referencing old table as old_rows for each statement execute function analytics.audit('', 'id');
create trigger users__audit_truncate before truncate on identity.users
  for each statement execute function core.forbid_change();
