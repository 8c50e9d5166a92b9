create trigger content_requests__audit_insert after insert on content.content_requests
  referencing new table as new_rows for each statement execute function analytics.audit('organization_id', 'id');
create trigger content_requests__audit_update after update on content.content_requests
  referencing old table as old_rows new table as new_rows for each statement execute function analytics.audit('organization_id', 'id');
create trigger content_requests__audit_delete after delete on content.content_requests
  referencing old table as old_rows for each statement execute function analytics.audit('organization_id', 'id');
create trigger content_requests__audit_truncate before truncate on content.content_requests
  for each statement execute function core.forbid_change();
