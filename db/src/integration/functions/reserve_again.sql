create function integration.reserve_again(call integration.provider_calls) returns void
  language sql volatile security definer set search_path = ''
  begin atomic
    update integration.spend_months m set reserved = m.reserved + (reserve_again.call).reserved_amount
    where m.organization_id = (reserve_again.call).organization_id and m.month = (reserve_again.call).spend_month
      and m.currency = (reserve_again.call).currency;
    update integration.subject_spends s set reserved = s.reserved + (reserve_again.call).reserved_amount
    where s.organization_id = (reserve_again.call).organization_id and s.subject_id = (reserve_again.call).subject_id
      and s.currency = (reserve_again.call).currency;
  end;
comment on function integration.reserve_again(integration.provider_calls) is
  'Reserves the price of a call that had been booked for nothing, whatever the caps say: the provider has taken it.';
