-- The limit is that of the day of the measurement, frozen into it: a platform that changes it does not change an old score.
-- No SET clause: it would keep the planner from inlining it.
create function content.check_dimensions(measured jsonb, rule jsonb, context jsonb)
  returns table (value numeric, fault text, evidence jsonb, message text)
  language sql immutable parallel safe rows 1
  begin atomic
    select
      abs(c.width - c.wanted_width) + abs(c.height - c.wanted_height),
      case when c.width is null then 'The measurement''s width or height, or its placement''s, is missing or no number. Render the variant again.' end,
      case when (c.width, c.height) is distinct from (c.wanted_width, c.wanted_height) then jsonb_build_array(jsonb_build_object('field', 'size',
        'observed', format('%s×%s', c.width, c.height), 'allowed', format('%s×%s', c.wanted_width, c.wanted_height))) else '[]' end,
      case
        when (c.width, c.height) = (c.wanted_width, c.wanted_height) then format('The picture is %s × %s px, as the placement is.', c.width, c.height)
        else format('The picture is %s × %s px; %s/%s takes %s × %s px: render it again.', c.width, c.height,
          measured #>> '{placement,platform}', measured #>> '{placement,placement}', c.wanted_width, c.wanted_height)
      end
    from (
      select (s.sizes ->> 0)::numeric as width, (s.sizes ->> 1)::numeric as height, (s.sizes ->> 2)::numeric as wanted_width, (s.sizes ->> 3)::numeric as wanted_height
      from (
        select content.valid_items(jsonb_build_array(measured -> 'width', measured -> 'height', measured #> '{placement,width}', measured #> '{placement,height}'),
          'strict $[*] ? (@.type() == "number").type()') as sizes
        offset 0
      ) s
      offset 0
    ) c;
  end;
comment on function content.check_dimensions(jsonb, jsonb, jsonb) is 'How many pixels the picture''s width and height are off those of its placement.';
grant execute on function content.check_dimensions(jsonb, jsonb, jsonb) to vp_member, vp_definer, vp_dba;
