-- No SET clause: it would keep the planner from inlining it.
create function content.check_text_size(measured jsonb, rule jsonb, context jsonb)
  returns table (value numeric, fault text, evidence jsonb, message text)
  language sql immutable parallel safe rows 1
  begin atomic
    with judged as (
      select trunc(min(t.font_size) / c.side, 4) as share, min(t.font_size) as size, c.side,
        (jsonb_agg(jsonb_build_object('layer', t.layer, 'box', t.box, 'font_size', t.font_size) order by t.font_size, t.layer)) as texts
      from (select content.shorter_side(measured) as side offset 0) c
      left join jsonb_to_recordset(content.valid_items(measured -> 'texts', 'strict $[*] ? (@.layer.type() == "string" && @.font_size > 0).type()'))
        as t (layer text, font_size numeric, box jsonb) on true
      group by c.side
    )
    select
      j.share,
      case when measured -> 'texts' is distinct from '[]' and j.share is null then 'The measurement''s width or height is missing, or its texts lack layer or font_size. Render the variant again.' end,
      case when j.size is null then '[]' else jsonb_path_query_array(j.texts, '$[0 to 3]') end,
      case
        when measured -> 'texts' = '[]' then 'There is no text on the picture.'
        when j.share >= (rule ->> 'warn')::numeric then format('The smallest text, "%s", is %s px high.', j.texts -> 0 ->> 'layer', j.size)
        else format('The text "%s" is %s px high on a picture of %s px; %s px are wanted. Raise its size, or shorten it so that it need not shrink.', j.texts -> 0 ->> 'layer', j.size, j.side,
          ceil((rule ->> 'warn')::numeric * j.side))
      end
    from judged j;
  end;
comment on function content.check_text_size(jsonb, jsonb, jsonb) is
  'The font size of the smallest text, as a share of the picture''s shorter side.';
grant execute on function content.check_text_size(jsonb, jsonb, jsonb) to vp_member, vp_definer, vp_dba;
