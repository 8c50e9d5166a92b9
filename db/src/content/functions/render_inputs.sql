create function content.render_inputs(
  organization_id uuid, asset_variant_ids uuid[], template_organization_id uuid default null, content_template_id uuid default null
) returns table (asset_variant_id uuid, source text, picture jsonb, logo text, fonts jsonb, render_key text)
  language plpgsql stable security definer set search_path = '' set jit = off as $$
begin
  -- Planned for the ids that are given: a plan for any number of them loops over thousands. Compiling takes longer than running.
  return query execute $query$
    with chosen as (
      select v.id, v.content_request_id, v.platform, v.placement, v.copy, v.layer_overrides, v.alt_text, v.generated_asset_id, r.brand_profile_id,
        coalesce($3, r.template_organization_id) as template_organization_id,
        coalesce($4, r.content_template_id) as content_template_id
      from content.asset_variants v
      join content.content_requests r on r.organization_id = v.organization_id and r.id = v.content_request_id
      where v.organization_id = $1 and v.id = any($2)
    ),
    -- Numbered: of joins by several columns the planner expects one row, and then loops over thousands.
    wanted as materialized (
      select c.*, dense_rank() over (order by c.template_organization_id, c.content_template_id, c.copy) as copy_number from chosen c
    ),
    brands as materialized (
      select b.brand_profile_id, g as guideline, content.logo_key($1, b.brand_profile_id) as logo,
        coalesce(f.fonts, '[]') as fonts, f.contents as font_contents
      from (select distinct w.brand_profile_id from wanted w) b
      left join brand.brand_guidelines g
        on g.organization_id = $1 and g.brand_profile_id = b.brand_profile_id and g.status = 'active'
      cross join lateral (
        -- In an order that depends on nothing else.
        select jsonb_agg(jsonb_build_object('name', a.name, 'weight', a.font_weight, 'role', a.font_role, 'storage_key', f.storage_key)
            order by a.font_weight, a.font_role, f.sha256, a.id) as fonts,
          jsonb_agg(jsonb_build_array(a.font_weight, a.font_role, f.sha256) order by a.font_weight, a.font_role, f.sha256, a.id) as contents
        from brand.brand_assets a
        join system.files f on f.organization_id = a.organization_id and f.id = a.file_id
        where a.organization_id = $1 and a.brand_profile_id = b.brand_profile_id
          and a.kind = 'font' and a.status = 'active' and f.state = 'stored'
      ) f
    ),
    -- A source is decoded once for a request, at the scale that its largest placement takes: so also where only one is rendered again.
    decodings as materialized (
      select v.content_request_id, jsonb_build_object('width', max(p.width), 'height', max(p.height)) as size
      from (select distinct w.content_request_id from wanted w) r
      join content.asset_variants v
        on v.organization_id = $1 and v.content_request_id = r.content_request_id and v.is_current
      join content.platform_placements p on p.platform = v.platform and p.placement = v.placement
      group by v.content_request_id
    ),
    copies as materialized (
      select c.copy_number, s.words, content.outline_copy(t.layout, c.copy, s.words) as outline
      from (
        select distinct on (w.copy_number) w.copy_number, w.template_organization_id, w.content_template_id, w.copy from wanted w order by w.copy_number
      ) c
      left join brand.content_templates t on t.organization_id = c.template_organization_id and t.id = c.content_template_id
      cross join lateral (select content.words_of(t.layout, c.copy) as words offset 0) s
    ),
    -- Thousands of variants differ in their words alone: for those the layout is made once.
    designed as materialized (
      select w.*, c.outline, dense_rank() over (
        order by w.template_organization_id, w.content_template_id, w.platform, w.placement, w.brand_profile_id, w.layer_overrides, c.outline) as design_number
      from wanted w
      join copies c on c.copy_number = w.copy_number
    ),
    designs as materialized (
      select d.design_number, b.logo, b.fonts, b.font_contents, p.max_bytes,
        jsonb_build_object('width', p.width, 'height', p.height, 'safe_zone',
          jsonb_build_object('top', p.safe_top, 'right', p.safe_right, 'bottom', p.safe_bottom, 'left', p.safe_left)) as canvas,
        -- What the renderer writes; a GIF is of no use to a still picture.
        array_remove(p.formats, 'gif') as formats,
        content.resolve_layout(t.layout, p, b.guideline, d.outline, d.layer_overrides, b.logo is not null) as layout,
        brand.override_layout(t.layout, array[brand.shape_class(p.width, p.height), p.platform || '/' || p.placement], d.layer_overrides) as patterns
      from (select distinct on (d.design_number) d.* from designed d order by d.design_number) d
      left join brands b on b.brand_profile_id = d.brand_profile_id
      left join brand.content_templates t on t.organization_id = d.template_organization_id and t.id = d.content_template_id
      left join content.platform_placements p on p.platform = d.platform and p.placement = d.placement
    ),
    layers as materialized (
      select d.design_number, l.n, l.layer, t.text
      from designs d
      cross join jsonb_array_elements(d.layout -> 'layers') with ordinality l (layer, n)
      left join lateral (
        select p.layer ->> 'text' as text
        from jsonb_array_elements(d.patterns -> 'layers') p (layer)
        where p.layer ->> 'id' = l.layer ->> 'id' and l.layer ->> 'type' = 'text'
      ) t on true
    ),
    texts as materialized (
      select u.copy_number, u.text, coalesce(content.fill_text(u.text, c.words), '') as filled
      from (
        select distinct o.copy_number, l.text from designed o join layers l on l.design_number = o.design_number where l.text is not null
      ) u
      join copies c on c.copy_number = u.copy_number
    ),
    layouts as materialized (
      select o.id, jsonb_agg(case when l.text is null then l.layer else l.layer || jsonb_build_object('text', t.filled) end order by l.n) as layers
      from designed o
      join layers l on l.design_number = o.design_number
      left join texts t on t.copy_number = o.copy_number and t.text = l.text
      group by o.id
    ),
    inputs as materialized (
      select o.id, f.storage_key, f.sha256, d.logo, d.fonts, d.font_contents, jsonb_build_object(
        'source_size', s.size,
        'focal_point', a.focal_point,
        'layout', d.layout || jsonb_build_object('layers', coalesce(l.layers, '[]')),
        'canvas', d.canvas,
        'formats', d.formats,
        'max_bytes', d.max_bytes,
        'disclosure', content.disclosure_of(a, o.alt_text)) as picture
      from designed o
      join designs d on d.design_number = o.design_number
      join decodings s on s.content_request_id = o.content_request_id
      join content.generated_assets a on a.organization_id = $1 and a.id = o.generated_asset_id
      join system.files f on f.organization_id = a.organization_id and f.id = a.file_id
      left join layouts l on l.id = o.id
    )
    select i.id, i.storage_key, i.picture, i.logo, i.fonts,
      -- Of logo and fonts only what the layout shows.
      encode(sha256(convert_to((i.picture || jsonb_build_object(
        'renderer', content.renderer_version(),
        'source', i.sha256,
        'logo', case when i.picture -> 'layout' -> 'layers' @> '[{"type": "logo"}]' then split_part(i.logo, '/', 4) end,
        'fonts', case when i.picture -> 'layout' -> 'layers' @> '[{"type": "text"}]' then i.font_contents end))::text, 'UTF8')), 'hex')
    from inputs i
  $query$ using organization_id, asset_variant_ids, template_organization_id, content_template_id;
end $$;
comment on function content.render_inputs(uuid, uuid[], uuid, uuid) is
  'What variants with a source picture are rendered from as of now, with their request''s template or another, and its hash: source, logo and fonts by storage key; picture: {source_size (that the decoded source covers), focal_point, layout, canvas, formats, max_bytes, disclosure}.';
