-- owner: vp_queue
create function core.enqueue(jobs jsonb) returns int
  language plpgsql volatile security definer set search_path = '' as $$
declare
  added int;
begin
  select count(*) into added
  from graphile_worker.add_jobs(array(
    select row(
      job ->> 'task', coalesce(job -> 'payload', '{}')::json, null, (job ->> 'run_at')::timestamptz,
      (job ->> 'max_attempts')::int, job ->> 'job_key', (job ->> 'priority')::int, null
    )::graphile_worker.job_spec
    from jsonb_array_elements(jobs) job)) job
  where job.id is not null;
  if added <> jsonb_array_length(jobs) then
    raise exception 'The queue took % of % jobs.', added, jsonb_array_length(jobs) using errcode = '40001';
  end if;
  return added;
end $$;
comment on function core.enqueue(jsonb) is
  'Adds jobs to graphile-worker in one statement: [{task, payload, job_key, priority, run_at, max_attempts}]. The lower priority number runs first. Returns their number; raises 40001 when the queue did not take them all.';
grant execute on function core.enqueue(jsonb) to vp_definer;
