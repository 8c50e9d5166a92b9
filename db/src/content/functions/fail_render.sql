create function content.fail_render(organization_id uuid, job_id uuid, asset_variant_id uuid, error text, render_key text) returns void
  language plpgsql volatile security definer set search_path = '' as $$
declare
  variant content.asset_variants;
begin
  perform system.act_for_job(organization_id, job_id);
  variant := content.lock_variant(organization_id, asset_variant_id);
  if variant.status <> 'pending' or variant.render_key is distinct from fail_render.render_key then
    return;
  end if;
  perform content.transition_variants(organization_id, array[variant.id], 'failed', error);
  perform content.finish_request(organization_id, variant.content_request_id);
end $$;
comment on function content.fail_render(uuid, uuid, uuid, text, text) is
  'Records that a variant cannot be rendered and why, and finishes the request after the last one; nothing if it has been claimed as another since.';
grant execute on function content.fail_render(uuid, uuid, uuid, text, text) to vp_worker;
