-- owner: vp_owner
create function analytics.refresh_view(name text) returns void
  language plpgsql volatile security definer set search_path = '' as $$
declare
  started constant timestamptz := clock_timestamp();
  rows bigint;
begin
  if not exists (select from pg_catalog.pg_matviews v where v.schemaname = 'analytics' and v.matviewname = name) then
    perform core.raise('VP200', format('There is no materialized view analytics.%s.', name), 'See pg_matviews.');
  end if;
  execute format('refresh materialized view concurrently analytics.%I', name);
  execute format('select count(*) from analytics.%I', name) into rows;
  insert into analytics.refreshes (view_name, refreshed_at, duration, view_rows)
  values (refresh_view.name, started, clock_timestamp() - started, rows)
  on conflict (view_name) do update
  set refreshed_at = excluded.refreshed_at, duration = excluded.duration, view_rows = excluded.view_rows;
end $$;
comment on function analytics.refresh_view(text) is
  'Refreshes a materialized view of this schema while it is read, and notes when. Owned by the views'' owner, who alone may.';
grant execute on function analytics.refresh_view(text) to vp_worker;
