-- No SET clause and not STRICT: either would keep the planner from inlining it.
-- `offset 0` ends a stage: without it the planner would merge the stages and compute each value once per use.
create function core.hex_to_lab(hex text)
  returns table (l double precision, a double precision, b double precision)
  language sql immutable parallel safe rows 1 as $$
  select 116 * f.y - 16, 500 * (f.x - f.y), 200 * (f.y - f.z)
  from (
    -- Below (6/29)^3 the cube root gives way to a straight line.
    select
      case when xyz.x > 216.0 / 24389 then cbrt(xyz.x) else (24389.0 / 27 * xyz.x + 16) / 116 end as x,
      case when xyz.y > 216.0 / 24389 then cbrt(xyz.y) else (24389.0 / 27 * xyz.y + 16) / 116 end as y,
      case when xyz.z > 216.0 / 24389 then cbrt(xyz.z) else (24389.0 / 27 * xyz.z + 16) / 116 end as z
    from (
      -- Divided by the sums of the rows, which are the D65 white point, so that greys come out neutral.
      select
        (0.4124564 * linear.r + 0.3575761 * linear.g + 0.1804375 * linear.b) / 0.9504700 as x,
        (0.2126729 * linear.r + 0.7151522 * linear.g + 0.0721750 * linear.b) / 1.0000001 as y,
        (0.0193339 * linear.r + 0.1191920 * linear.g + 0.9503041 * linear.b) / 1.0888300 as z
      from (
        select
          core.srgb_to_linear(channel.r) as r,
          core.srgb_to_linear(channel.g) as g,
          core.srgb_to_linear(channel.b) as b
        from (
          select get_byte(rgb.bytes, 0) as r, get_byte(rgb.bytes, 1) as g, get_byte(rgb.bytes, 2) as b
          from (select core.hex_to_rgb(hex) as bytes offset 0) as rgb
          offset 0
        ) as channel
        offset 0
      ) as linear
      offset 0
    ) as xyz
    offset 0
  ) as f
$$;
comment on function core.hex_to_lab(text) is
  'CIE L*a*b* (D65) of an sRGB colour written #RRGGBB or RRGGBB. Call it in FROM or LATERAL, where it is inlined.';
grant execute on function core.hex_to_lab(text) to vp_definer, vp_member, vp_worker;
