create function integration.accept_call(organization_id uuid, call_id uuid, task_id text, http_status int) returns void
  language plpgsql volatile security definer set search_path = '' as $$
declare
  call constant integration.provider_calls := integration.lock_call(organization_id, call_id);
  event record;
begin
  if call.state not in ('sent', 'lost', 'missing') then
    return;
  end if;
  if integration.refuse_task(call, task_id) then
    return;
  end if;
  if call.state = 'missing' and integration.has_other_attempt(call) then
    perform integration.waste_call(call, task_id);
  else
    if call.ended_at is not null then
      perform integration.reserve_again(call);
    end if;
    update integration.provider_calls c
    set state = 'accepted', provider_task_id = accept_call.task_id, task_status = 'CREATED', accepted_at = now(), ended_at = null,
        next_poll_at = now() + integration.poll_delay(0), polls = 0, http_status = accept_call.http_status, error = null
    where c.organization_id = accept_call.organization_id and c.id = accept_call.call_id;
  end if;
  -- A webhook can be faster than the answer.
  for event in
    select e.id, e.body from integration.provider_events e
    where e.provider = call.provider and e.provider_task_id = accept_call.task_id and e.state = 'received'
    order by e.received_at, e.id
  loop
    perform integration.apply_event(event.id, event.body);
  end loop;
end $$;
comment on function integration.accept_call(uuid, uuid, text, int) is
  'The provider took a call as a task. It is booked when the task ends; a webhook that came before is applied now. One that had been given up for missing and was made again since is booked at once, and wasted. A task that is another call''s is refused.';
grant execute on function integration.accept_call(uuid, uuid, text, int) to vp_worker;
