create function integration.claim_call(
  organization_id uuid, job_id uuid, subject_id uuid, call_key text, provider text, operation text, request jsonb
) returns integration.provider_calls
  language plpgsql volatile security definer set search_path = '' as $$
declare
  today constant date := (now() at time zone 'utc')::date;
  month constant date := date_trunc('month', today::timestamp)::date;
  claimed_id constant uuid := core.uuid_v7();
  key_id constant text := integration.key_of(organization_id, provider);
  call integration.provider_calls;
  price integration.provider_prices;
  earlier integration.provider_calls;
  free_at timestamptz;
begin
  select c.* into call
  from integration.provider_calls c
  where c.organization_id = claim_call.organization_id and c.call_key = claim_call.call_key
  -- One that was missing and turned up comes before a later one that failed.
  order by c.state in ('sent', 'accepted', 'lost', 'succeeded', 'needs_attention') desc, c.attempt desc
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
  if call.is_async and call.state in ('accepted', 'lost', 'succeeded') then
    -- Whose turn it is to ask about it, and to be woken.
    update integration.provider_calls c
    set job_id = claim_call.job_id, refreshes = case when c.job_id is distinct from claim_call.job_id then 0 else c.refreshes end
    where c.organization_id = claim_call.organization_id and c.id = call.id
    returning c.* into call;
  end if;
  if call.state in ('accepted', 'lost', 'succeeded', 'needs_attention') then
    return call;
  end if;

  if not (select p.is_enabled from integration.providers p where p.key = claim_call.provider) then
    perform core.raise('VP202', format('The source %s is switched off.', provider), 'Try again when it is back.');
  end if;
  perform integration.check_plan(organization_id, provider, operation, key_id, today);
  price := integration.price_of(provider, operation, request, today);
  if operation = 'stock_search' then
    earlier := integration.find_search(organization_id, provider, request);
    if earlier.id is not null then
      return integration.repeat_search(earlier, job_id, subject_id, call_key, coalesce(call.attempt, 0) + 1, price);
    end if;
  end if;
  -- The money first: whoever books locks its rows too, and the provider's are everybody's.
  perform integration.reserve_spend(organization_id, subject_id, month, price.currency, price.amount);
  free_at := integration.admit_call(organization_id, provider, operation, key_id, claimed_id);
  if free_at is not null then
    perform core.raise('VP111', format('The provider takes no call of %s now.', operation), 'It is made later.', free_at::text);
  end if;
  insert into integration.provider_calls (organization_id, id, call_key, attempt, job_id, subject_id, provider, operation, is_async,
    key_id, request, price_id, reserved_amount, currency, spend_month)
  values (claim_call.organization_id, claimed_id, claim_call.call_key, coalesce(call.attempt, 0) + 1, claim_call.job_id,
    claim_call.subject_id, claim_call.provider, claim_call.operation,
    (select o.is_async from integration.provider_operations o where o.provider = claim_call.provider and o.operation = claim_call.operation),
    key_id, claim_call.request, price.id, price.amount, price.currency, month)
  returning * into call;
  return call;
end $$;
comment on function integration.claim_call(uuid, uuid, uuid, text, text, text, jsonb) is
  'Claims a call and reserves its price, before it is made. State sent: make it now, under this id; with another job''s id: that job''s call is under way, claim again later. accepted, lost: it was made, integration.call_step() says what to ask. succeeded: the response is there, perhaps from an earlier search. needs_attention: a person decides. A call found sent was lost with its worker. Raises VP111 (detail: when to try again), VP202, VP400, VP401.';
