create function content.claim_render(organization_id uuid, job_id uuid) returns jsonb
  language plpgsql volatile security definer set search_path = '' as $$
declare
  request constant content.content_requests := content.lock_request_of_job(organization_id, job_id);
  logo constant text := content.logo_key(request.organization_id, request.brand_profile_id);
  variants jsonb;
begin
  if request.status <> 'rendering' then
    return content.stop_job(organization_id, job_id,
      case request.status when 'ready' then 'succeeded' when 'failed' then 'failed' else 'cancelled' end,
      coalesce(request.failure, format('The content request is %s.', request.status)));
  end if;

  select jsonb_agg(jsonb_build_object(
    'asset_variant_id', v.id,
    'source', f.storage_key,
    'focal_point', a.focal_point,
    'layout', content.resolve_layout(t.layout, p, g, v.copy, v.layer_overrides, logo is not null),
    'canvas', jsonb_build_object('width', p.width, 'height', p.height, 'safe_zone',
      jsonb_build_object('top', p.safe_top, 'right', p.safe_right, 'bottom', p.safe_bottom, 'left', p.safe_left)),
    -- What the renderer writes; a GIF is of no use to a still picture.
    'formats', to_jsonb(array_remove(p.formats, 'gif')),
    'max_bytes', p.max_bytes,
    'disclosure', content.disclosure_of(a, v.alt_text)) order by v.platform, v.placement)
  into variants
  from content.asset_variants v
  join brand.content_templates t on t.organization_id = request.template_organization_id and t.id = request.content_template_id
  left join brand.brand_guidelines g
    on g.organization_id = v.organization_id and g.brand_profile_id = request.brand_profile_id and g.status = 'active'
  join content.platform_placements p on p.platform = v.platform and p.placement = v.placement
  join content.generated_assets a on a.organization_id = v.organization_id and a.id = v.generated_asset_id
  join system.files f on f.organization_id = a.organization_id and f.id = a.file_id
  where v.organization_id = request.organization_id and v.content_request_id = request.id and v.status = 'pending';
  if variants is null then
    return content.stop_job(organization_id, job_id, 'succeeded', 'Nothing is left to be rendered.');
  end if;

  return jsonb_build_object(
    'action', 'render',
    'logo', logo,
    'fonts', (select coalesce(jsonb_agg(jsonb_build_object('name', a.name, 'weight', a.font_weight, 'role', a.font_role, 'storage_key', f.storage_key)
                order by a.font_weight, a.id), '[]')
              from brand.brand_assets a
              join system.files f on f.organization_id = a.organization_id and f.id = a.file_id
              where a.organization_id = request.organization_id and a.brand_profile_id = request.brand_profile_id
                and a.kind = 'font' and a.status = 'active' and f.state = 'stored'),
    'variants', variants);
end $$;
comment on function content.claim_render(uuid, uuid) is
  'All pending variants of a render_variants job with what rendering them needs: {action: render, logo, fonts, variants}; each variant with its own concrete layout; files by storage key. {action: stop, state, reason} when none is left, which ends the job.';
grant execute on function content.claim_render(uuid, uuid) to vp_worker;
