create function integration.advance_usage() returns int
  language plpgsql volatile security definer set search_path = '' as $$
declare
  server constant bigint := system.system_identifier();
  cursor_row system.rollup_cursors;
  upto xid8;
  facts int;
begin
  insert into system.rollup_cursors (name, next_xid, system_identifier)
  values ('daily_usage_summaries', '0', server)
  on conflict (name) do nothing;
  select c.* into strict cursor_row
  from system.rollup_cursors c where c.name = 'daily_usage_summaries' for update;

  if cursor_row.system_identifier <> server then
    -- Restored from another server, whose transaction ids say nothing here: all that is visible is counted once, now.
    delete from integration.daily_usage_summaries s
    where s.day >= (select (min(u.occurred_at) at time zone 'utc')::date from integration.api_usage u);
    update integration.api_usage u set xid = '3' where u.xid <> '3';
    cursor_row.next_xid := '0';
  end if;

  -- Every transaction below has ended, so what it wrote is visible to the next statement, and nothing is added later.
  upto := pg_snapshot_xmin(pg_current_snapshot());
  with fresh as (
    select u.organization_id, (u.occurred_at at time zone 'utc')::date as day, u.provider, u.operation, u.currency, u.outcome, u.cost
    from integration.api_usage u
    where u.xid >= cursor_row.next_xid and u.xid < upto
  ), totals as (
    insert into integration.daily_usage_summaries as s (organization_id, day, provider, operation, currency, calls, failed_calls, cost)
    select f.organization_id, f.day, f.provider, f.operation, f.currency,
      count(*), count(*) filter (where f.outcome = 'failed'), sum(f.cost)
    from fresh f
    group by f.organization_id, f.day, f.provider, f.operation, f.currency
    on conflict (organization_id, day, provider, operation, currency) do update
    set calls = s.calls + excluded.calls, failed_calls = s.failed_calls + excluded.failed_calls, cost = s.cost + excluded.cost
  )
  select count(*) into facts from fresh;

  update system.rollup_cursors c set next_xid = upto, system_identifier = server, advanced_at = clock_timestamp()
  where c.name = 'daily_usage_summaries';
  return facts;
end $$;
comment on function integration.advance_usage() is
  'Rolls new api_usage rows up into daily_usage_summaries and returns their number. Rebuilds after a restore on another server. A transaction left open anywhere in the cluster holds it up.';
grant execute on function integration.advance_usage() to vp_worker;
