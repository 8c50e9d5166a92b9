create function integration.admit_call(organization_id uuid, provider text, operation text, key_id text, call_id uuid) returns timestamptz
  language plpgsql volatile security definer set search_path = '' as $$
begin
  if not (
    select o.is_async from integration.provider_operations o
    where o.provider = admit_call.provider and o.operation = admit_call.operation)
  then
    return null;
  end if;
  perform pg_advisory_xact_lock(hashtextextended('integration.admit_call', 0) # hashtextextended(concat_ws(':', provider, operation, key_id), 0));
  if exists (
    select from integration.provider_calls c
    where c.provider = admit_call.provider and c.operation = admit_call.operation and c.key_id = admit_call.key_id
      and c.is_async and c.state in ('sent', 'lost') and c.id <> admit_call.call_id)
  then
    return now() + interval '1 second';
  end if;
  return null;
end $$;
comment on function integration.admit_call(uuid, text, text, text, uuid) is
  'Whether a call may go out: null for now, else when to try again. Of an operation with tasks one answer a key is outstanding at a time: what a lost answer left in the list of tasks can be told only so.';
