create function system.begin_job(organization_id uuid, job_id uuid) returns setof system.background_jobs
  language plpgsql volatile security definer set search_path = '' as $$
declare
  job system.background_jobs;
begin
  select * into job from system.background_jobs j
  where j.organization_id = begin_job.organization_id and j.id = begin_job.job_id and j.state in ('dispatched', 'running')
  for update;
  if not found then
    return;
  end if;
  perform system.act_for_job(organization_id, job_id);
  -- A worker that died in the last attempt could not say so.
  if job.attempts >= job.max_attempts then
    perform system.end_job(organization_id, job_id, 'failed',
      format('The worker stopped during the last of %s attempts.', job.max_attempts)
        || coalesce(' The error before: ' || job.last_error, ''));
    return;
  end if;
  return query
    update system.background_jobs j
    set state = 'running', attempts = j.attempts + 1, started_at = clock_timestamp()
    where j.organization_id = begin_job.organization_id and j.id = begin_job.job_id
    returning j.*;
end $$;
comment on function system.begin_job(uuid, uuid) is
  'Starts an attempt of a dispatched job (or starts over one whose worker died) and acts for its requester. No row: it was cancelled or has ended, there is nothing to do.';
grant execute on function system.begin_job(uuid, uuid) to vp_worker;
