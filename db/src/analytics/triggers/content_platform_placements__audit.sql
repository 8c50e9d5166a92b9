create trigger platform_placements__audit_insert after insert on content.platform_placements
  referencing new table as new_rows for each statement execute function analytics.audit('', 'platform', 'placement');
create trigger platform_placements__audit_update after update on content.platform_placements
  referencing old table as old_rows new table as new_rows for each statement execute function analytics.audit('', 'platform', 'placement');
create trigger platform_placements__audit_delete after delete on content.platform_placements
  referencing old table as old_rows for each statement execute function analytics.audit('', 'platform', 'placement');
create trigger platform_placements__audit_truncate before truncate on content.platform_placements
  for each statement execute function core.forbid_change();
