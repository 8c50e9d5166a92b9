create trigger brand_profiles__audit_insert after insert on brand.brand_profiles
  referencing new table as new_rows for each statement execute function analytics.audit('organization_id', 'id');
create trigger brand_profiles__audit_update after update on brand.brand_profiles
  referencing old table as old_rows new table as new_rows for each statement execute function analytics.audit('organization_id', 'id');
create trigger brand_profiles__audit_delete after delete on brand.brand_profiles
  referencing old table as old_rows for each statement execute function analytics.audit('organization_id', 'id');
create trigger brand_profiles__audit_truncate before truncate on brand.brand_profiles
  for each statement execute function core.forbid_change();
