create function content.fail_source_call(
  organization_id uuid, job_id uuid, call_id uuid, was_lost boolean, http_status int, error text, retry_after_ms bigint default null,
  worker_stops boolean default false
) returns text
  language plpgsql volatile security definer set search_path = '' as $$
declare
  outcome text;
  call integration.provider_calls;
begin
  perform system.act_for_job(organization_id, job_id);
  select c.* into strict call from integration.provider_calls c
  where c.organization_id = fail_source_call.organization_id and c.id = fail_source_call.call_id;
  if was_lost then
    outcome := integration.lose_call(organization_id, call_id, error);
  else
    outcome := integration.fail_call(organization_id, call_id, http_status, error);
  end if;
  if (was_lost or http_status is null or integration.is_gateway_failure(http_status)) and not worker_stops then
    perform integration.note_answer(call.provider, call.operation, call.key_id, false);
  end if;
  if outcome = 'retry' and (http_status = 429 or retry_after_ms is not null) then
    perform integration.note_throttled(call.provider, call.operation, call.key_id, retry_after_ms * interval '1 ms');
  end if;
  if outcome = 'retry' and retry_after_ms is not null then
    -- The next step waits as long as it says. That is no failed attempt; without a time it is one, or nobody would ever hear of it.
    outcome := 'again';
  elsif outcome = 'failed' and content.fall_back(organization_id, call.subject_id, error) then
    outcome := 'again';
  elsif outcome = 'needs_attention' then
    select c.* into strict call from integration.provider_calls c
    where c.organization_id = fail_source_call.organization_id and c.id = fail_source_call.call_id;
    perform system.end_job(organization_id, job_id, 'needs_attention', content.describe_call(call));
  elsif outcome = 'failed' then
    perform system.end_job(organization_id, job_id, 'failed', error);
  end if;
  return outcome;
end $$;
comment on function content.fail_source_call(uuid, uuid, uuid, boolean, int, text, bigint, boolean) is
  'Books a call that was refused, never sent (http_status null) or whose answer was lost, be it because the worker stops. again: there is a next step (a wait for as long as the provider says, or the fallback); retry: try the job again later; failed, needs_attention: the job has ended.';
grant execute on function content.fail_source_call(uuid, uuid, uuid, boolean, int, text, bigint, boolean) to vp_worker;
