create function content.words_of(layout jsonb, copy jsonb) returns jsonb
  language sql immutable parallel safe
  return coalesce((
    select jsonb_object_agg(said.name, core.tidy_text(said.value))
    from (
      select v.name, v.body ->> 'default' as value
      from jsonb_each(coalesce(layout -> 'variables', '{}')) v (name, body)
      where v.body ->> 'type' = 'text' and v.body ? 'default' and not copy ? v.name
      union all
      select c.name, c.value from jsonb_each_text(copy) c (name, value) where c.value is not null
    ) said), '{}');
comment on function content.words_of(jsonb, jsonb) is
  'What a layout''s text variables hold: the copy, tidied, and where that does not name one, the default. Blank copy is blank: it takes a default away.';
grant execute on function content.words_of(jsonb, jsonb) to vp_definer;
