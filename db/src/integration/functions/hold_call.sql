create function integration.hold_call(organization_id uuid, call_id uuid, error text) returns void
  language plpgsql volatile security definer set search_path = '' as $$
begin
  update integration.provider_calls c
  set state = 'needs_attention', error = left(hold_call.error, 2000)
  where c.organization_id = hold_call.organization_id and c.id = hold_call.call_id and c.state = 'succeeded';
end $$;
comment on function integration.hold_call(uuid, uuid, text) is
  'Leaves a paid call to a person: what it answered is of no use any more, and a new one costs again.';
