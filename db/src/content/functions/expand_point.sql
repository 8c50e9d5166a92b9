create function content.expand_point(point jsonb, expansion jsonb) returns jsonb
  language sql immutable strict parallel safe
  return (
    select jsonb_build_object(
      'x', round((e."left" + (point ->> 'x')::numeric * e.width) / (e."left" + e.width + e."right"), 4),
      'y', round((e.top + (point ->> 'y')::numeric * e.height) / (e.top + e.height + e.bottom), 4))
    from (
      select (expansion ->> 'width')::int as width, (expansion ->> 'height')::int as height, coalesce((expansion ->> 'left')::int, 0) as "left",
        coalesce((expansion ->> 'right')::int, 0) as "right", coalesce((expansion ->> 'top')::int, 0) as top, coalesce((expansion ->> 'bottom')::int, 0) as bottom
    ) e
  );
comment on function content.expand_point(jsonb, jsonb) is
  'Where a point of a picture is in what it was expanded to, both as parts of the picture; expansion: what the provider was asked for.';
grant execute on function content.expand_point(jsonb, jsonb) to vp_definer;
