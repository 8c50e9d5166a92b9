-- No SET clause: it would keep the planner from inlining it.
create function content.check_exclamation_marks(measured jsonb, rule jsonb, context jsonb)
  returns table (value numeric, fault text, evidence jsonb, message text)
  language sql immutable parallel safe rows 1
  begin atomic
    with body as (
      select b.field, b.layer, regexp_count(b.body, '[!！]')
        -- Emoji of one and of two; most texts have none.
        + case when octet_length(b.body) > length(b.body) then regexp_count(replace(b.body, '‼', '❗❗'), '[❗❕⁉⁈]') else 0 end as marks from content.words_to_read(measured) b where b.field <> 'alt_text'
    ),
    judged as (
      select sum(b.marks) as marks, jsonb_agg(jsonb_strip_nulls(jsonb_build_object('field', b.field, 'layer', b.layer, 'marks', b.marks)) order by b.marks desc, b.field, b.layer) filter (where b.marks > 0) as places
      from body b
    )
    select
      j.marks::numeric,
      content.words_fault(measured),
      coalesce(j.places, '[]'),
      case
        when coalesce(j.marks, 0) = 0 then 'There is no exclamation mark.'
        when j.marks <= (rule ->> 'warn')::numeric then format('There %s.', case j.marks when 1 then 'is one exclamation mark' else format('are %s exclamation marks', j.marks) end)
        else format('There are %s exclamation marks in caption and texts; up to %s are good. Take some out.', j.marks, rule ->> 'warn')
      end
    from judged j;
  end;
comment on function content.check_exclamation_marks(jsonb, jsonb, jsonb) is
  'Exclamation marks in the caption and in the texts on the picture.';
grant execute on function content.check_exclamation_marks(jsonb, jsonb, jsonb) to vp_member, vp_definer, vp_dba;
