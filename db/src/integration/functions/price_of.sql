create function integration.price_of(provider text, operation text, model text, day date) returns integration.provider_prices
  language plpgsql stable security definer set search_path = '' as $$
declare
  price integration.provider_prices;
begin
  select p.* into price
  from integration.provider_prices p
  where p.provider = price_of.provider and p.operation = price_of.operation and p.model = price_of.model
    and p.valid_from <= price_of.day and (p.valid_to is null or price_of.day < p.valid_to)
  order by p.valid_from desc
  limit 1;
  if price.id is null then
    perform core.raise('VP401', format('There is no price of %s for %s.', concat_ws(' ', provider, operation, nullif(model, '')), day),
      'The price list is shipped data: add the price that is valid on that day.');
  end if;
  return price;
end $$;
comment on function integration.price_of(text, text, text, date) is
  'The price of a call on a UTC day. Raises VP401 when the list has none: a call without a price is refused, never free.';
