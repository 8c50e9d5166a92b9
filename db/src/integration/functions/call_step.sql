create function integration.call_step(organization_id uuid, job_id uuid, call_id uuid) returns jsonb
  language plpgsql volatile security definer set search_path = '' as $$
declare
  call integration.provider_calls := integration.lock_call(organization_id, call_id);
  step jsonb;
  free_at timestamptz;
begin
  if call.state = 'sent' then
    return jsonb_strip_nulls(jsonb_build_object('webhook_url',
        case when call.is_async then nullif(system.setting('integration.webhook_url', null), 'null') end))
      || jsonb_build_object('action', 'call', 'call_id', call.id, 'operation', call.operation, 'request', call.request)
      || integration.key_fields(organization_id, call.provider, call.key_id);
  end if;
  step := case
    when call.state in ('lost', 'missing') then jsonb_build_object('action', 'list', 'call_id', call.id, 'operation', call.operation)
    when call.state = 'accepted' or call.state = 'succeeded' and call.response is null and call.provider_task_id is not null then
      jsonb_build_object('action', 'poll', 'call_id', call.id, 'operation', call.operation, 'task_id', call.provider_task_id)
  end;
  if step is null then
    return null;
  end if;
  free_at := case when call.next_poll_at > now() then call.next_poll_at
    else integration.admit_call(organization_id, call.provider, call.operation, call.key_id, call.id) end;
  if free_at is not null then
    perform system.defer_job(organization_id, job_id, free_at);
    return jsonb_build_object('action', 'wait', 'run_at', free_at);
  end if;
  if call.state = 'accepted' and call.polls > 0
    and call.accepted_at < now() - system.setting('integration.task_patience_s', organization_id)::int * interval '1 second'
  then
    perform integration.lose_task(organization_id, call.id, 'The provider has not finished in time; it may still charge for it.');
    return null;
  end if;
  update integration.provider_calls c
  set polls = c.polls + 1, next_poll_at = now() + case
      when call.state = 'missing' then integration.search_delay(call) else integration.poll_delay(c.polls + 1) end
  where c.organization_id = call_step.organization_id and c.id = call_step.call_id;
  return step || integration.key_fields(organization_id, call.provider, call.key_id);
end $$;
comment on function integration.call_step(uuid, uuid, uuid) is
  'What the worker does next about a call: make it, ask for its task (poll), look for it in the list of tasks (list), or wait, with growing pauses, while the job makes room. Null: the call has ended.';
