create function integration.reserve_spend(organization_id uuid, subject_id uuid, month date, currency text, amount numeric) returns void
  language plpgsql volatile security definer set search_path = '' as $$
-- The conflict target can only be a column.
#variable_conflict use_column
declare
  monthly_cap constant numeric := (nullif(system.setting('spend.monthly_cap', organization_id), 'null'))::numeric;
  request_cap constant numeric := (nullif(system.setting('spend.per_request_cap', organization_id), 'null'))::numeric;
  cap record;
begin
  if amount > 0 and currency <> 'EUR' and num_nonnulls(monthly_cap, request_cap) > 0 then
    perform core.raise('VP400', format('The spend cap is in EUR, and this call costs %s %s.', trim_scale(amount), currency),
      'Take the settings spend.monthly_cap and spend.per_request_cap off, or use a source that bills in EUR.');
  end if;
  -- The rows stay locked until the claim commits: two claims cannot both see the same room under a cap.
  for cap in
    with month_total as (
      insert into integration.spend_months as m (organization_id, month, currency, reserved)
      values (reserve_spend.organization_id, reserve_spend.month, reserve_spend.currency, reserve_spend.amount)
      on conflict (organization_id, month, currency) do update set reserved = m.reserved + excluded.reserved
      returning m.reserved, m.spent
    ), subject_total as (
      insert into integration.subject_spends as s (organization_id, subject_id, currency, reserved)
      select t.organization_id, t.subject_id, t.currency, t.amount
      from (values (reserve_spend.organization_id, reserve_spend.subject_id, reserve_spend.currency, reserve_spend.amount))
        t (organization_id, subject_id, currency, amount)
      -- Reading the month's row first makes every claim lock them in this order.
      cross join month_total
      where t.subject_id is not null
      on conflict (organization_id, subject_id, currency) do update set reserved = s.reserved + excluded.reserved
      returning s.reserved, s.spent
    )
    select 'spend.monthly_cap' as setting, to_char(reserve_spend.month, 'YYYY-MM') as what, monthly_cap as most, t.reserved, t.spent from month_total t
    union all
    select 'spend.per_request_cap', 'this request', request_cap, t.reserved, t.spent from subject_total t
  loop
    if amount > 0 and cap.spent + amount > cap.most then
      perform core.raise('VP400',
        format('The spend cap of %s EUR for %s is reached: %s EUR spent, %s EUR reserved, and this call costs %s EUR.', trim_scale(cap.most),
          cap.what, trim_scale(cap.spent), trim_scale(cap.reserved - amount), trim_scale(amount)),
        format('An admin raises the setting %s; then call retry_content_request.', cap.setting));
    elsif amount > 0 and cap.spent + cap.reserved > cap.most then
      -- What is reserved may turn out to cost nothing: then this one still fits, and is not refused.
      perform core.raise('VP111',
        format('The spend cap of %s EUR for %s has room only if calls under way fail: %s EUR spent, %s EUR reserved, and this call costs %s EUR.',
          trim_scale(cap.most), cap.what, trim_scale(cap.spent), trim_scale(cap.reserved - amount), trim_scale(amount)),
        'It is tried again as those calls end.', (now() + interval '15 seconds')::text);
    end if;
  end loop;
end $$;
comment on function integration.reserve_spend(uuid, uuid, date, text, numeric) is
  'Reserves an amount in a UTC month and for a subject under the organisation''s caps. Raises VP400 with the figures when what is spent leaves no room, VP111 (detail: when to try again) while only what others have reserved stands in the way.';
