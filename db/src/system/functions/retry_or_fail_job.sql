create function system.retry_or_fail_job(organization_id uuid, job_id uuid, error text) returns text
  language plpgsql volatile security definer set search_path = '' as $$
declare
  job system.background_jobs;
begin
  select * into job from system.background_jobs j
  where j.organization_id = retry_or_fail_job.organization_id and j.id = retry_or_fail_job.job_id
  for update;
  if not found then
    perform core.raise('VP200', format('There is no job %s.', job_id));
  end if;
  if job.state <> 'running' then
    return job.state;
  end if;
  perform system.act_for_job(organization_id, job_id);
  if job.attempts >= job.max_attempts then
    perform system.end_job(organization_id, job_id, 'failed', error);
    return 'failed';
  end if;
  update system.background_jobs j set state = 'dispatched', last_error = left(error, 2000)
  where j.organization_id = retry_or_fail_job.organization_id and j.id = retry_or_fail_job.job_id;
  perform system.dispatch(organization_id);
  return 'retry';
end $$;
comment on function system.retry_or_fail_job(uuid, uuid, text) is
  'Records a failed attempt. retry: throw, so that graphile-worker tries again later; until then another job has its place. Anything else is the state in which the job has ended.';
grant execute on function system.retry_or_fail_job(uuid, uuid, text) to vp_worker;
