create function integration.repeat_search(
  earlier integration.provider_calls, job_id uuid, subject_id uuid, call_key text, attempt int, price integration.provider_prices
) returns integration.provider_calls
  language plpgsql volatile security definer set search_path = '' as $$
-- The conflict target can only be a column.
#variable_conflict use_column
declare
  month constant date := date_trunc('month', now() at time zone 'utc')::date;
  call integration.provider_calls;
begin
  insert into integration.provider_calls (organization_id, call_key, attempt, job_id, subject_id, provider, operation, key_id, request,
    state, price_id, reserved_amount, currency, spend_month, ended_at, response, cached_call_id, saved_amount)
  values (earlier.organization_id, repeat_search.call_key, repeat_search.attempt, repeat_search.job_id, repeat_search.subject_id,
    earlier.provider, earlier.operation, earlier.key_id, earlier.request, 'succeeded', price.id, 0, price.currency, month, now(),
    earlier.response, earlier.id, price.amount)
  returning * into call;
  insert into integration.spend_months as m (organization_id, month, currency, cached_calls, saved)
  values (earlier.organization_id, month, price.currency, 1, price.amount)
  on conflict (organization_id, month, currency) do update
  set cached_calls = m.cached_calls + 1, saved = m.saved + excluded.saved;
  return call;
end $$;
comment on function integration.repeat_search(integration.provider_calls, uuid, uuid, text, int, integration.provider_prices) is
  'Takes the answer of an earlier search: a call that was never sent and costs nothing, and what it saved.';
