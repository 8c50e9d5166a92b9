-- No SET clause: it would keep the planner from inlining it.
create function content.check_primary_coverage(colors content.shown_color[], rule jsonb, context jsonb)
  returns table (value numeric, fault text, evidence jsonb, message text)
  language sql immutable parallel safe rows 1
  begin atomic
    with judged as (
      select
        trunc(greatest(coalesce(sum(c.share) filter (where c.kind = 'area' and h.is_near), 0), least(coalesce(sum(c.share) filter (where c.kind = 'painted' and h.is_near), 0), 1)), 4) as share,
        sum(c.share) filter (where c.kind = 'area') as total
      from unnest(colors) c
      left join lateral (
        select true as is_near
        from core.ciede2000_to(c.l, c.a, c.b, core.lab_colors(jsonb_path_query_array(context, '$.palette[*] ? (@.role == "primary")')), (rule ->> 'delta_e')::float8) d
        where 0.001 * (1000 * d.delta_e)::int <= (rule ->> 'delta_e')::numeric
        limit 1
      ) h on true
    )
    select
      case when j.has_primary then j.share end,
      case when j.has_primary then content.palette_fault(j.total) end,
      coalesce(j.colors, '[]'),
      case
        when not j.has_primary then 'The guideline has no primary colour.'
        when j.share >= (rule ->> 'warn')::numeric then format('%s %% of the picture is in a primary colour.', round(100 * j.share, 1))
        else format('%s %% of the picture is in a primary colour (%s); at least %s %% is wanted. The nearest colour in it is %s, ΔE %s away. Use one for a panel, a text or the logo.',
          round(100 * j.share, 1),
          (select string_agg(p.name || ' ' || p.hex, ', ' order by p.hex) from jsonb_to_recordset(context -> 'palette') p (hex text, name text, role text) where p.role = 'primary'), trim_scale(100 * (rule ->> 'warn')::numeric), j.colors -> 0 ->> 'color', j.colors -> 0 ->> 'delta_e')
      end
    from (
      select j.share, j.total, jsonb_path_exists(context, '$.palette[*] ? (@.role == "primary")') as has_primary, (
        select jsonb_strip_nulls(jsonb_agg(jsonb_build_object('layer', c.layer, 'color', c.hex, 'share', round(c.share, 4), 'delta_e', 0.001 * c.distance, 'nearest', n.hex, 'nearest_name', n.name)
          order by c.rank))
        from (
          select c.*, d.distance, row_number() over (order by d.distance, c.hex, c.layer) as rank
          from unnest(colors) c
          cross join lateral (
            select (1000 * min(d.delta_e))::int as distance
            from core.ciede2000_to(c.l, c.a, c.b, core.lab_colors(jsonb_path_query_array(context, '$.palette[*] ? (@.role == "primary")'))) d
          ) d
        ) c
        left join lateral (
          select d.hex, d.name
          from core.ciede2000_to(c.l, c.a, c.b, core.lab_colors(jsonb_path_query_array(context, '$.palette[*] ? (@.role == "primary")'))) d
          order by d.delta_e, d.hex
          limit 1
        ) n on true
        where c.rank <= 4) as colors
      from judged j
      -- Else the colours are found anew for each use of them.
      offset 0
    ) j;
  end;
comment on function content.check_primary_coverage(content.shown_color[], jsonb, jsonb) is
  'Which share of the picture is in a primary colour of the brand, or within ΔE delta_e of one: by area, or by the boxes of texts and logo.';
grant execute on function content.check_primary_coverage(content.shown_color[], jsonb, jsonb) to vp_member, vp_definer, vp_dba;
