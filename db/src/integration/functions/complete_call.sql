create function integration.complete_call(organization_id uuid, call_id uuid, http_status int, response jsonb) returns void
  language plpgsql volatile security definer set search_path = '' as $$
declare
  call constant integration.provider_calls := integration.lock_call(organization_id, call_id);
begin
  -- An answer that comes after the call was given up for lost is welcome while nobody has decided; it is paid already.
  if call.state not in ('sent', 'lost', 'missing', 'accepted', 'needs_attention') or call.response is not null then
    return;
  end if;
  if integration.refuse_task(call, response ->> 'task_id') then
    return;
  end if;
  if call.state = 'missing' and integration.has_other_attempt(call) then
    perform integration.waste_call(call, complete_call.response ->> 'task_id');
    return;
  end if;
  perform integration.book_call(call, 'succeeded');
  update integration.provider_calls c
  set state = 'succeeded', ended_at = now(), http_status = complete_call.http_status, response = complete_call.response,
      provider_task_id = coalesce(complete_call.response ->> 'task_id', c.provider_task_id), error = null
  where c.organization_id = complete_call.organization_id and c.id = complete_call.call_id;
end $$;
comment on function integration.complete_call(uuid, uuid, int, jsonb) is
  'Stores the answer of a call and books its price. An answer that was thought lost is stored without booking it twice.';
grant execute on function integration.complete_call(uuid, uuid, int, jsonb) to vp_worker;
