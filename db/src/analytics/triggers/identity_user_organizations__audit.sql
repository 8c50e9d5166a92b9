create trigger user_organizations__audit_insert after insert on identity.user_organizations
  referencing new table as new_rows for each statement execute function analytics.audit('organization_id', 'user_id');
create trigger user_organizations__audit_update after update on identity.user_organizations
  referencing old table as old_rows new table as new_rows for each statement execute function analytics.audit('organization_id', 'user_id');
create trigger user_organizations__audit_delete after delete on identity.user_organizations
  referencing old table as old_rows for each statement execute function analytics.audit('organization_id', 'user_id');
create trigger user_organizations__audit_truncate before truncate on identity.user_organizations
  for each statement execute function core.forbid_change();
