create trigger invitations__audit_insert after insert on identity.invitations
  referencing new table as new_rows for each statement execute function analytics.audit('organization_id', 'id');
create trigger invitations__audit_update after update on identity.invitations
  referencing old table as old_rows new table as new_rows for each statement execute function analytics.audit('organization_id', 'id');
create trigger invitations__audit_delete after delete on identity.invitations
  referencing old table as old_rows for each statement execute function analytics.audit('organization_id', 'id');
create trigger invitations__audit_truncate before truncate on identity.invitations
  for each statement execute function core.forbid_change();
