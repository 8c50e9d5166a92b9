create function content.give_up_source(organization_id uuid, content_request_id uuid, job_id uuid, reason text) returns jsonb
  language plpgsql volatile security definer set search_path = '' as $$
declare
  request content.content_requests;
begin
  if not content.fall_back(organization_id, content_request_id, reason) then
    return content.stop_job(organization_id, job_id, 'failed', reason);
  end if;
  select r.* into strict request from content.content_requests r
  where r.organization_id = give_up_source.organization_id and r.id = give_up_source.content_request_id;
  return content.choose_source_step(request, job_id);
end $$;
comment on function content.give_up_source(uuid, uuid, uuid, text) is
  'A source brings no picture, or no expansion of it: the job goes on with the fallback, or fails.';
