create function integration.waste_call(call integration.provider_calls, task_id text) returns void
  language plpgsql volatile security definer set search_path = '' as $$
begin
  perform integration.book_call(call, 'wasted');
  update integration.provider_calls c
  set state = 'failed', ended_at = coalesce(c.ended_at, now()), provider_task_id = coalesce(waste_call.task_id, c.provider_task_id),
      error = 'The provider took it long after its answer was lost; it had been made again by then: its price is booked, its result is not used.'
  where c.organization_id = call.organization_id and c.id = call.id;
end $$;
comment on function integration.waste_call(integration.provider_calls, text) is
  'Books a missing call that turned up after another one was made in its place: paid, and of no use.';
