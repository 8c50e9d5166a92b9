create function integration.reserve_spend(organization_id uuid, month date, currency text, amount numeric) returns void
  language plpgsql volatile security definer set search_path = '' as $$
-- The conflict target can only be a column.
#variable_conflict use_column
declare
  cap constant numeric := (nullif(system.setting('spend.monthly_cap', organization_id), 'null'))::numeric;
  total integration.spend_months;
begin
  -- The row stays locked until the claim commits: two claims cannot both see the same room under the cap.
  insert into integration.spend_months as m (organization_id, month, currency, reserved)
  values (reserve_spend.organization_id, reserve_spend.month, reserve_spend.currency, reserve_spend.amount)
  on conflict (organization_id, month, currency) do update set reserved = m.reserved + excluded.reserved
  returning m.* into total;
  if amount = 0 or cap is null then
    return;
  end if;
  if currency <> 'EUR' then
    perform core.raise('VP400', format('The spend cap is in EUR, and this call costs %s %s.', trim_scale(amount), currency),
      'Take the setting spend.monthly_cap off, or use a source that bills in EUR.');
  end if;
  if total.reserved + total.spent > cap then
    perform core.raise('VP400',
      format('The spend cap of %s EUR for %s is reached: %s EUR spent, %s EUR reserved, and this call costs %s EUR.',
        trim_scale(cap), to_char(month, 'YYYY-MM'), trim_scale(total.spent), trim_scale(total.reserved - amount), trim_scale(amount)),
      'An admin raises the setting spend.monthly_cap; then call retry_content_request.');
  end if;
end $$;
comment on function integration.reserve_spend(uuid, date, text, numeric) is
  'Reserves an amount in a UTC month under the organisation''s cap. Raises VP400 with the figures when it would go beyond.';
