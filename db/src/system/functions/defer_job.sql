create function system.defer_job(organization_id uuid, job_id uuid, run_at timestamptz, reason text default null) returns void
  language plpgsql volatile security definer set search_path = '' as $$
begin
  -- Waiting is no failure: the attempt is given back.
  update system.background_jobs j
  set state = 'waiting', wake_at = defer_job.run_at, attempts = greatest(j.attempts - 1, 0),
      last_error = coalesce(left(defer_job.reason, 2000), j.last_error)
  where j.organization_id = defer_job.organization_id and j.id = defer_job.job_id and j.state in ('dispatched', 'running');
  if not found then
    return;
  end if;
  perform core.enqueue(jsonb_build_array(jsonb_build_object(
    'task', 'wake_jobs',
    'payload', jsonb_build_object('organization_id', defer_job.organization_id, 'job_id', defer_job.job_id),
    'job_key', system.job_key('wake_jobs', defer_job.job_id),
    'run_at', defer_job.run_at, 'priority', -10, 'max_attempts', 5)));
  perform system.dispatch(organization_id);
end $$;
comment on function system.defer_job(uuid, uuid, timestamptz, text) is
  'Lets a job wait until then, or until system.wake_jobs() is called for it; others of the organisation take its place; reason is shown with it. Then it is queued again.';
grant execute on function system.defer_job(uuid, uuid, timestamptz, text) to vp_definer, vp_worker;
