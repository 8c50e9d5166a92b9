create function integration.apply_event(event_id uuid, body text) returns text
  language plpgsql volatile security definer set search_path = '' as $$
declare
  task constant jsonb := integration.read_task(body::jsonb);
  call_state text;
begin
  call_state := integration.update_task(task ->> 'task_id', task ->> 'status', task, 'webhook');
  update integration.provider_events e set state = case when call_state is null then 'received' else 'applied' end
  where e.id = apply_event.event_id;
  return call_state;
end $$;
comment on function integration.apply_event(uuid, text) is
  'Applies a stored webhook to the call of its task. It stays received while no call knows the task: the answer may still be under way.';
