-- No SET clause: it would keep the planner from inlining it.
create function content.check_upscaling(measured jsonb, rule jsonb, context jsonb)
  returns table (value numeric, fault text, evidence jsonb, message text)
  language sql immutable parallel safe rows 1
  begin atomic
    select
      trunc(s.scale, 4),
      case when measured -> 'source' is distinct from 'null' and (s.scale > 0) is not true
        then 'The measurement''s source is missing or lacks its scale. Render the variant again.' end,
      case when s.scale is not null then jsonb_build_array(jsonb_build_object('scale', measured #> '{source,scale}', 'crop', measured #> '{source,crop}',
        'width', measured #> '{source,width}', 'height', measured #> '{source,height}')) else '[]' end,
      case
        when measured -> 'source' = 'null' then 'There is no source picture.'
        when s.scale <= 1 then 'The source has a pixel for each of the finished picture''s.'
        when s.scale <= (rule ->> 'warn')::numeric then format('The source is enlarged %s times, which nobody sees.', round(s.scale, 2))
        else format('The source is enlarged %s times: only %s × %s of its pixels are shown. Take a larger picture, or one that is cropped less here.', round(s.scale, 2),
          measured #>> '{source,crop,width}', measured #>> '{source,crop,height}')
      end
    from (
      select case when jsonb_typeof(measured #> '{source,scale}') = 'number' then (measured #>> '{source,scale}')::numeric end as scale
      offset 0
    ) s;
  end;
comment on function content.check_upscaling(jsonb, jsonb, jsonb) is
  'How many of the finished picture''s pixels there are to one of the source''s, along a side; above 1 it was enlarged.';
grant execute on function content.check_upscaling(jsonb, jsonb, jsonb) to vp_member, vp_definer, vp_dba;
