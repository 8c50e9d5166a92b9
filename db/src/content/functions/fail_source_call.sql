create function content.fail_source_call(
  organization_id uuid, job_id uuid, call_id uuid, was_lost boolean, http_status int, error text
) returns text
  language plpgsql volatile security definer set search_path = '' as $$
declare
  outcome text;
  call integration.provider_calls;
begin
  perform system.act_for_job(organization_id, job_id);
  outcome := case
    when was_lost then integration.lose_call(organization_id, call_id, error)
    else integration.fail_call(organization_id, call_id, http_status, error)
  end;
  if outcome = 'needs_attention' then
    select c.* into strict call from integration.provider_calls c
    where c.organization_id = fail_source_call.organization_id and c.id = fail_source_call.call_id;
    perform system.end_job(organization_id, job_id, 'needs_attention', content.describe_call(call));
  elsif outcome = 'failed' then
    perform system.end_job(organization_id, job_id, 'failed', error);
  end if;
  return outcome;
end $$;
comment on function content.fail_source_call(uuid, uuid, uuid, boolean, int, text) is
  'Books a call that was refused, never sent (http_status null) or whose answer was lost. retry: try the job again later; failed, needs_attention: the job has ended.';
grant execute on function content.fail_source_call(uuid, uuid, uuid, boolean, int, text) to vp_worker;
