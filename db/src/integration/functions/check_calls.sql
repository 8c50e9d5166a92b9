create function integration.check_calls(organization_id uuid, subject_id uuid, provider text, calls jsonb) returns void
  language plpgsql volatile security definer set search_path = '' as $$
declare
  today constant date := (now() at time zone 'utc')::date;
  total record;
begin
  perform integration.check_plan(organization_id, provider, c ->> 'operation', integration.key_of(organization_id, provider), today)
  from jsonb_array_elements(calls) c;
  for total in
    select (p.price).currency, sum((p.price).amount) as amount
    from (
      select integration.price_of(check_calls.provider, c ->> 'operation', c -> 'request', today) as price
      from jsonb_array_elements(calls) c
    ) p
    group by (p.price).currency order by (p.price).currency
  loop
    perform integration.reserve_spend(organization_id, subject_id, date_trunc('month', today::timestamp)::date, total.currency, total.amount);
    -- Given back at once: the rows stay locked, and each call reserves its own price.
    update integration.spend_months m set reserved = m.reserved - total.amount
    where m.organization_id = check_calls.organization_id and m.month = date_trunc('month', today::timestamp)::date and m.currency = total.currency;
    update integration.subject_spends s set reserved = s.reserved - total.amount
    where s.organization_id = check_calls.organization_id and s.subject_id = check_calls.subject_id and s.currency = total.currency;
  end loop;
end $$;
comment on function integration.check_calls(uuid, uuid, text, jsonb) is
  'Whether calls ([{operation, request}]) of which one is of no use without the other could be claimed together now. Raises VP111, VP202, VP400, VP401, as their claims would.';
