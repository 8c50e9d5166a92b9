create function integration.claim_call(
  organization_id uuid, job_id uuid, subject_id uuid, call_key text, provider text, operation text, request jsonb
) returns integration.provider_calls
  language plpgsql volatile security definer set search_path = '' as $$
declare
  today constant date := (now() at time zone 'utc')::date;
  month constant date := date_trunc('month', today::timestamp)::date;
  call integration.provider_calls;
  price integration.provider_prices;
begin
  select c.* into call
  from integration.provider_calls c
  where c.organization_id = claim_call.organization_id and c.call_key = claim_call.call_key
  order by c.attempt desc
  limit 1
  for update;
  -- A cancelled job's call may still be answered: giving it up would pay for its answer without having it.
  if call.state = 'sent' and call.job_id <> claim_call.job_id and call.sent_at > now() - interval '2 minutes' then
    return call;
  end if;
  if call.state = 'sent' then
    perform integration.lose_call(organization_id, call.id, 'The worker stopped before the answer came.');
    select c.* into call
    from integration.provider_calls c where c.organization_id = claim_call.organization_id and c.id = call.id;
  end if;
  if call.state in ('succeeded', 'needs_attention') then
    return call;
  end if;

  if not (select p.is_enabled from integration.providers p where p.key = claim_call.provider) then
    perform core.raise('VP202', format('The source %s is switched off.', provider), 'Try again when it is back.');
  end if;
  price := integration.price_of(provider, operation, coalesce(request ->> 'model', ''), today);
  perform integration.reserve_spend(organization_id, month, price.currency, price.amount);
  insert into integration.provider_calls (organization_id, call_key, attempt, job_id, subject_id, provider, operation, request,
    price_id, reserved_amount, currency, spend_month)
  values (claim_call.organization_id, claim_call.call_key, coalesce(call.attempt, 0) + 1, claim_call.job_id, claim_call.subject_id,
    claim_call.provider, claim_call.operation, claim_call.request, price.id, price.amount, price.currency, month)
  returning * into call;
  return call;
end $$;
comment on function integration.claim_call(uuid, uuid, uuid, text, text, text, jsonb) is
  'Claims a call and reserves its price, before it is made. State sent: make it now, under this id; with another job''s id: that job''s call is under way, claim again later. succeeded: it was made before, the response is there. needs_attention: a person decides. A call found sent was lost with its worker. Raises VP202, VP400, VP401.';
