create trigger publications__audit_insert after insert on content.publications
  referencing new table as new_rows for each statement execute function analytics.audit('organization_id', 'id');
create trigger publications__audit_update after update on content.publications
  referencing old table as old_rows new table as new_rows for each statement execute function analytics.audit('organization_id', 'id');
create trigger publications__audit_delete after delete on content.publications
  referencing old table as old_rows for each statement execute function analytics.audit('organization_id', 'id');
create trigger publications__audit_truncate before truncate on content.publications
  for each statement execute function core.forbid_change();
