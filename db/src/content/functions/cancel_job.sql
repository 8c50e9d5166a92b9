create function content.cancel_job(background_job_id uuid) returns void
  language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := identity.require_org('editor');
  job system.background_jobs;
begin
  select j.* into job
  from system.background_jobs j
  where j.organization_id = tenant and j.id = cancel_job.background_job_id
    and j.kind in ('rerender_variants', 'rescore_variants', 'simulate_guidelines')
  for no key update;
  if job.id is null then
    perform core.raise('VP200', 'There is no such job that can be stopped alone.',
      'These are rerender_variants, rescore_variants and simulate_guidelines; cancel_content_request stops those of a request.');
  end if;
  if job.finished_at is not null then
    perform core.raise('VP202', format('The job has ended: it is %s.', job.state), 'The function that began it begins another one.');
  end if;
  perform system.end_job(tenant, job.id, 'cancelled');
  perform core.remove_jobs(array[system.job_key(job.kind, job.id)]);
end $$;
comment on function content.cancel_job(uuid) is
  'Stops a re-render, a rescoring or a simulation (editor): what it has done so far stays, no further step is begun. Raises VP103, VP200, VP202.';
grant execute on function content.cancel_job(uuid) to vp_member;
