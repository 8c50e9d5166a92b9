create function system.act_for_job(organization_id uuid, job_id uuid) returns void
  language plpgsql volatile security definer set search_path = '' as $$
declare
  requester uuid;
begin
  select j.requested_by into requester from system.background_jobs j
  where j.organization_id = act_for_job.organization_id and j.id = act_for_job.job_id;
  if not found then
    perform core.raise('VP200', format('There is no job %s.', job_id));
  end if;
  perform core.act_for('worker', organization_id, requester);
end $$;
comment on function system.act_for_job(uuid, uuid) is
  'Until the end of the transaction the worker acts on behalf of whoever requested the job. Raises VP200.';
grant execute on function system.act_for_job(uuid, uuid) to vp_worker, vp_definer;
