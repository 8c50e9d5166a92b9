create trigger content_approvals__audit_insert after insert on approval.content_approvals
  referencing new table as new_rows for each statement execute function analytics.audit('organization_id', 'id');
create trigger content_approvals__audit_update after update on approval.content_approvals
  referencing old table as old_rows new table as new_rows for each statement execute function analytics.audit('organization_id', 'id');
create trigger content_approvals__audit_delete after delete on approval.content_approvals
  referencing old table as old_rows for each statement execute function analytics.audit('organization_id', 'id');
create trigger content_approvals__audit_truncate before truncate on approval.content_approvals
  for each statement execute function core.forbid_change();
