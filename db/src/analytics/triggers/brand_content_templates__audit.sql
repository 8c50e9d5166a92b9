create trigger content_templates__audit_insert after insert on brand.content_templates
  referencing new table as new_rows for each statement execute function analytics.audit('organization_id', 'id');
create trigger content_templates__audit_update after update on brand.content_templates
  referencing old table as old_rows new table as new_rows for each statement execute function analytics.audit('organization_id', 'id');
create trigger content_templates__audit_delete after delete on brand.content_templates
  referencing old table as old_rows for each statement execute function analytics.audit('organization_id', 'id');
create trigger content_templates__audit_truncate before truncate on brand.content_templates
  for each statement execute function core.forbid_change();
