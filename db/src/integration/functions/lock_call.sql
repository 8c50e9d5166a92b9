create function integration.lock_call(organization_id uuid, call_id uuid) returns integration.provider_calls
  language plpgsql volatile security definer set search_path = '' as $$
declare
  call integration.provider_calls;
begin
  select c.* into strict call
  from integration.provider_calls c
  where c.organization_id = lock_call.organization_id and c.id = lock_call.call_id
  for update;
  return call;
end $$;
comment on function integration.lock_call(uuid, uuid) is 'A call, locked until the transaction ends: it ends once, whoever brings its answer.';
