create function content.fail_source_list(organization_id uuid, job_id uuid, error text) returns text
  language plpgsql volatile security definer set search_path = '' as $$
declare
  request constant content.content_requests := content.lock_request_of_job(organization_id, job_id);
begin
  if content.fall_back(organization_id, request.id, error) then
    return 'again';
  end if;
  perform system.end_job(organization_id, job_id, 'failed', error);
  return 'failed';
end $$;
comment on function content.fail_source_list(uuid, uuid, text) is
  'The provider refuses for good to list the tasks of a model that was never called under its key: the call itself would be refused as well. again: there is a fallback; failed: the job has ended.';
grant execute on function content.fail_source_list(uuid, uuid, text) to vp_worker;
