create function integration.update_task(task_id text, status text, response jsonb, source text) returns text
  language plpgsql volatile security definer set search_path = '' as $$
declare
  order_of constant jsonb := '{"CREATED": 1, "IN_PROGRESS": 2, "COMPLETED": 3, "FAILED": 3}';
  call integration.provider_calls;
begin
  if status is null or not order_of ? status then
    raise exception 'A task is CREATED, IN_PROGRESS, COMPLETED or FAILED, not %.', coalesce(status, 'null');
  end if;
  if source is null or source not in ('webhook', 'poll', 'list') then
    raise exception 'What is known of a task is from a webhook, poll or list, not %.', coalesce(source, 'null');
  end if;
  select c.* into call
  from integration.provider_calls c
  where c.provider = 'freepik' and c.provider_task_id = update_task.task_id
  for update;
  if call.id is null then
    return null;
  end if;

  case
    when call.state = 'accepted' and status in ('COMPLETED', 'FAILED') then
      -- The provider bills when it takes a task, and does not say that it gives money back.
      perform integration.book_call(call, case status when 'COMPLETED' then 'succeeded' else 'unknown' end);
      update integration.provider_calls c
      set state = case status when 'COMPLETED' then 'succeeded' else 'failed' end, task_status = status, ended_at = now(),
          response = case when status = 'COMPLETED' then update_task.response end,
          error = case when status = 'FAILED' then 'The provider could not make it, and gives no reason. It may charge for it all the same: its price is booked until an admin says otherwise (resolve_call, not_charged).' end
      where c.organization_id = call.organization_id and c.id = call.id
      returning c.* into call;
      perform system.wake_jobs(call.organization_id, array[call.job_id]);
    when call.state = 'accepted' then
      update integration.provider_calls c set task_status = status
      where c.organization_id = call.organization_id and c.id = call.id
        and (order_of ->> status)::int > (order_of ->> c.task_status)::int;
    -- Given up, and booked at full price; or asked for again, because the address of the result had expired.
    when status = 'COMPLETED' and call.response is null and (call.state = 'succeeded' or call.state = 'failed'
      and call.task_status <> 'FAILED'
      and not integration.has_other_attempt(call)
      and not exists (
        select from integration.provider_calls newer
        where newer.organization_id = call.organization_id and newer.call_key = call.call_key and newer.attempt > call.attempt))
    then
      perform integration.book_call(call, 'succeeded');
      update integration.provider_calls c
      set state = 'succeeded', task_status = status, response = update_task.response, error = null
      where c.organization_id = call.organization_id and c.id = call.id
      returning c.* into call;
      perform system.wake_jobs(call.organization_id, array[call.job_id]);
    else
      null;
  end case;
  return call.state;
end $$;
comment on function integration.update_task(text, text, jsonb, text) is
  'What is known of a task, from a webhook, a poll or the list. It moves forward only; its end books the call and wakes the job that waits for it. Returns the call''s state; null: no call knows the task.';
grant execute on function integration.update_task(text, text, jsonb, text) to vp_worker;
