create function content.fail_render(organization_id uuid, job_id uuid, asset_variant_id uuid, error text) returns void
  language plpgsql volatile security definer set search_path = '' as $$
declare
  variant content.asset_variants;
begin
  perform system.act_for_job(organization_id, job_id);
  variant := content.lock_variant(organization_id, asset_variant_id);
  if variant.status <> 'pending' then
    return;
  end if;
  perform content.transition_variants(organization_id, array[variant.id], 'failed', error);
  perform content.finish_request(organization_id, variant.content_request_id);
end $$;
comment on function content.fail_render(uuid, uuid, uuid, text) is
  'Records that a variant cannot be rendered and why, and finishes the request after the last one.';
grant execute on function content.fail_render(uuid, uuid, uuid, text) to vp_worker;
