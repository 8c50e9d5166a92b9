create function integration.apply_event(event_id uuid, body text) returns text
  language plpgsql volatile security definer set search_path = '' as $$
declare
  task constant jsonb := integration.read_task(body::jsonb);
  call_state text;
  missing record;
begin
  call_state := integration.update_task(task ->> 'task_id', task ->> 'status', task, 'webhook');
  update integration.provider_events e set state = case when call_state is null then 'received' else 'applied' end
  where e.id = apply_event.event_id;
  if call_state is null then
    -- It may be that of a call which was given up for missing: then the list has it now.
    for missing in
      with due as (
        select c.organization_id, c.id from integration.provider_calls c
        where c.provider = 'freepik' and c.state = 'missing' and c.next_poll_at > now()
        for update skip locked
      ), asked as (
        update integration.provider_calls c set next_poll_at = now()
        from due
        where c.organization_id = due.organization_id and c.id = due.id
        returning c.organization_id, c.job_id
      )
      select a.organization_id, array_agg(a.job_id) as job_ids from asked a group by a.organization_id order by a.organization_id
    loop
      perform system.wake_jobs(missing.organization_id, missing.job_ids);
    end loop;
  end if;
  return call_state;
end $$;
comment on function integration.apply_event(uuid, text) is
  'Applies a stored webhook to the call of its task. It stays received while no call knows the task: the answer may still be under way, or the call given up for missing, which is then looked for at once.';
