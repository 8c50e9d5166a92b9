create function integration.price_of(provider text, operation text, request jsonb, day date) returns integration.provider_prices
  language plpgsql stable security definer set search_path = '' as $$
declare
  wanted constant text := coalesce(request ->> 'model', request ->> 'resolution', '');
  pixels constant bigint := integration.whole_number(request -> 'width') * integration.whole_number(request -> 'height');
  -- How many times longer each side becomes.
  factor constant bigint := substring(coalesce(request ->> 'scale_factor', '2x') from '^(2|4|8|16)x$')::bigint;
  pictures constant bigint := integration.whole_number(coalesce(request -> 'num_images', '1'));
  price integration.provider_prices;
begin
  select p.* into price
  from integration.provider_prices p
  where p.provider = price_of.provider and p.operation = price_of.operation and p.model = wanted
    and p.valid_from <= price_of.day and (p.valid_to is null or price_of.day < p.valid_to)
    and case p.unit when 'picture' then pictures is not null when 'doubling' then pixels * factor is not null else true end
    and (p.max_pixels is null or pixels <= p.max_pixels)
    and (p.max_result_pixels is null or pixels * factor * factor <= p.max_result_pixels)
  order by p.max_pixels nulls last, p.valid_from desc
  limit 1;
  if price.id is null then
    perform core.raise('VP401', format('There is no price of %s for %s.', concat_ws(' ', provider, operation, nullif(wanted, '')), day), coalesce(
      (select case p.unit
          when 'call' then 'It goes by width and height of the picture sent.'
          when 'picture' then 'It goes by num_images, a whole number.'
          when 'doubling' then format('It goes by width and height of the picture sent and scale_factor (2x, 4x, 8x or 16x); the result has at most %s pixels.',
            coalesce(p.max_result_pixels::text, 'any number of'))
        end
       from integration.provider_prices p
       where p.provider = price_of.provider and p.operation = price_of.operation and p.model = wanted
         and p.valid_from <= price_of.day and (p.valid_to is null or price_of.day < p.valid_to)
       limit 1),
      'The price list is shipped data: add the price that is valid on that day.'));
  end if;
  price.amount := price.amount * case price.unit when 'call' then 1 when 'picture' then pictures when 'doubling' then factor * factor / 4 end;
  return price;
end $$;
comment on function integration.price_of(text, text, jsonb, date) is
  'The price of a call on a UTC day, with the amount that the whole request costs. Raises VP401 when the list has none, or the request does not say what it goes by: a call without a price is refused, never free.';
