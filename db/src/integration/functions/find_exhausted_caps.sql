create function integration.find_exhausted_caps() returns setof core.finding
  language sql stable security definer set search_path = '' as $$
  select 'warning', case when m.spent + m.reserved >= cap.amount then 'caps.exhausted' else 'caps.nearly_exhausted' end, m.organization_id,
    'integration.spend_months', to_char(m.month, 'YYYY-MM'), null::timestamptz,
    format('%s of %s %s for %s is spent (%s) or reserved (%s).', trim_scale(m.spent + m.reserved), trim_scale(cap.amount), m.currency,
      to_char(m.month, 'YYYY-MM'), trim_scale(m.spent), trim_scale(m.reserved)),
    'An admin of the organisation raises the setting spend.monthly_cap; then retry_content_request goes on with what was refused.'
  from integration.spend_months m
  cross join lateral (select integration.monthly_cap(m.organization_id, m.currency)) cap (amount)
  where m.month = date_trunc('month', now() at time zone 'utc')::date and m.spent + m.reserved > 0.9 * cap.amount;
$$;
comment on function integration.find_exhausted_caps() is 'Finds organisations that have used more than nine tenths of this month''s spend cap, or all of it.';
grant execute on function integration.find_exhausted_caps() to vp_dba, vp_monitor;
