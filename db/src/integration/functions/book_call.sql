create function integration.book_call(call integration.provider_calls, outcome text) returns void
  language plpgsql volatile security definer set search_path = '' as $$
declare
  cost constant numeric := case when outcome in ('failed', 'not_charged') then 0 else call.reserved_amount end;
  difference constant numeric := cost - coalesce(call.booked_amount, 0);
  -- Until a call has ended its price is reserved.
  reserved_now constant numeric := case when call.ended_at is null then call.reserved_amount else 0 end;
begin
  if call.booked_outcome is null or difference <> 0 then
    insert into integration.api_usage (organization_id, provider_call_id, subject_id, provider, operation, outcome, price_id, cost, currency)
    values (call.organization_id, call.id, call.subject_id, call.provider, call.operation,
      case when call.booked_outcome is null then outcome else 'corrected' end, call.price_id, difference, call.currency);
  end if;
  update integration.spend_months m
  set reserved = m.reserved - reserved_now, spent = m.spent + difference
  where m.organization_id = call.organization_id and m.month = call.spend_month and m.currency = call.currency;
  update integration.subject_spends s
  set reserved = s.reserved - reserved_now, spent = s.spent + difference
  where s.organization_id = call.organization_id and s.subject_id = call.subject_id and s.currency = call.currency;
  update integration.provider_calls c
  set booked_outcome = book_call.outcome, booked_amount = cost
  where c.organization_id = call.organization_id and c.id = call.id;
end $$;
comment on function integration.book_call(integration.provider_calls, text) is
  'Writes the usage row of a call that has ended and turns its reservation into money spent: nothing when it failed, the full price otherwise. Of one that is booked already: the difference, as a correction, if there is one.';
