create function integration.find_spend_differences() returns setof core.finding
  language sql stable security definer set search_path = '' as $$
  with this as (
    select date_trunc('month', now() at time zone 'utc')::date as month, date_trunc('month', now() at time zone 'utc') at time zone 'utc' as begins,
      coalesce((select c.next_xid from system.rollup_cursors c where c.name = 'daily_usage_summaries'), '0') as next_xid
  ), fresh as (
    select u.organization_id, u.currency, sum(u.cost) as cost
    from this
    join integration.api_usage u on u.xid >= this.next_xid and u.occurred_at >= this.begins
    group by u.organization_id, u.currency
  ), suspect as materialized (
    -- The quick sum: what is rolled up, and what came since. It differs also where a call of last month ended in this one.
    select m.organization_id, m.month, m.currency, m.spent, this.begins
    from this
    join integration.spend_months m on m.month = this.month
    left join fresh f on f.organization_id = m.organization_id and f.currency = m.currency
    cross join lateral (
      select coalesce(sum(s.cost), 0) as cost
      from integration.daily_usage_summaries s
      where s.organization_id = m.organization_id and s.day >= m.month and s.currency = m.currency
    ) rolled
    where m.spent <> rolled.cost + coalesce(f.cost, 0)
  ), open as (
    select c.organization_id, c.spend_month, c.currency, c.reserved_amount from integration.provider_calls c where c.state = 'sent'
    union all
    select c.organization_id, c.spend_month, c.currency, c.reserved_amount from integration.provider_calls c
    where c.state in ('accepted', 'lost', 'missing') and c.ended_at is null
  ), reserved as (
    select o.organization_id, o.spend_month as month, o.currency, sum(o.reserved_amount) as amount
    from open o
    group by o.organization_id, o.spend_month, o.currency
  ), differences as (
    select s.organization_id, s.month, s.currency, 'spent' as what, s.spent as recorded, booked.cost as actual, 'api_usage has' as source
    from suspect s
    cross join lateral (
      select coalesce(sum(u.cost), 0) as cost
      from integration.api_usage u
      join integration.provider_calls c on c.organization_id = u.organization_id and c.id = u.provider_call_id
      where u.organization_id = s.organization_id and u.occurred_at >= s.begins and u.currency = s.currency and c.spend_month = s.month
    ) booked
    where s.spent <> booked.cost
    union all
    select m.organization_id, m.month, m.currency, 'reserved', m.reserved, coalesce(r.amount, 0), 'the calls under way hold'
    from this
    join integration.spend_months m on m.month >= this.month - interval '1 month'
    left join reserved r on r.organization_id = m.organization_id and r.month = m.month and r.currency = m.currency
    where m.reserved <> coalesce(r.amount, 0)
  )
  select 'error', 'spend.differs', d.organization_id, 'integration.spend_months', to_char(d.month, 'YYYY-MM'), null::timestamptz,
    format('The books do not balance: spend_months has %s %s as %s, %s %s.', trim_scale(d.recorded), d.currency, d.what, d.source, trim_scale(d.actual)),
    'Only functions of integration may write these tables: find out what else did, then put spend_months right. Caps hold by what it says.'
  from differences d;
$$;
comment on function integration.find_spend_differences() is
  'Finds months whose money does not add up: spent against api_usage (this month), reserved against the calls under way (this month and the last).';
grant execute on function integration.find_spend_differences() to vp_dba, vp_monitor;
