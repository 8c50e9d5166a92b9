create function analytics.diagnose() returns setof core.finding
  -- Compiling these queries would take longer than they run.
  language sql stable set search_path = '' set jit = off as $$
  select f.severity, f.check_key, f.organization_id, f.subject, f.subject_id, f.since, f.problem, f.remedy
  from (
    select * from core.find_catalogue_faults()
    union all select * from core.find_missing_objects()
    union all select * from core.find_missing_partitions()
    union all select * from core.find_queue_faults()
    union all select * from identity.find_missing_keys()
    union all select * from system.find_failed_jobs()
    union all select * from system.find_missing_workers()
    union all select * from system.find_rollup_lags()
    union all select * from system.find_stuck_jobs()
    union all select * from system.find_stuck_uploads()
    union all select * from integration.find_exhausted_caps()
    union all select * from integration.find_failing_operations()
    union all select * from integration.find_missing_prices()
    union all select * from integration.find_missing_webhook_secret()
    union all select * from integration.find_overdue_calls()
    union all select * from integration.find_request_spend_differences()
    union all select * from integration.find_spend_differences()
    union all select * from integration.find_unapplied_events()
    union all select * from integration.find_unresolved_calls()
    union all select * from content.find_stuck_requests()
    union all select * from analytics.find_stale_views()
  ) f
  order by f.severity, f.since, f.check_key, f.organization_id, f.subject_id;
$$;
comment on function analytics.diagnose() is
  'Everything that is wrong with the running system, errors first, then the oldest: what npm run doctor prints. Each find_ function it asks is one kind of check. No client calls it.';
grant execute on function analytics.diagnose() to vp_dba, vp_monitor;
