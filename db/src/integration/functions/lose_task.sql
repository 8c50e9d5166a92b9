create function integration.lose_task(organization_id uuid, call_id uuid, error text) returns void
  language plpgsql volatile security definer set search_path = '' as $$
declare
  call constant integration.provider_calls := integration.lock_call(organization_id, call_id);
begin
  if call.state = 'accepted' then
    perform integration.book_call(call, 'unknown');
  end if;
  update integration.provider_calls c
  set state = 'failed', ended_at = coalesce(c.ended_at, now()), error = left(lose_task.error, 2000)
  where c.organization_id = lose_task.organization_id and c.id = lose_task.call_id
    and (c.state = 'accepted' or c.state = 'succeeded' and c.response is null);
end $$;
comment on function integration.lose_task(uuid, uuid, text) is
  'Gives up a task that does not end, or that the provider does not know any more: booked as unknown at full price, unless it is booked already. Should it still end, its result is kept.';
grant execute on function integration.lose_task(uuid, uuid, text) to vp_worker;
