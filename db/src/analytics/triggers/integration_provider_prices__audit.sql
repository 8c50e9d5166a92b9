create trigger provider_prices__audit_insert after insert on integration.provider_prices
  referencing new table as new_rows for each statement execute function analytics.audit('', 'id');
create trigger provider_prices__audit_update after update on integration.provider_prices
  referencing old table as old_rows new table as new_rows for each statement execute function analytics.audit('', 'id');
create trigger provider_prices__audit_delete after delete on integration.provider_prices
  referencing old table as old_rows for each statement execute function analytics.audit('', 'id');
create trigger provider_prices__audit_truncate before truncate on integration.provider_prices
  for each statement execute function core.forbid_change();
