create function integration.admit_call(
  organization_id uuid, provider text, operation text, key_id text, call_id uuid, at timestamptz default clock_timestamp()
) returns timestamptz
  language plpgsql volatile security definer set search_path = '' as $$
declare
  -- A call that has been answered before is only asked about.
  is_question constant boolean := exists (
    select from integration.provider_calls c
    where c.organization_id = admit_call.organization_id and c.id = admit_call.call_id and c.state <> 'sent');
  free_at timestamptz;
begin
  select t.blocked_until into free_at
  from integration.throttles t
  where t.provider = admit_call.provider and t.operation = admit_call.operation and t.key_id = admit_call.key_id and t.blocked_until > at;
  if free_at is not null then
    return free_at;
  end if;
  if not is_question and (
    select o.is_async from integration.provider_operations o
    where o.provider = admit_call.provider and o.operation = admit_call.operation)
  then
    perform pg_advisory_xact_lock(hashtextextended('integration.admit_call', 0) # hashtextextended(concat_ws(':', provider, operation, key_id), 0));
    if exists (
      select from integration.provider_calls c
      where c.provider = admit_call.provider and c.operation = admit_call.operation and c.key_id = admit_call.key_id
        and c.is_async and c.state in ('sent', 'lost') and c.id <> admit_call.call_id)
    then
      return at + interval '1 second';
    end if;
  end if;
  free_at := integration.take_rates(provider, operation, key_id, integration.plan_of(organization_id, key_id), is_question, at);
  if free_at is null and not is_question then
    free_at := integration.pass_circuit(provider, operation, at);
  end if;
  return free_at;
end $$;
comment on function integration.admit_call(uuid, text, text, text, uuid, timestamptz) is
  'Whether a call, or a question about its task, may go out: null for now, and it is counted (roll back if it then does not), else when to try again. Keeps the provider''s rates, its pauses after 429, and away from an operation that fails. Of an operation with tasks one answer a key is outstanding at a time: what a lost answer left in the list of tasks can be told only so.';
