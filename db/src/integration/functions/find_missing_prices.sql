create function integration.find_missing_prices() returns setof core.finding
  language sql stable security definer set search_path = '' as $$
  -- What never had a price is not for sale; what had one and has none today is refused from one day to the next.
  select 'error', 'prices.missing', null::uuid, 'integration.provider_prices', concat_ws(' ', p.provider, p.operation, nullif(p.model, '')),
    max(p.valid_to) filter (where p.valid_to <= today.day)::timestamp at time zone 'utc',
    format('%s has no price today: it cannot be bought.', concat_ws(' ', p.provider, p.operation, nullif(p.model, ''))),
    'Insert its price into integration.provider_prices, with valid_from and source.'
  from integration.provider_prices p
  join integration.providers v on v.key = p.provider and v.is_enabled
  cross join (select (now() at time zone 'utc')::date) today (day)
  group by p.provider, p.operation, p.model
  having not bool_or(p.valid_from <= today.day and (p.valid_to is null or today.day < p.valid_to));
$$;
comment on function integration.find_missing_prices() is 'Finds what providers that are switched on sell, and that has a price on other days but not today.';
grant execute on function integration.find_missing_prices() to vp_dba, vp_monitor;
