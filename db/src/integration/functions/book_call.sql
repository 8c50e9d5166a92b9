create function integration.book_call(call integration.provider_calls, outcome text) returns void
  language plpgsql volatile security definer set search_path = '' as $$
declare
  cost constant numeric := case when outcome = 'failed' then 0 else call.reserved_amount end;
begin
  insert into integration.api_usage (organization_id, provider_call_id, subject_id, provider, operation, outcome, price_id, cost, currency)
  values (call.organization_id, call.id, call.subject_id, call.provider, call.operation, outcome, call.price_id, cost, call.currency);
  update integration.spend_months m
  set reserved = m.reserved - call.reserved_amount, spent = m.spent + cost
  where m.organization_id = call.organization_id and m.month = call.spend_month and m.currency = call.currency;
  update integration.subject_spends s
  set reserved = s.reserved - call.reserved_amount, spent = s.spent + cost
  where s.organization_id = call.organization_id and s.subject_id = call.subject_id and s.currency = call.currency;
end $$;
comment on function integration.book_call(integration.provider_calls, text) is
  'Writes the one usage row of a call that has ended and turns its reservation into money spent: nothing when it failed, the full price otherwise.';
