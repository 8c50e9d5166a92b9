-- No SET clause: it would keep the planner from inlining it.
create function content.check_text_area(measured jsonb, rule jsonb, context jsonb)
  returns table (value numeric, fault text, evidence jsonb, message text)
  language sql immutable parallel safe rows 1
  begin atomic
    with judged as (
      select case when count(t.layer) > 0 and c.width * c.height > 0 then trunc(least(sum(t.width * t.height) / (c.width * c.height), 1), 4) end as share,
        jsonb_agg(jsonb_build_object('layer', t.layer, 'box', t.box, 'share', round(t.width * t.height / nullif(c.width * c.height, 0), 4)) order by t.width * t.height desc, t.layer)
          filter (where t.layer is not null) as texts
      from (
        select case when jsonb_typeof(measured -> 'width') = 'number' then (measured ->> 'width')::numeric end as width,
          case when jsonb_typeof(measured -> 'height') = 'number' then (measured ->> 'height')::numeric end as height
        offset 0
      ) c
      left join (
        select l.layer, l.box, (l.box ->> 'width')::numeric as width, (l.box ->> 'height')::numeric as height
        from jsonb_to_recordset(content.valid_items(measured -> 'texts', 'strict $[*] ? (@.layer.type() == "string" && @.box.width > 0 && @.box.height > 0).type()')) as l (layer text, box jsonb)
      ) t on true
      group by c.width, c.height
    )
    select
      j.share,
      case when measured -> 'texts' is distinct from '[]' and j.share is null then 'The measurement''s width or height is missing, or its texts lack layer or box. Render the variant again.' end,
      coalesce(j.texts, '[]'),
      case
        when measured -> 'texts' = '[]' then 'There is no text on the picture.'
        when j.share <= (rule ->> 'warn')::numeric then format('Text takes %s %% of the picture.', round(100 * j.share, 1))
        else format('Text takes %s %% of the picture; up to %s %% is good. Most of it is "%s": shorten it, or make it smaller.', round(100 * j.share, 1), trim_scale(100 * (rule ->> 'warn')::numeric),
          j.texts -> 0 ->> 'layer')
      end
    from judged j;
  end;
comment on function content.check_text_area(jsonb, jsonb, jsonb) is
  'Which share of the picture the boxes of its texts take.';
grant execute on function content.check_text_area(jsonb, jsonb, jsonb) to vp_member, vp_definer, vp_dba;
