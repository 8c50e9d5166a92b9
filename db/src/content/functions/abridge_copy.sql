create function content.abridge_copy(layout jsonb, copy jsonb) returns jsonb
  language sql immutable parallel safe
  begin atomic
    select case when length(copy::text) > 300 then copy else coalesce(jsonb_object_agg(c.name, case
        when v.body ->> 'type' = 'color' or length(c.value) > (v.body ->> 'max_length')::numeric then c.value
        when core.tidy_text(c.value) = '' then ''
        else 'x'
      end), '{}') end
    from jsonb_each_text(copy) c (name, value)
    cross join lateral (select layout -> 'variables' -> c.name as body) v;
  end;
comment on function content.abridge_copy(jsonb, jsonb) is
  'Copy with only so much left as decides whether it goes with a layout: a word where there are words that are not too long. Thousands of requests have few of these.';
grant execute on function content.abridge_copy(jsonb, jsonb) to vp_definer;
