create trigger brand_guidelines__audit_insert after insert on brand.brand_guidelines
  referencing new table as new_rows for each statement execute function analytics.audit('organization_id', 'id');
create trigger brand_guidelines__audit_update after update on brand.brand_guidelines
  referencing old table as old_rows new table as new_rows for each statement execute function analytics.audit('organization_id', 'id');
create trigger brand_guidelines__audit_delete after delete on brand.brand_guidelines
  referencing old table as old_rows for each statement execute function analytics.audit('organization_id', 'id');
create trigger brand_guidelines__audit_truncate before truncate on brand.brand_guidelines
  for each statement execute function core.forbid_change();
