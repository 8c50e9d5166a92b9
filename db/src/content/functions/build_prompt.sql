create function content.build_prompt(request content.content_requests) returns text
  language plpgsql stable security definer set search_path = '' as $$
declare
  own constant text := btrim(coalesce(request.prompt, request.search_term));
  max_length int;
  prompt text := own;
  part text;
begin
  select least(4000, min(o.prompt_limit)) into max_length
  from integration.provider_operations o
  where o.provider = 'freepik' and o.operation in (
    request.sources -> 0 ->> 'model', case when (request.sources -> 0 ->> 'improve_prompt')::boolean then 'improve_prompt' end);
  if length(own) > max_length then
    perform core.raise('VP201', format('The prompt has %s characters; it may have %s.', length(own), max_length), 'Send a shorter prompt.');
  end if;
  for part in
    select brand_part.sentence
    from brand.brand_profiles b
    join brand.brand_guidelines g
      on g.organization_id = b.organization_id and g.brand_profile_id = b.id and g.status = 'active'
    cross join lateral (values
      (1, 'Mood: ' || rtrim(btrim(b.voice), '.') || '.'),
      (2, 'Colours: ' || (
        select string_agg(format('%s %s', color ->> 'name', color ->> 'hex'), ', ' order by position)
        from jsonb_array_elements(g.palette) with ordinality palette (color, position)) || '.'),
      (3, 'Not these colours: ' || nullif(array_to_string(g.forbidden_colors, ', '), '') || '.'),
      (4, 'Nothing of: ' || nullif(array_to_string(g.prohibited_terms, ', '), '') || '.'),
      (5, 'No lettering and no logos.')
    ) brand_part (position, sentence)
    where b.organization_id = request.organization_id and b.id = request.brand_profile_id and brand_part.sentence is not null
    order by brand_part.position
  loop
    -- What does not fit is left out whole: half a sentence would say something else.
    if length(prompt) + 2 + length(part) <= max_length then
      prompt := rtrim(prompt, '.') || '. ' || part;
    end if;
  end loop;
  return prompt;
end $$;
comment on function content.build_prompt(content.content_requests) is
  'The prompt of an AI picture: the request''s own, then the brand''s voice, colours and exclusions as far as they fit. Raises VP201 when the request''s own is too long for the model.';
grant execute on function content.build_prompt(content.content_requests) to vp_definer;
