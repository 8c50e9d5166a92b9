-- How near is near enough is a question of taste: bands of CIEDE2000 in use are under 5 excellent, under 10 good, under 20
-- acceptable. A photograph is mostly not in brand colours, and need not be: so only that part of the picture counts, half of it
-- by default, which is nearest to them. Observed is the mean distance of that part to the nearest brand colour, by area:
--   clusters by distance d1 <= d2 <= …, with shares s1, s2, …; part_i = what is left of `area` after the clusters before, at most s_i;
--   observed = sum(part_i * d_i) / sum(part_i).
-- Its limits: a cluster is the mean of what it holds, so fine patterns of two colours can look like a third; and where colours
-- stand is not looked at.
-- No SET clause: it would keep the planner from inlining it.
create function content.check_palette(colors content.shown_color[], rule jsonb, context jsonb)
  returns table (value numeric, fault text, evidence jsonb, message text)
  language sql immutable parallel safe rows 1
  begin atomic
    with cluster as (
      select c.hex, c.share, n.*
      from unnest(colors) c
      cross join lateral (
        -- Thousandths, cheap to sort by and exact to add up.
        select (1000 * min(d.delta_e))::int as distance, (array_agg(d.hex order by d.delta_e, d.hex))[1] as nearest, (array_agg(d.name order by d.delta_e, d.hex))[1] as nearest_name
        from core.ciede2000_to(c.l, c.a, c.b, core.lab_colors(context -> 'palette')) d
      ) n
      where c.kind = 'area' and context -> 'palette' <> '[]'
    ),
    part as (
      select c.*, greatest(least(c.share, (rule ->> 'area')::numeric
        - coalesce(sum(c.share) over (order by c.distance, c.hex rows between unbounded preceding and 1 preceding), 0)), 0) as counted
      from cluster c
    ),
    judged as (
      select sum(p.share) as total, trunc(0.001 * sum(p.distance * p.counted) / nullif(sum(p.counted), 0), 3) as delta_e,
        jsonb_agg(jsonb_build_object('color', p.hex, 'share', p.share, 'counted', p.counted, 'delta_e', 0.001 * p.distance, 'nearest', p.nearest, 'nearest_name', p.nearest_name)
          order by p.distance * p.counted desc, p.hex) as clusters
      from part p
    )
    select
      j.delta_e,
      case when context -> 'palette' <> '[]' then content.palette_fault(j.total) end,
      coalesce(j.clusters, '[]'),
      case
        when context -> 'palette' = '[]' then 'The guideline has no colours.'
        else format('The %s %% of the picture nearest to the brand''s colours is ΔE %s away from them on average; up to %s is good.',
            round(100 * (rule ->> 'area')::numeric), round(j.delta_e, 1), rule ->> 'warn')
          || case when j.delta_e > (rule ->> 'warn')::numeric then format(' Most of it comes from %s, ΔE %s from %s: take a picture, background or panel nearer to the palette.',
            j.clusters -> 0 ->> 'color', j.clusters -> 0 ->> 'delta_e', j.clusters -> 0 ->> 'nearest_name') else '' end
      end
    from judged j;
  end;
comment on function content.check_palette(content.shown_color[], jsonb, jsonb) is
  'How near the picture''s colours are to the brand''s: mean CIEDE2000 distance, by area, of the part that is nearest to them.';
grant execute on function content.check_palette(content.shown_color[], jsonb, jsonb) to vp_member, vp_definer, vp_dba;
