create function integration.fail_call(organization_id uuid, call_id uuid, http_status int, error text) returns text
  language plpgsql volatile security definer set search_path = '' as $$
declare
  call integration.provider_calls;
begin
  -- The service behind the gateway may have taken it.
  if integration.is_gateway_failure(http_status) then
    return integration.lose_call(organization_id, call_id, error);
  end if;
  call := integration.lock_call(organization_id, call_id);
  -- Thought lost, it may still be refused.
  if call.state in ('sent', 'lost') or call.state = 'missing' and call.ended_at is null then
    perform integration.book_call(call, 'failed');
    update integration.provider_calls c
    set state = 'failed', ended_at = now(), http_status = fail_call.http_status, error = left(fail_call.error, 2000)
    where c.organization_id = fail_call.organization_id and c.id = fail_call.call_id;
  end if;
  return case when http_status is null or http_status in (408, 425, 429, 500, 503) then 'retry' else 'failed' end;
end $$;
comment on function integration.fail_call(uuid, uuid, int, text) is
  'Ends a call that was refused (http_status) or never sent (null); it costs nothing. Returns retry when it may heal, failed when it will not, needs_attention when a gateway lost a paid answer.';
