create function system.find_missing_workers() returns setof core.finding
  language sql stable security definer set search_path = '' as $$
  select 'error', 'workers.none', null::uuid, 'system.workers', null::text, max(w.heartbeat_at),
    'No worker is alive: no picture is made, and no file is served.', 'Start one, and see in the log of the last why it ended.'
  from system.workers w
  having system.works_since() is null
  union all
  select 'warning', 'workers.silent', null, 'system.workers', s.id::text, s.heartbeat_at,
    format('The worker on %s (process %s) has fallen silent.', s.host, s.pid),
    'Another one takes its jobs back within seconds, once there is one; see on that host what became of it.'
  from system.silent_workers() s;
$$;
comment on function system.find_missing_workers() is 'Finds out whether no worker is alive (workers.none), and which missed their heartbeat while they may hold jobs (workers.silent).';
grant execute on function system.find_missing_workers() to vp_dba, vp_monitor;
