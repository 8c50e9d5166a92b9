create function integration.resolve_call(call_id uuid, decision text) returns void
  language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := identity.require_org('admin');
  call integration.provider_calls;
begin
  if decision is null or decision not in ('retry', 'write_off') then
    perform core.raise('VP201', format('The decision cannot be %s.', coalesce(quote_literal(decision), 'null')),
      'Send retry (make the call again, which costs again) or write_off (give it up).');
  end if;
  select c.* into call
  from integration.provider_calls c
  where c.organization_id = tenant and c.id = resolve_call.call_id
  for update;
  if call.id is null then
    perform core.raise('VP200', 'There is no such call.', 'GET /provider_calls?state=eq.needs_attention lists those to be resolved.');
  end if;
  if call.state <> 'needs_attention' then
    perform core.raise('VP202', format('The call is %s: nothing is to be decided.', call.state),
      'GET /provider_calls?state=eq.needs_attention lists those to be resolved.');
  end if;
  update integration.provider_calls c
  set state = case decision when 'retry' then 'retried' else 'written_off' end, resolved_by = core.user_id(), resolved_at = now()
  where c.organization_id = tenant and c.id = resolve_call.call_id;
end $$;
comment on function integration.resolve_call(uuid, text) is
  'Decides on a call that needs attention (admin): retry or write_off. What was booked stays booked. Raises VP103, VP200, VP201, VP202.';
grant execute on function integration.resolve_call(uuid, text) to vp_member;
