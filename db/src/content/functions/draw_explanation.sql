-- The picture stands on the left, what was found in it on the right, the same number on both. Text is laid out by a mean width of
-- letters: whoever draws it may narrow a line that comes out wider than its width.
create function content.draw_explanation(organization_id uuid, asset_variant_id uuid) returns jsonb
  language sql stable
  begin atomic
    with subject as (
      select v.file_id, v.platform, v.placement, v.revision, v.width, v.height, q.title, g.version, c.score, c.verdict, m.measured,
        fit.scale, 32 as left_edge, 32 as top_edge, round(v.width * fit.scale) as shown_width, round(v.height * fit.scale) as shown_height,
        round(v.width * fit.scale) + 72 as column_left, 560 as column_width
      from content.asset_variants v
      join content.content_requests q on q.organization_id = v.organization_id and q.id = v.content_request_id
      join content.compliance_results c on c.organization_id = v.organization_id and c.asset_variant_id = v.id and c.is_current
      join content.measurements m on m.organization_id = c.organization_id and m.id = c.measurement_id
      join brand.brand_guidelines g on g.organization_id = c.organization_id and g.id = c.brand_guideline_id
      cross join lateral (select least(720.0 / v.width, 900.0 / v.height) as scale) fit
      where v.organization_id = draw_explanation.organization_id and v.id = draw_explanation.asset_variant_id
    ), explained as (
      select e.*, regexp_replace(regexp_replace(initcap(replace(e.check_key, '_', ' ')), '^Ai ', 'AI '), '^Nsfw$', 'NSFW') as name,
        case e.outcome when 'error' then '#6B21A8' when 'fail' then '#B91C1C' when 'warn' then '#B45309' else '#15803D' end as color
      from content.explain_result(draw_explanation.organization_id, draw_explanation.asset_variant_id) with ordinality e
        (check_key, category, outcome, points, weight, lost_points, is_gate, message, observed, unit, expected, evidence, score, verdict, place)
    ), finding as (
      select e.*, row_number() over (order by e.place) as number,
        -- What is quoted from right to left is kept from taking what stands around it along.
        array(select l from core.wrap_text(regexp_replace(e.message, '"([^"]*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc][^"]*)"', e'"\u2068\\1\u2069"', 'g'), 78) l) as lines
      from explained e
      where e.outcome in ('error', 'fail', 'warn')
    ), proof as (
      -- What is as it should be needs no pointing at.
      select f.number, f.color, p.n, box.*,
        p.item ->> 'color' as seen, coalesce(p.item ->> 'background', p.item ->> 'nearest', p.item ->> 'forbidden') as other,
        case
          when p.item ? 'contrast' then (p.item ->> 'contrast') || ' : 1'
          when p.item ? 'delta_e' then format('ΔE %s, %s %%', round((p.item ->> 'delta_e')::numeric, 1), round(100 * (p.item ->> 'share')::numeric))
        end as label
      from finding f
      cross join lateral (
        select e.item, row_number() over (order by e.n) as n
        from jsonb_array_elements(f.evidence) with ordinality e (item, n)
        where jsonb_typeof(e.item) = 'object'
          and not coalesce((e.item ->> 'contrast')::numeric >= (e.item ->> 'needed')::numeric, false)
          and coalesce((e.item ->> 'counted')::numeric, 1) > 0
        order by e.n
        limit 4
      ) p
      cross join subject s
      -- The part of it that is on the picture: a text can reach beyond.
      left join lateral (
        select s.left_edge + edge.x as x, s.top_edge + edge.y as y, edge.to_x - edge.x as width, edge.to_y - edge.y as height
        from (
          select coalesce(p.item -> 'region', p.item -> 'box', (
            select t.value -> 'box' from jsonb_array_elements(s.measured -> 'texts') t where t.value ->> 'layer' = p.item ->> 'layer' limit 1)) as box
        ) said
        cross join lateral jsonb_to_record(said.box) as b (x numeric, y numeric, width numeric, height numeric)
        cross join lateral (
          select greatest(round(b.x * s.scale), 0) as x, greatest(round(b.y * s.scale), 0) as y,
            least(round((b.x + b.width) * s.scale), s.shown_width) as to_x, least(round((b.y + b.height) * s.scale), s.shown_height) as to_y
        ) edge
        where b.x + b.y + b.width + b.height is not null and edge.x <= edge.to_x and edge.y <= edge.to_y
      ) box on true
    ), tag as (
      -- Those of one place stand beside each other, within the picture; one is enough for what is found in a place several times.
      select p.number, p.n, p.color, w.text, w.width, place.y,
        least(s.left_edge + s.shown_width - w.width, place.x
          + coalesce(sum(w.width + 4) over (partition by place.x, place.y order by p.number, p.n rows between unbounded preceding and 1 preceding), 0)) as x
      from (select distinct on (p.number, p.x, p.y, p.width, p.height, p.label) p.* from proof p where p.x is not null order by p.number, p.x, p.y, p.width, p.height, p.label, p.n) p
      cross join subject s
      cross join lateral (select p.number || coalesce('  ' || p.label, '') as text, 16 + 9 * length(p.number || coalesce('  ' || p.label, '')) as width) w
      cross join lateral (
        select greatest(s.left_edge, p.x - 3) as x, greatest(s.top_edge, p.y - 28) as y
      ) place
    ), block as (
      select f.*, s.has_swatches, 144 + coalesce(sum(24 + 19 * cardinality(f.lines) + case when s.has_swatches then 34 else 0 end + 20)
        over (order by f.number rows between unbounded preceding and 1 preceding), 0) as top
      from finding f
      cross join lateral (select exists (select from proof p where p.number = f.number and p.seen is not null) as has_swatches) s
    ), ending as (
      select coalesce(max(b.top + 24 + 19 * cardinality(b.lines) + case when b.has_swatches then 34 else 0 end + 20), 144) as top from block b
    ), passed as (
      select l.line, row_number() over () as n
      from (select 'Passed: ' || string_agg(e.name, ', ' order by e.place) || '.' as names from explained e where e.outcome = 'pass') p
      cross join lateral core.wrap_text(p.names, 78) l (line)
    ), item as (
      select 1 as layer, 0::bigint as n, jsonb_build_object('type', 'text', 'x', s.column_left, 'y', 68, 'width', s.column_width, 'size', 44, 'weight', 700,
        'color', case s.verdict when 'pass' then '#15803D' when 'warn' then '#B45309' when 'fail' then '#B91C1C' else '#6B21A8' end,
        'text', case when s.score is null then 'No score' else format('%s of 100, %s', trim_scale(s.score), s.verdict) end) as body
      from subject s
      union all
      select 1, l.n, jsonb_build_object('type', 'text', 'x', s.column_left, 'y', 74 + 20 * l.n, 'width', s.column_width, 'size', 15, 'weight', 400, 'color', '#4B5563', 'text', l.line)
      from subject s
      cross join lateral (values
        (1, (select string_agg(t.line || case when t.lines > 1 then '…' else '' end, '') from (select w.*, count(*) over () as lines from core.wrap_text(s.title, 70) with ordinality w (line, n)) t where t.n = 1)),
        (2, format('%s/%s, revision %s · guideline version %s', s.platform, s.placement, s.revision, s.version))
      ) l (n, line)
      union all
      -- A white picture ends somewhere, too.
      select 1, 9, jsonb_build_object('type', 'rect', 'x', s.left_edge - 1, 'y', s.top_edge - 1, 'width', s.shown_width + 2, 'height', s.shown_height + 2,
        'stroke', '#D1D5DB', 'stroke_width', 1, 'radius', 0)
      from subject s
      union all
      -- Boxes on the picture: white under the colour, so that they are seen on any ground.
      select 2, p.number * 100 + p.n * 10 + r.n, jsonb_build_object('type', 'rect', 'x', p.x - 3, 'y', p.y - 3, 'width', p.width + 6, 'height', p.height + 6,
        'stroke', r.stroke, 'stroke_width', r.stroke_width, 'radius', 4)
      from proof p
      cross join lateral (values (1, '#FFFFFF', 6), (2, p.color, 3)) r (n, stroke, stroke_width)
      where p.x is not null
      union all
      -- Their numbers.
      select 3, t.number * 100 + t.n * 10 + part.n, part.body
      from tag t
      cross join lateral (values
        (1, jsonb_build_object('type', 'rect', 'x', t.x, 'y', t.y, 'width', t.width, 'height', 24, 'fill', t.color, 'radius', 4)),
        (2, jsonb_build_object('type', 'text', 'x', t.x + 8, 'y', t.y + 17, 'width', t.width - 12, 'size', 15, 'weight', 700, 'color', '#FFFFFF', 'text', t.text))
      ) part (n, body)
      union all
      select 4, b.number * 1000 + part.n, part.body
      from block b
      cross join subject s
      cross join lateral (
        values
          (0, jsonb_build_object('type', 'rect', 'x', s.column_left, 'y', b.top, 'width', 24, 'height', 24, 'fill', b.color, 'radius', 4)),
          (1, jsonb_build_object('type', 'text', 'x', s.column_left + 12 - 4.5 * length(b.number::text), 'y', b.top + 17, 'width', 20, 'size', 15, 'weight', 700,
            'color', '#FFFFFF', 'text', b.number::text)),
          (2, jsonb_build_object('type', 'text', 'x', s.column_left + 36, 'y', b.top + 18, 'width', 330, 'size', 17, 'weight', 700, 'color', '#111827', 'text', b.name)),
          (3, jsonb_build_object('type', 'text', 'x', s.column_left + 380, 'y', b.top + 18, 'width', 180, 'size', 15, 'weight', 700, 'color', b.color,
            'text', case
              when b.outcome = 'error' then 'could not be checked'
              when b.is_gate and b.outcome = 'fail' then 'caps the score'
              else '−' || trim_scale(round(b.lost_points, 1)) || case when round(b.lost_points, 1) = 1 then ' point' else ' points' end
            end))
        union all
        select 10 + l.n, jsonb_build_object('type', 'text', 'x', s.column_left, 'y', b.top + 24 + 19 * l.n, 'width', s.column_width, 'size', 14, 'weight', 400,
          'color', '#374151', 'text', l.line)
        from unnest(b.lines) with ordinality l (line, n)
        union all
        select 100 + 10 * p.n + w.n, w.body
        from proof p
        cross join lateral (
          select s.column_left + 140 * (p.n - 1) as x, b.top + 24 + 19 * cardinality(b.lines) + 10 as y
        ) place
        cross join lateral (values
          (1, jsonb_build_object('type', 'rect', 'x', place.x, 'y', place.y, 'width', 20, 'height', 20, 'fill', p.seen, 'stroke', '#D1D5DB', 'stroke_width', 1, 'radius', 3)),
          (2, case when p.other is not null then
            jsonb_build_object('type', 'rect', 'x', place.x + 22, 'y', place.y, 'width', 20, 'height', 20, 'fill', p.other, 'stroke', '#D1D5DB', 'stroke_width', 1, 'radius', 3) end),
          (3, jsonb_build_object('type', 'text', 'x', place.x + 48, 'y', place.y + 15, 'width', 88, 'size', 12, 'weight', 400, 'color', '#4B5563', 'text', coalesce(p.label, p.seen)))
        ) w (n, body)
        where p.number = b.number and p.seen is not null and w.body is not null
      ) part (n, body)
      union all
      select 5, p.n, jsonb_build_object('type', 'text', 'x', s.column_left, 'y', e.top + 19 * p.n, 'width', s.column_width, 'size', 14, 'weight', 400, 'color', '#15803D', 'text', p.line)
      from passed p cross join ending e cross join subject s
    )
    select jsonb_build_object(
      'width', s.column_left + s.column_width + 32,
      'height', greatest(s.shown_height + 64, e.top + 19 * (select count(*) from passed) + 40),
      'background', '#FFFFFF',
      'picture', jsonb_build_object('file_id', s.file_id, 'x', s.left_edge, 'y', s.top_edge, 'width', s.shown_width, 'height', s.shown_height),
      'items', (select jsonb_agg(i.body order by i.layer, i.n) from item i))
    from subject s cross join ending e;
  end;
comment on function content.draw_explanation(uuid, uuid) is
  'How a variant''s current score is drawn: {width, height, background, picture {file_id, box}, items [rect or text, painted in this order]}, in pixels.
A rect has x, y, width, height, radius, fill, stroke, stroke_width; a text stands on its baseline y, has size, weight, color and the width that it may take. Null while the variant is not scored.';
grant execute on function content.draw_explanation(uuid, uuid) to vp_member, vp_definer, vp_dba;
