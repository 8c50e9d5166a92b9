create function content.validate_ai_source(source jsonb) returns void
  language plpgsql stable security definer set search_path = '' as $$
declare
  model integration.provider_operations;
begin
  select o.* into model
  from integration.provider_operations o
  where o.provider = 'freepik' and o.kind = 'text_to_image' and o.operation = source ->> 'model';
  if model.operation is null then
    perform core.raise('VP201', format('There is no model %s.', coalesce(source ->> 'model', 'null')), format('Known models: %s.', (
      select string_agg(o.operation, ', ' order by o.operation) from integration.provider_operations o
      where o.provider = 'freepik' and o.kind = 'text_to_image')));
  end if;
  if source ? 'seed' and not coalesce(jsonb_path_exists(source -> 'seed', '$ ? (@.type() == "number" && @ == @.floor() && @ >= $min && @ <= $max)',
    model.parameters -> 'seed'), false)
  then
    perform core.raise('VP201', format('%s cannot be the seed for %s.', source -> 'seed', model.operation), coalesce(
      format('It is a whole number from %s to %s.', model.parameters #> '{seed,min}', model.parameters #> '{seed,max}'),
      'This model takes none.'));
  end if;
  if source ? 'resolution' and not coalesce(model.parameters -> 'resolution' @> (source -> 'resolution'), false) then
    perform core.raise('VP201', format('%s has no resolution %s.', model.operation, source -> 'resolution'),
      coalesce(
      (select format('Known: %s.', string_agg(known, ', ')) from jsonb_array_elements_text(model.parameters -> 'resolution') known having count(*) > 0),
      'This model takes none.'));
  end if;
  if source ? 'improve_prompt' and jsonb_typeof(source -> 'improve_prompt') <> 'boolean' then
    perform core.raise('VP201', 'improve_prompt is true or false.');
  end if;
  if source ? 'fallback' and source ->> 'fallback' is distinct from 'stock' then
    perform core.raise('VP201', format('There is no fallback %s.', source -> 'fallback'), 'Known: stock.');
  end if;
end $$;
comment on function content.validate_ai_source(jsonb) is 'Raises VP201 for an AI source that names no known model, or what the model does not take.';
