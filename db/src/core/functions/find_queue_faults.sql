-- owner: vp_queue
create function core.find_queue_faults() returns setof core.finding
  language sql stable security definer set search_path = '' as $$
  -- A worker with room takes a job within milliseconds; five minutes mean that there is none, or too few.
  select case when min(j.run_at) < now() - interval '1 hour' then 'error' else 'warning' end, 'queue.lag', null::uuid,
    'graphile_worker.jobs', (array_agg(j.id::text order by j.run_at, j.id))[1], min(j.run_at),
    format('%s could run, and no worker takes them.', core.describe_count(count(*), 'job')),
    'Start another worker, or raise WORKER_CONCURRENCY; if workers are there and idle, look into their logs.'
  from graphile_worker.jobs j
  where j.locked_at is null and j.attempts < j.max_attempts and j.run_at < now() - interval '5 minutes'
  having count(*) > 0
  union all
  select 'error', 'queue.given_up', null, 'graphile_worker.jobs', (array_agg(j.id::text order by j.updated_at, j.id))[1], min(j.updated_at),
    format('The queue has given up %s %s, the last with: %s', count(*), j.task_identifier,
      (array_agg(left(j.last_error, 200) order by j.updated_at desc))[1]),
    'Mend what the error names; graphile_worker.reschedule_jobs(job_ids, attempts => 0) has them tried again.'
  from graphile_worker.jobs j
  where j.locked_at is null and j.attempts >= j.max_attempts
  group by j.task_identifier;
$$;
comment on function core.find_queue_faults() is 'Finds jobs that graphile-worker should have run: queue.lag (none takes them), queue.given_up (out of attempts).';
grant execute on function core.find_queue_faults() to vp_dba, vp_monitor;
