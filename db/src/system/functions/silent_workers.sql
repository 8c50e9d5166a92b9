create function system.silent_workers() returns setof system.workers
  language sql stable security definer set search_path = '' as $$
  select w.* from system.workers w
  where w.queue_worker_ids <> '{}' and w.heartbeat_at < clock_timestamp() - interval '15 seconds';
$$;
comment on function system.silent_workers() is 'Workers that may hold jobs and missed their heartbeat for 15 seconds: three in a row.';
grant execute on function system.silent_workers() to vp_definer;
