create function system.recover_jobs() returns int
  language plpgsql volatile security definer set search_path = '' as $$
declare
  silent text[];
  looked_at timestamptz;
  live text[];
  returned int;
begin
  -- The row of the newest worker stays, however old: its URL is where files are read when a worker is back.
  delete from system.workers w
  where w.heartbeat_at < now() - interval '1 day'
    and w.heartbeat_at < (select max(newest.heartbeat_at) from system.workers newest);
  with gone as (
    select s.id, s.queue_worker_ids from system.silent_workers() s
  ), emptied as (
    update system.workers w set queue_worker_ids = '{}' from gone where w.id = gone.id
  )
  select array_agg(queue_worker_id) into silent from gone, unnest(gone.queue_worker_ids) queue_worker_id;
  if silent is not null then
    perform core.unlock_workers(silent);
  end if;

  -- A job ends here before it leaves the queue. So what is live here, looked up before, and is not there, was lost.
  select array_agg(system.job_key(j.kind, j.id)) into live
  from system.background_jobs j where j.state in ('dispatched', 'running');
  looked_at := clock_timestamp();
  -- Locked in one order, so that two of these do not wait for each other; who has one locked is at it.
  with lost as materialized (
    select j.organization_id, j.id, found.job_key is null as has_left_queue
    from unnest(live) known (job_key)
    left join core.find_jobs(live) found using (job_key)
    join system.background_jobs j on j.state in ('dispatched', 'running') and system.job_key(j.kind, j.id) = known.job_key
    where found.job_key is null or not found.is_locked and j.state = 'running' and j.started_at < looked_at
    order by j.organization_id, j.id
    for no key update of j skip locked
  )
  update system.background_jobs j
  set state = case when lost.has_left_queue then 'queued' else 'dispatched' end, dispatched_at = clock_timestamp()
  from lost
  where j.organization_id = lost.organization_id and j.id = lost.id;
  get diagnostics returned = row_count;

  perform system.wake_jobs();
  perform system.dispatch_all();
  return returned;
end $$;
comment on function system.recover_jobs() is
  'Releases the jobs of workers that fell silent, queues again what the queue has lost, wakes what has waited long enough, and dispatches. Returns how many jobs were taken back.';
grant execute on function system.recover_jobs() to vp_worker;
