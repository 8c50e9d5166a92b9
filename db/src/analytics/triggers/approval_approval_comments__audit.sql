create trigger approval_comments__audit_insert after insert on approval.approval_comments
  referencing new table as new_rows for each statement execute function analytics.audit('organization_id', 'id');
create trigger approval_comments__audit_update after update on approval.approval_comments
  referencing old table as old_rows new table as new_rows for each statement execute function analytics.audit('organization_id', 'id');
create trigger approval_comments__audit_delete after delete on approval.approval_comments
  referencing old table as old_rows for each statement execute function analytics.audit('organization_id', 'id');
create trigger approval_comments__audit_truncate before truncate on approval.approval_comments
  for each statement execute function core.forbid_change();
