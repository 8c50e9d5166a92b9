create function content.outline_copy(layout jsonb, copy jsonb, words jsonb) returns jsonb
  language sql immutable parallel safe
  begin atomic
    select coalesce(jsonb_object_agg(c.name, case
        when layout -> 'variables' -> c.name ->> 'type' = 'color' then c.value
        when core.text_direction(words ->> c.name) = 'rtl' then 'א'
        when words ->> c.name <> '' then 'x'
        else ''
      end), '{}')
    from jsonb_each_text(copy) c (name, value);
  end;
comment on function content.outline_copy(jsonb, jsonb, jsonb) is
  'Copy with only so much left as decides which layers a layout shows, in which colours and which way round: a letter of that direction where there are words (content.words_of). Thousands of requests have few of these.';
grant execute on function content.outline_copy(jsonb, jsonb, jsonb) to vp_definer;
