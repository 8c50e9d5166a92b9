create function content.render_inputs(
  organization_id uuid, asset_variant_ids uuid[], template_organization_id uuid default null, content_template_id uuid default null
) returns table (asset_variant_id uuid, source text, picture jsonb, logo text, fonts jsonb, render_key text)
  language sql stable security definer set search_path = '' set jit = off as $$
  -- Compiling takes longer than running.
  with wanted as materialized (
    select v.id, v.content_request_id, v.platform, v.placement, v.copy, v.layer_overrides, v.alt_text, v.generated_asset_id, r.brand_profile_id,
      coalesce(render_inputs.template_organization_id, r.template_organization_id) as template_organization_id,
      coalesce(render_inputs.content_template_id, r.content_template_id) as content_template_id
    from content.asset_variants v
    join content.content_requests r on r.organization_id = v.organization_id and r.id = v.content_request_id
    where v.organization_id = render_inputs.organization_id and v.id = any(asset_variant_ids)
  ),
  brands as materialized (
    select b.brand_profile_id, g as guideline, content.logo_key(render_inputs.organization_id, b.brand_profile_id) as logo,
      coalesce(f.fonts, '[]') as fonts, f.contents as font_contents
    from (select distinct w.brand_profile_id from wanted w) b
    left join brand.brand_guidelines g
      on g.organization_id = render_inputs.organization_id and g.brand_profile_id = b.brand_profile_id and g.status = 'active'
    cross join lateral (
      -- In an order that depends on nothing else.
      select jsonb_agg(jsonb_build_object('name', a.name, 'weight', a.font_weight, 'role', a.font_role, 'storage_key', f.storage_key)
          order by a.font_weight, a.font_role, f.sha256, a.id) as fonts,
        jsonb_agg(jsonb_build_array(a.font_weight, a.font_role, f.sha256) order by a.font_weight, a.font_role, f.sha256, a.id) as contents
      from brand.brand_assets a
      join system.files f on f.organization_id = a.organization_id and f.id = a.file_id
      where a.organization_id = render_inputs.organization_id and a.brand_profile_id = b.brand_profile_id
        and a.kind = 'font' and a.status = 'active' and f.state = 'stored'
    ) f
  ),
  -- A source is decoded once for a request, at the scale that its largest placement takes: so also where only one is rendered again.
  decodings as materialized (
    select v.content_request_id, jsonb_build_object('width', max(p.width), 'height', max(p.height)) as size
    from (select distinct w.content_request_id from wanted w) r
    join content.asset_variants v
      on v.organization_id = render_inputs.organization_id and v.content_request_id = r.content_request_id and v.is_current
    join content.platform_placements p on p.platform = v.platform and p.placement = v.placement
    group by v.content_request_id
  ),
  inputs as materialized (
    select w.id, f.storage_key, f.sha256, b.logo, b.fonts, b.font_contents, jsonb_build_object(
      'source_size', d.size,
      'focal_point', a.focal_point,
      'layout', content.resolve_layout(t.layout, p, b.guideline, w.copy, w.layer_overrides, b.logo is not null),
      'canvas', jsonb_build_object('width', p.width, 'height', p.height, 'safe_zone',
        jsonb_build_object('top', p.safe_top, 'right', p.safe_right, 'bottom', p.safe_bottom, 'left', p.safe_left)),
      -- What the renderer writes; a GIF is of no use to a still picture.
      'formats', array_remove(p.formats, 'gif'),
      'max_bytes', p.max_bytes,
      'disclosure', content.disclosure_of(a, w.alt_text)) as picture
    from wanted w
    join brands b on b.brand_profile_id = w.brand_profile_id
    join decodings d on d.content_request_id = w.content_request_id
    join brand.content_templates t on t.organization_id = w.template_organization_id and t.id = w.content_template_id
    join content.platform_placements p on p.platform = w.platform and p.placement = w.placement
    join content.generated_assets a on a.organization_id = render_inputs.organization_id and a.id = w.generated_asset_id
    join system.files f on f.organization_id = a.organization_id and f.id = a.file_id
  )
  select i.id, i.storage_key, i.picture, i.logo, i.fonts,
    -- Of logo and fonts only what the layout shows.
    encode(sha256(convert_to((i.picture || jsonb_build_object(
      'renderer', content.renderer_version(),
      'source', i.sha256,
      'logo', case when i.picture -> 'layout' -> 'layers' @> '[{"type": "logo"}]' then split_part(i.logo, '/', 4) end,
      'fonts', case when i.picture -> 'layout' -> 'layers' @> '[{"type": "text"}]' then i.font_contents end))::text, 'UTF8')), 'hex')
  from inputs i
$$;
comment on function content.render_inputs(uuid, uuid[], uuid, uuid) is
  'What variants with a source picture are rendered from as of now, with their request''s template or another, and its hash: source, logo and fonts by storage key; picture: {source_size (that the decoded source covers), focal_point, layout, canvas, formats, max_bytes, disclosure}.';
