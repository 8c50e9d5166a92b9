-- A logo or a thin text can be too small to be a cluster of its own: then its box counts, which is more than its ink.
-- No SET clause: it would keep the planner from inlining it.
create function content.shown_colors(measured jsonb) returns table (kind text, layer text, hex text, l float8, a float8, b float8, share numeric)
  language sql immutable parallel safe rows 12
  begin atomic
    select 'area', null, c.hex, c.l, c.a, c.b, c.share from content.palette_clusters(measured) c
    union all
    select 'painted', p.layer, upper(p.color), lab.l, lab.a, lab.b, least(p.width * p.height / canvas.area, 1)
    from (
      select case when jsonb_typeof(measured -> 'width') = 'number' and jsonb_typeof(measured -> 'height') = 'number'
        then nullif((measured ->> 'width')::numeric * (measured ->> 'height')::numeric, 0) end as area
      offset 0
    ) canvas
    cross join lateral (
      select p.item ->> 'layer' as layer, p.item ->> 'color' as color, (p.item #>> '{box,width}')::numeric as width, (p.item #>> '{box,height}')::numeric as height
      from (
        select jsonb_path_query(measured, '$.texts[*] ? (@.color like_regex "^#[0-9A-Fa-f]{6}$" && @.box.width > 0 && @.box.height > 0)')
        union all
        select jsonb_path_query(measured, '$.logo ? (@.color like_regex "^#[0-9A-Fa-f]{6}$" && @.box.width > 0 && @.box.height > 0)')
      ) p (item)
      offset 0
    ) p
    cross join lateral core.hex_to_lab(p.color) lab;
  end;
comment on function content.shown_colors(jsonb) is
  'All colours that a picture shows, CIE Lab (D65), with their share of the area: those of its palette (kind area), and those of texts and logo (painted) by
their boxes.';
grant execute on function content.shown_colors(jsonb) to vp_member, vp_definer, vp_dba;
