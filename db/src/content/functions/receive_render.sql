create function content.receive_render(organization_id uuid, job_id uuid, asset_variant_id uuid, file jsonb, measured jsonb) returns boolean
  language plpgsql volatile security definer set search_path = '' as $$
declare
  variant content.asset_variants;
begin
  perform system.act_for_job(organization_id, job_id);
  variant := content.lock_variant(organization_id, asset_variant_id);
  -- Cancelled meanwhile, or handed back before by a worker that was thought dead; or claimed again since, when something that
  -- it depends on had changed.
  if variant.status <> 'pending' or variant.render_key is distinct from file ->> 'render_key' then
    return false;
  end if;
  update content.asset_variants v
  set file_id = system.store_file(v.organization_id, 'variant',
        format('%s-%s-r%s.%s', v.platform, v.placement, v.revision, replace(file ->> 'mime_type', 'image/', '')),
        file ->> 'mime_type', (file ->> 'bytes')::bigint, file ->> 'sha256', (file ->> 'width')::int, (file ->> 'height')::int),
      width = (file ->> 'width')::int, height = (file ->> 'height')::int, bytes = (file ->> 'bytes')::bigint,
      format = replace(file ->> 'mime_type', 'image/', ''), placeholder = file ->> 'placeholder', phash = file ->> 'phash',
      template_organization_id = r.template_organization_id, content_template_id = r.content_template_id, rendered_at = now()
  from content.content_requests r
  where v.organization_id = variant.organization_id and v.id = variant.id and r.organization_id = v.organization_id and r.id = v.content_request_id;
  perform content.accept_renders(organization_id, variant.content_request_id, array[variant.id], array[measured], file ->> 'logo');
  return true;
end $$;
comment on function content.receive_render(uuid, uuid, uuid, jsonb, jsonb) is
  'Takes a finished picture ({sha256, bytes, mime_type, width, height, placeholder, phash, render_key, logo}) and its measurement, scores it, and finishes the request after the last one. False: the variant is not pending any more, or not as it was claimed, and the picture of no use.';
grant execute on function content.receive_render(uuid, uuid, uuid, jsonb, jsonb) to vp_worker;
