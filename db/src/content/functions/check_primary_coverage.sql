-- A logo or a thin text can be too small to be a cluster of its own: then its box counts, which is more than its ink.
-- No SET clause: it would keep the planner from inlining it.
create function content.check_primary_coverage(measured jsonb, rule jsonb, context jsonb)
  returns table (value numeric, fault text, evidence jsonb, message text)
  language sql immutable parallel safe rows 1
  begin atomic
    with primary_color as materialized (
      select b.* from jsonb_to_recordset(context -> 'palette') b (hex text, name text, role text, l float8, a float8, b float8) where b.role = 'primary'
    ),
    canvas as (
      select case when jsonb_typeof(measured -> 'width') = 'number' and jsonb_typeof(measured -> 'height') = 'number'
        then nullif((measured ->> 'width')::numeric * (measured ->> 'height')::numeric, 0) end as area
    ),
    colored as materialized (
      select 'area' as kind, null as layer, c.hex, c.l, c.a, c.b, c.share from content.palette_clusters(measured) c
      union all
      select 'painted', p.layer, upper(p.color), lab.l, lab.a, lab.b, least(p.width * p.height / canvas.area, 1)
      from canvas
      cross join lateral (
        select p.item ->> 'layer' as layer, p.item ->> 'color' as color, (p.item #>> '{box,width}')::numeric as width, (p.item #>> '{box,height}')::numeric as height
        from (
          select jsonb_path_query(measured, '$.texts[*] ? (@.color like_regex "^#[0-9A-Fa-f]{6}$" && @.box.width > 0 && @.box.height > 0)')
          union all
          select jsonb_path_query(measured, '$.logo ? (@.color like_regex "^#[0-9A-Fa-f]{6}$" && @.box.width > 0 && @.box.height > 0)')
        ) p (item)
        offset 0
      ) p
      cross join lateral core.hex_to_lab(p.color) lab
      -- Most pictures' guidelines have primary colours, but those without need none of this.
      where exists (select from primary_color)
    ),
    near as (
      select c.kind, c.layer, c.hex, c.share, round(n.delta_e::numeric, 3) as delta_e, n.hex as nearest, n.name as nearest_name
      from colored c
      cross join lateral (
        select d.delta_e, p.hex, p.name
        from primary_color p
        cross join lateral core.ciede2000(c.l, c.a, c.b, p.l, p.a, p.b) d
        order by d.delta_e, p.hex limit 1
      ) n
    ),
    judged as (
      select trunc(greatest(
          coalesce(sum(n.share) filter (where n.kind = 'area' and n.delta_e <= (rule ->> 'delta_e')::numeric), 0),
          least(coalesce(sum(n.share) filter (where n.kind = 'painted' and n.delta_e <= (rule ->> 'delta_e')::numeric), 0), 1)), 4) as share,
        sum(n.share) filter (where n.kind = 'area') as total,
        jsonb_agg(jsonb_strip_nulls(jsonb_build_object('layer', n.layer, 'color', n.hex, 'share', round(n.share, 4), 'delta_e', n.delta_e, 'nearest', n.nearest,
          'nearest_name', n.nearest_name)) order by n.delta_e, n.hex, n.layer) as colors,
        (select string_agg(p.name || ' ' || p.hex, ', ' order by p.hex) from primary_color p) as names
      from near n
    )
    select
      case when j.names is not null then j.share end,
      case when j.names is not null then content.palette_fault(j.total) end,
      coalesce(jsonb_path_query_array(j.colors, '$[0 to 3]'), '[]'),
      case
        when j.names is null then 'The guideline has no primary colour.'
        when j.share >= (rule ->> 'warn')::numeric then format('%s %% of the picture is in a primary colour.', round(100 * j.share, 1))
        else format('%s %% of the picture is in a primary colour (%s); at least %s %% is wanted. The nearest colour in it is %s, ΔE %s away. Use one for a panel, a text or the logo.',
          round(100 * j.share, 1), j.names, trim_scale(100 * (rule ->> 'warn')::numeric), j.colors -> 0 ->> 'color', j.colors -> 0 ->> 'delta_e')
      end
    from judged j;
  end;
comment on function content.check_primary_coverage(jsonb, jsonb, jsonb) is
  'Which share of the picture is in a primary colour of the brand, or within ΔE delta_e of one: by area, or by the boxes of texts and logo.';
grant execute on function content.check_primary_coverage(jsonb, jsonb, jsonb) to vp_member, vp_definer, vp_dba;
