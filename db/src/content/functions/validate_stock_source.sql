create function content.validate_stock_source(source jsonb) returns void
  language plpgsql stable security definer set search_path = '' as $$
declare
  parameter record;
  value jsonb;
begin
  if source ? 'resource_id' and source - '{type,resource_id,expand}'::text[] <> '{}' then
    perform core.raise('VP201', 'A stock source with a resource_id has no filters: nothing is searched for.', 'Send one or the other.');
  end if;
  for parameter in
    select p.name, p.rule
    from integration.provider_operations o, jsonb_each(o.parameters) p (name, rule)
    where o.provider = 'freepik' and o.operation in ('stock_search', 'stock_details') and source ? p.name
    order by p.name
  loop
    value := source -> parameter.name;
    if not coalesce(case
        when jsonb_typeof(parameter.rule) = 'array' then jsonb_typeof(value) = 'string' and parameter.rule @> value
        when parameter.rule ? 'pattern' then jsonb_typeof(value) = 'string' and value #>> '{}' ~ (parameter.rule ->> 'pattern')
        else jsonb_path_exists(value, '$ ? (@.type() == "number" && @ == @.floor() && @ >= $min && @ <= $max)', parameter.rule)
      end, false)
    then
      perform core.raise('VP201', format('%s cannot be the %s of a stock source.', value, parameter.name), case
        when jsonb_typeof(parameter.rule) = 'array' then
          format('Known: %s; leave it out for any.', (select string_agg(known, ', ') from jsonb_array_elements_text(parameter.rule) known))
        when parameter.rule ? 'pattern' then format('It is a text like %s.', parameter.rule ->> 'pattern')
        else format('It is a whole number from %s to %s.', parameter.rule -> 'min', parameter.rule -> 'max')
      end);
    end if;
  end loop;
end $$;
comment on function content.validate_stock_source(jsonb) is 'Raises VP201 for a stock source with a value that the provider''s search does not take.';
