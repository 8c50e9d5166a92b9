create trigger organizations__audit_insert after insert on identity.organizations
  referencing new table as new_rows for each statement execute function analytics.audit('id', 'id');
create trigger organizations__audit_update after update on identity.organizations
  referencing old table as old_rows new table as new_rows for each statement execute function analytics.audit('id', 'id');
create trigger organizations__audit_delete after delete on identity.organizations
  referencing old table as old_rows for each statement execute function analytics.audit('id', 'id');
create trigger organizations__audit_truncate before truncate on identity.organizations
  for each statement execute function core.forbid_change();
