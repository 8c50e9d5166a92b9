create trigger asset_variants__audit_insert after insert on content.asset_variants
  referencing new table as new_rows for each statement execute function analytics.audit('organization_id', 'id');
create trigger asset_variants__audit_update after update on content.asset_variants
  referencing old table as old_rows new table as new_rows for each statement execute function analytics.audit('organization_id', 'id');
create trigger asset_variants__audit_delete after delete on content.asset_variants
  referencing old table as old_rows for each statement execute function analytics.audit('organization_id', 'id');
create trigger asset_variants__audit_truncate before truncate on content.asset_variants
  for each statement execute function core.forbid_change();
