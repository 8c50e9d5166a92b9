create function integration.resolve_call(call_id uuid, decision text) returns void
  language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := identity.require_org('admin');
  call integration.provider_calls;
begin
  if decision is null or decision not in ('retry', 'write_off', 'charged', 'not_charged') then
    perform core.raise('VP201', format('The decision cannot be %s.', coalesce(quote_literal(decision), 'null')),
      'Send retry (make the call again, which costs again) or write_off (give it up); charged or not_charged about the price of an unknown one.');
  end if;
  select c.* into call
  from integration.provider_calls c
  where c.organization_id = tenant and c.id = resolve_call.call_id
  for update;
  if call.id is null then
    perform core.raise('VP200', 'There is no such call.', 'GET /provider_calls?state=eq.needs_attention lists those to be resolved.');
  end if;
  if decision in ('charged', 'not_charged') then
    if call.booked_outcome is distinct from 'unknown' then
      perform core.raise('VP202', format('The call is booked as %s: what it cost is no question.', coalesce(call.booked_outcome, 'nothing yet')),
        'GET /provider_calls?booked_outcome=eq.unknown lists those whose price is in question.');
    end if;
    perform integration.book_call(call, decision);
    update integration.provider_calls c set settled_by = core.user_id(), settled_at = now()
    where c.organization_id = tenant and c.id = resolve_call.call_id;
    return;
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
  'Decides on a call that needs attention (admin): retry or write_off, what was booked stays booked; or says of one that is booked as unknown whether the provider charged for it: not_charged takes its price off again. Raises VP103, VP200, VP201, VP202.';
grant execute on function integration.resolve_call(uuid, text) to vp_member;
