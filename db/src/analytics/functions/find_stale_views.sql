create function analytics.find_stale_views() returns setof core.finding
  language sql stable security definer set search_path = '' as $$
  -- They are refreshed every five minutes. While no worker is there, or has only just come, that is the fault.
  select 'warning', 'views.stale', null::uuid, 'materialized view', format('analytics.%I', v.matviewname), r.refreshed_at,
    format('analytics.%I is not refreshed: newer figures are not in it.', v.matviewname),
    format('select analytics.refresh_view(%L); see in the worker''s log how refresh_views fails.', v.matviewname)
  from pg_catalog.pg_matviews v
  left join analytics.refreshes r on r.view_name = v.matviewname
  where v.schemaname = 'analytics' and system.works_since() is not null
    and greatest(r.refreshed_at, system.works_since()) < now() - interval '15 minutes';
$$;
comment on function analytics.find_stale_views() is 'Finds materialized views that a worker should have refreshed.';
grant execute on function analytics.find_stale_views() to vp_dba, vp_monitor;
