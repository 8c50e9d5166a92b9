create function content.plan_expansions(request content.content_requests, width int, height int)
  returns table (direction text, placements text[], body jsonb)
  language sql stable security definer set search_path = '' as $$
  with boxes as (
    -- Where the template shows the picture, and crops it.
    select w.key, w.position, b.width, b.height, b.width / b.height as shape, plan_expansions.width::float8 / plan_expansions.height as own_shape
    from unnest(request.placements) with ordinality w (key, position)
    join content.platform_placements p on p.platform = split_part(w.key, '/', 1) and p.placement = split_part(w.key, '/', 2)
    join brand.content_templates t on t.organization_id = request.template_organization_id and t.id = request.content_template_id
    cross join lateral jsonb_array_elements(
      brand.override_layout(t.layout, array[brand.shape_class(p.width, p.height), w.key], request.layer_overrides) -> 'layers') l (layer)
    cross join lateral (
      select p.width * coalesce((l.layer #>> '{box,width}')::float8, 1) as width, p.height * coalesce((l.layer #>> '{box,height}')::float8, 1) as height
    ) b
    where l.layer ->> 'type' = 'image' and coalesce(l.layer ->> 'fit', 'cover') = 'cover' and l.layer -> 'hidden' is distinct from 'true'
  ),
  -- Where a crop would cut off more than half of the picture, it grows until one keeps three quarters.
  grown as (
    select b.shape < b.own_shape as is_tall, array_agg(b.key order by b.position) as placements, max(b.width) as box_width, max(b.height) as box_height,
      case when b.shape < b.own_shape then plan_expansions.width else 0.75 * plan_expansions.height * max(b.shape) end as full_width,
      case when b.shape < b.own_shape then 0.75 * plan_expansions.width / min(b.shape) else plan_expansions.height end as full_height
    from boxes b
    where least(b.shape / b.own_shape, b.own_shape / b.shape) < 0.5
    group by b.shape < b.own_shape
  ),
  margins as (
    select g.*, greatest(g.full_width - plan_expansions.width, g.full_height - plan_expansions.height) / 2 as margin from grown g
  ),
  -- Sent no larger than the placements take, or a model needs to see what it shows; and 2048 pixels at a side are painted at most.
  scaled as (
    select m.*, least(1, greatest(m.box_width / m.full_width, m.box_height / m.full_height,
      1024.0 / greatest(plan_expansions.width, plan_expansions.height)), 2048 / m.margin) as scale from margins m
  )
  select case when s.is_tall then 'tall' else 'wide' end, s.placements,
    jsonb_build_object('width', greatest(1, round(plan_expansions.width * s.scale)), 'height', greatest(1, round(plan_expansions.height * s.scale)))
      || case when s.is_tall then jsonb_build_object('top', e.margin, 'bottom', e.margin) else jsonb_build_object('left', e.margin, 'right', e.margin) end
  from scaled s
  cross join lateral (select round(s.margin * s.scale) as margin) e;
$$;
comment on function content.plan_expansions(content.content_requests, int, int) is
  'How a picture of that size would have to be painted on beyond its edges for a request: tall and wide, each with the placements that it is for, where the template would crop more than half of it away, and what is asked of the provider: in which size the picture is sent (width, height), and how many pixels are wanted at which sides.';
