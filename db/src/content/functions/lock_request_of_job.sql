create function content.lock_request_of_job(organization_id uuid, job_id uuid) returns content.content_requests
  language plpgsql volatile security definer set search_path = '' as $$
begin
  perform system.act_for_job(organization_id, job_id);
  return content.lock_request(organization_id, (
    select j.subject_id from system.background_jobs j
    where j.organization_id = lock_request_of_job.organization_id and j.id = lock_request_of_job.job_id));
end $$;
comment on function content.lock_request_of_job(uuid, uuid) is
  'The content request that a job of the pipeline works on, locked; the worker acts on behalf of whoever requested the job. Raises VP200.';
