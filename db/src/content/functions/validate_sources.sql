create function content.validate_sources(sources jsonb) returns void
  language plpgsql stable set search_path = '' as $$
declare
  source jsonb;
  key text;
begin
  if sources is null or jsonb_typeof(sources) <> 'array' or jsonb_array_length(sources) = 0 then
    perform core.raise('VP201', 'A request needs a list of sources.', 'Send sources as [{"type": "stock"}].');
  end if;
  if jsonb_array_length(sources) > 1 then
    perform core.raise('VP201', 'A request has one source.', 'Send sources as [{"type": "stock"}].');
  end if;
  for source in select item from jsonb_array_elements(sources) item loop
    if source ->> 'type' is distinct from 'stock' then
      perform core.raise('VP201', format('There is no source of type %s.', coalesce(source -> 'type', source)), 'Known types: stock.');
    end if;
    select k into key from jsonb_object_keys(source) k where k not in ('type', 'license') limit 1;
    if key is not null then
      perform core.raise('VP201', format('A stock source has no field "%s".', key), 'Known fields: type, license.');
    end if;
    if source ? 'license' and coalesce(source ->> 'license', '') not in ('freemium', 'premium') then
      perform core.raise('VP201', format('There is no licence %s.', source -> 'license'), 'Known licences: freemium, premium; leave it out for both.');
    end if;
  end loop;
end $$;
comment on function content.validate_sources(jsonb) is 'Raises VP201 for a list of sources that the pipeline does not know.';
grant execute on function content.validate_sources(jsonb) to vp_definer;
