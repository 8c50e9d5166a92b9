create function system.begin_job(organization_id uuid, job_id uuid) returns setof system.background_jobs
  language plpgsql volatile security definer set search_path = '' as $$
declare
  job system.background_jobs;
begin
  update system.background_jobs j
  set state = 'running', attempts = j.attempts + 1, started_at = clock_timestamp()
  where j.organization_id = begin_job.organization_id and j.id = begin_job.job_id
    and j.state in ('dispatched', 'running') and j.attempts < j.max_attempts
  returning * into job;
  if found then
    perform core.act_for('worker', job.organization_id, job.requested_by);
    return next job;
    return;
  end if;
  -- A worker that died in the last attempt could not say so.
  select * into job from system.background_jobs j
  where j.organization_id = begin_job.organization_id and j.id = begin_job.job_id and j.state in ('dispatched', 'running')
  for update;
  if found then
    perform core.act_for('worker', job.organization_id, job.requested_by);
    perform system.end_job(organization_id, job_id, 'failed',
      format('The worker stopped during the last of %s attempts.', job.max_attempts)
        || coalesce(' The error before: ' || job.last_error, ''));
  end if;
end $$;
comment on function system.begin_job(uuid, uuid) is
  'Starts an attempt of a dispatched job (or starts over one whose worker died) and acts for its requester. No row: it was cancelled or has ended, there is nothing to do.';
grant execute on function system.begin_job(uuid, uuid) to vp_worker;
