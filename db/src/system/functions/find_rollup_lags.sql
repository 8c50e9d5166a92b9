create function system.find_rollup_lags() returns setof core.finding
  language sql stable set search_path = '' as $$
  -- They run every minute. While no worker is there, or has only just come, that is the fault.
  select case when l.advanced_at < now() - interval '1 hour' then 'error' else 'warning' end, 'rollups.lagging', null::uuid,
    'system.rollup_cursors', l.name, l.advanced_at,
    format('The roll-up %s does not advance; %s began since.', l.name, core.describe_count(l.waiting_transactions, 'transaction')),
    'See in the worker''s log how advance_rollups fails.'
  from system.rollup_lags() l
  where greatest(l.advanced_at, system.works_since()) < now() - interval '5 minutes' and system.works_since() is not null
  union all
  select distinct 'warning', 'rollups.held', null::uuid, 'system.rollup_cursors', null, l.held_since,
    'A transaction that writes is open, somewhere in the cluster, and holds every roll-up.',
    'select pid, usename, query from pg_stat_activity where backend_xid is not null order by xact_start; then end it, or pg_terminate_backend(pid).'
  from system.rollup_lags() l
  where l.held_since < now() - interval '5 minutes';
$$;
comment on function system.find_rollup_lags() is
  'Finds roll-ups that a worker should have advanced (rollups.lagging), and the open writer that holds them all, if the caller may see it (rollups.held).';
grant execute on function system.find_rollup_lags() to vp_dba, vp_monitor;
