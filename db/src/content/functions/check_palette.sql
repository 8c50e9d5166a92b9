-- How near is near enough is a question of taste: bands of CIEDE2000 in use are under 5 excellent, under 10 good, under 20
-- acceptable. A photograph is mostly not in brand colours, and need not be: so only that part of the picture counts, half of it
-- by default, which is nearest to them. Observed is the mean distance of that part to the nearest brand colour, by area:
--   clusters by distance d1 <= d2 <= …, with shares s1, s2, …; part_i = what is left of `area` after the clusters before, at most s_i;
--   observed = sum(part_i * d_i) / sum(part_i).
-- Points: all up to warn, 50 at fail, none at twice that. A picture in which no primary colour is to be seen (no cluster, text or
-- logo within warn) gets at most without_primary. Its limits: a cluster is the mean of what it holds, so fine patterns of two
-- colours can look like a third; and where colours stand is not looked at.
-- No SET clause: it would keep the planner from inlining it.
create function content.check_palette(measured jsonb, rule jsonb, colors jsonb)
  returns table (points numeric, fault text, observed jsonb, expected jsonb, evidence jsonb, message text)
  language sql immutable parallel safe rows 1
  begin atomic
    with brand_color as materialized (
      select b.* from jsonb_to_recordset(colors) as b (hex text, name text, role text, l float8, a float8, b float8)
    ),
    cluster as materialized (
      select c.hex, c.share, near.delta_e, near.primary_delta_e, near.hex as nearest, near.name as nearest_name,
        -- What is left of the area after all nearer clusters.
        (rule ->> 'area')::numeric - coalesce(sum(c.share) over (
          order by near.delta_e, c.hex rows between unbounded preceding and 1 preceding), 0) as rest
      from jsonb_to_recordset(content.valid_items(measured -> 'palette', 'strict $[*] ? (@.hex like_regex "^#[0-9A-Fa-f]{6}$"
        && @.l >= 0 && @.l <= 100 && @.a >= -128 && @.a <= 128 && @.b >= -128 && @.b <= 128 && @.share >= 0 && @.share <= 1)'))
        as c (hex text, l float8, a float8, b float8, share numeric)
      cross join lateral (
        select
          round(min(d.delta_e)::numeric, 3) as delta_e,
          round(min(d.delta_e) filter (where b.role = 'primary')::numeric, 3) as primary_delta_e,
          (array_agg(b.hex order by d.delta_e, b.hex))[1] as hex,
          (array_agg(b.name order by d.delta_e, b.hex))[1] as name
        from brand_color b
        cross join lateral core.ciede2000(c.l, c.a, c.b, b.l, b.a, b.b) d
      ) near
    ),
    picture as materialized (
      select coalesce(sum(c.share), 0) as total,
        sum(c.delta_e * part.share) / nullif(sum(part.share), 0) as delta_e,
        min(c.primary_delta_e) as primary_delta_e,
        jsonb_agg(jsonb_build_object('color', c.hex, 'share', c.share, 'counted', part.share, 'delta_e', c.delta_e,
          'nearest', c.nearest, 'nearest_name', c.nearest_name) order by c.delta_e * part.share desc, c.hex) as clusters
      from cluster c
      cross join lateral (select greatest(least(c.share, c.rest), 0) as share) part
    ),
    -- A logo or a thin text can be too small to be a cluster.
    painted as (
      select round(min(d.delta_e)::numeric, 3) as primary_delta_e
      from (
        select distinct p.color #>> '{}' as hex
        from (
          select jsonb_path_query(measured, '$.texts[*].color ? (@ like_regex "^#[0-9A-Fa-f]{6}$")')
          union all
          select jsonb_path_query(measured, '$.logo.color ? (@ like_regex "^#[0-9A-Fa-f]{6}$")')
        ) p (color)
        offset 0
      ) p
      cross join lateral core.hex_to_lab(p.hex) lab
      join brand_color b on b.role = 'primary'
      cross join lateral core.ciede2000(lab.l, lab.a, lab.b, b.l, b.a, b.b) d
    ),
    judged as (
      select p.*, round(p.delta_e, 3) as distance, content.threshold_points(round(p.delta_e, 3), limits.warn, limits.fail, 2 * limits.fail) as points,
        limits.warn, limits.fail, primaries.names is not null and least(p.primary_delta_e, painted.primary_delta_e) > limits.warn as lacks_primary,
        least(p.primary_delta_e, painted.primary_delta_e) as nearest_primary, primaries.names
      from picture p
      cross join painted
      cross join (select string_agg(b.name || ' ' || b.hex, ', ' order by b.hex) as names from brand_color b where b.role = 'primary') primaries
      cross join (select (rule ->> 'warn')::numeric as warn, (rule ->> 'fail')::numeric as fail) limits
    )
    select
      case when j.lacks_primary then least(j.points, (rule ->> 'without_primary')::numeric) else j.points end,
      case
        when not exists (select from brand_color) then null
        when j.clusters is null then 'The measurement''s palette is missing or not a list of {hex, l, a, b, share}. Render the variant again.'
        when abs(j.total - 1) > 0.01 then format('The shares of the measurement''s palette sum to %s in place of 1. Render the variant again.', round(j.total, 3))
      end,
      jsonb_build_object('delta_e', j.distance, 'primary_delta_e', j.nearest_primary),
      jsonb_build_object('warn', j.warn, 'fail', j.fail, 'area', rule -> 'area', 'primary', j.names),
      coalesce(j.clusters, '[]'),
      case
        when not exists (select from brand_color) then 'The guideline has no colours.'
        else format('The %s %% of the picture nearest to the brand''s colours is ΔE %s away from them on average; up to %s is good.',
            round(100 * (rule ->> 'area')::numeric), round(j.distance, 1), j.warn)
          || case when j.points < 100 then format(' Most of it comes from %s, ΔE %s from %s: take a picture, background or panel nearer to the palette.',
            j.clusters -> 0 ->> 'color', j.clusters -> 0 ->> 'delta_e', j.clusters -> 0 ->> 'nearest_name') else '' end
          || case when j.lacks_primary then format(' No primary colour (%s) is to be seen: use one for a panel, a text or the logo.', j.names) else '' end
      end
    from judged j;
  end;
comment on function content.check_palette(jsonb, jsonb, jsonb) is
  'How near the picture''s colours are to the brand''s: mean CIEDE2000 distance, by area, of the part that is nearest to them.';
grant execute on function content.check_palette(jsonb, jsonb, jsonb) to vp_definer, vp_dba;
