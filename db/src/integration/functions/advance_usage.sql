create function integration.advance_usage() returns int
  language plpgsql volatile security definer set search_path = '' as $$
declare
  run record;
  facts int;
begin
  select b.from_xid, b.to_xid, b.is_restored into strict run from system.begin_rollup('daily_usage_summaries') b;
  if run.is_restored then
    -- Restored from another server, whose transaction ids say nothing here: all that is visible is counted once, now.
    delete from integration.daily_usage_summaries s
    where s.day >= (select (min(u.occurred_at) at time zone 'utc')::date from integration.api_usage u);
    update integration.api_usage u set xid = '3' where u.xid <> '3';
  end if;

  with fresh as (
    select u.organization_id, (u.occurred_at at time zone 'utc')::date as day, u.provider, u.operation, u.currency, u.outcome, u.cost
    from integration.api_usage u
    where u.xid >= run.from_xid and u.xid < run.to_xid
  ), totals as (
    insert into integration.daily_usage_summaries as s (organization_id, day, provider, operation, currency, calls, failed_calls, cost)
    select f.organization_id, f.day, f.provider, f.operation, f.currency,
      count(*) filter (where f.outcome <> 'corrected'), count(*) filter (where f.outcome = 'failed'), sum(f.cost)
    from fresh f
    group by f.organization_id, f.day, f.provider, f.operation, f.currency
    on conflict (organization_id, day, provider, operation, currency) do update
    set calls = s.calls + excluded.calls, failed_calls = s.failed_calls + excluded.failed_calls, cost = s.cost + excluded.cost
  )
  select count(*) into facts from fresh;

  perform system.end_rollup('daily_usage_summaries', run.to_xid);
  return facts;
end $$;
comment on function integration.advance_usage() is
  'Rolls new api_usage rows up into daily_usage_summaries and returns their number. Rebuilds after a restore on another server. A transaction left open anywhere in the cluster holds it up.';
grant execute on function integration.advance_usage() to vp_worker;
