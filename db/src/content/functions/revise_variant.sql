create function content.revise_variant(asset_variant_id uuid, copy jsonb, caption text, alt_text text, layer_overrides jsonb) returns uuid
  language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := identity.require_org('editor');
  former constant content.asset_variants := content.lock_variant(tenant, asset_variant_id);
  request content.content_requests;
begin
  select r.* into strict request
  from content.content_requests r where r.organization_id = tenant and r.id = former.content_request_id;
  if request.status not in ('ready', 'rendering', 'failed') then
    perform core.raise('VP202', format('The content request is %s: its variants cannot be revised.', request.status),
      'Call retry_content_request first.');
  end if;
  if former.is_current and former.generated_asset_id is null then
    perform core.raise('VP202', 'The variant has no source picture yet.', 'Call retry_content_request first.');
  end if;
  perform content.validate_design(tenant, request.brand_profile_id, request.template_organization_id, request.content_template_id,
    array[former.platform || '/' || former.placement], coalesce(revise_variant.copy, former.copy),
    coalesce(revise_variant.layer_overrides, former.layer_overrides));
  return (
    select revised from content.revise_variants(tenant, array[former.id], jsonb_build_object(
      'copy', revise_variant.copy, 'layer_overrides', revise_variant.layer_overrides, 'caption', caption, 'alt_text', alt_text)) revised);
end $$;
comment on function content.revise_variant(uuid, jsonb, text, text, jsonb) is
  'Makes a new revision of a variant and queues its rendering (editor); the former one is superseded. What is null stays as it was. Raises VP103, VP200, VP201, VP202, VP207.';
grant execute on function content.revise_variant(uuid, jsonb, text, text, jsonb) to vp_member;
