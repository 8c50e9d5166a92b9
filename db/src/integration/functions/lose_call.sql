create function integration.lose_call(organization_id uuid, call_id uuid, error text) returns text
  language plpgsql volatile security definer set search_path = '' as $$
declare
  call integration.provider_calls := integration.lock_call(organization_id, call_id);
begin
  if call.state = 'sent' and call.is_async then
    -- Its reservation stays until the list of tasks has told whether it arrived.
    update integration.provider_calls c set state = 'lost', next_poll_at = now(), error = left(lose_call.error, 2000)
    where c.organization_id = lose_call.organization_id and c.id = lose_call.call_id;
  elsif call.state = 'sent' then
    perform integration.book_call(call, 'unknown');
    update integration.provider_calls c
    set state = case when o.is_repeatable then 'retried' else 'needs_attention' end, ended_at = now(), error = left(lose_call.error, 2000)
    from integration.provider_operations o
    where c.organization_id = lose_call.organization_id and c.id = lose_call.call_id
      and o.provider = c.provider and o.operation = c.operation
    returning c.* into call;
  end if;
  return case when call.state = 'needs_attention' then 'needs_attention' else 'retry' end;
end $$;
comment on function integration.lose_call(uuid, uuid, text) is
  'A call''s answer was lost. That of a task is looked for (lost). Any other call ends, booked as unknown at full price. Returns retry when the job can go on, else needs_attention: resolve_call decides.';
