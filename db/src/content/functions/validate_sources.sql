create function content.validate_sources(sources jsonb) returns void
  language plpgsql stable security definer set search_path = '' as $$
declare
  source constant jsonb := sources -> 0;
  known text[];
  key text;
begin
  if sources is null or jsonb_typeof(sources) <> 'array' or jsonb_array_length(sources) = 0 then
    perform core.raise('VP201', 'A request needs a list of sources.', 'Send sources as [{"type": "stock"}].');
  end if;
  if jsonb_array_length(sources) > 1 then
    perform core.raise('VP201', 'A request has one source.', 'Send sources as [{"type": "stock"}].');
  end if;
  known := case source ->> 'type'
    when 'stock' then '{type, expand}' || (
      select array_agg(parameter order by o.operation, parameter)
      from integration.provider_operations o, jsonb_object_keys(o.parameters) parameter
      where o.provider = 'freepik' and o.operation in ('stock_search', 'stock_details'))
    when 'ai' then '{type, model, seed, resolution, improve_prompt, fallback, expand}'::text[] end;
  if known is null then
    perform core.raise('VP201', format('There is no source of type %s.', coalesce(source -> 'type', source)), 'Known types: stock, ai.');
  end if;
  select k into key from jsonb_object_keys(source) k where k <> all (known) limit 1;
  if key is not null then
    perform core.raise('VP201', format('%s source has no field "%s".', case source ->> 'type' when 'ai' then 'An AI' else 'A stock' end, key),
      format('Known fields: %s.', array_to_string(known, ', ')));
  end if;
  if source ? 'expand' and jsonb_typeof(source -> 'expand') <> 'boolean' then
    perform core.raise('VP201', 'expand is true or false.');
  end if;
  if source ->> 'type' = 'stock' then
    perform content.validate_stock_source(source);
  end if;
  if source ->> 'type' = 'ai' then
    perform content.validate_ai_source(source);
  end if;
end $$;
comment on function content.validate_sources(jsonb) is 'Raises VP201 for a list of sources that the pipeline does not know.';
grant execute on function content.validate_sources(jsonb) to vp_definer;
