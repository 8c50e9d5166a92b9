create function content.revise_variant(asset_variant_id uuid, copy jsonb, caption text, alt_text text) returns uuid
  language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := identity.require_org('editor');
  request content.content_requests;
  former content.asset_variants;
  revision_id uuid;
begin
  former := content.lock_variant(tenant, asset_variant_id);
  select r.* into strict request
  from content.content_requests r where r.organization_id = tenant and r.id = former.content_request_id;
  if request.status not in ('ready', 'rendering', 'failed') then
    perform core.raise('VP202', format('The content request is %s: its variants cannot be revised.', request.status),
      'Call retry_content_request first.');
  end if;
  perform content.transition_variants(tenant, array[asset_variant_id], 'superseded');
  if former.generated_asset_id is null then
    perform core.raise('VP202', 'The variant has no source picture yet.', 'Call retry_content_request first.');
  end if;
  former.copy := coalesce(revise_variant.copy, former.copy);
  perform content.validate_copy(request.template_organization_id, request.content_template_id, former.copy);
  insert into content.asset_variants (organization_id, content_request_id, platform, placement, revision, generated_asset_id,
    copy, caption, alt_text, created_by)
  values (tenant, request.id, former.platform, former.placement, former.revision + 1, former.generated_asset_id,
    former.copy, coalesce(revise_variant.caption, former.caption), coalesce(revise_variant.alt_text, former.alt_text), core.user_id())
  returning id into revision_id;
  perform content.start_rendering(tenant, request.id);
  return revision_id;
end $$;
comment on function content.revise_variant(uuid, jsonb, text, text) is
  'Makes a new revision of a variant and queues its rendering (editor); the former one is superseded. What is null stays as it was. Raises VP103, VP200, VP201, VP202.';
grant execute on function content.revise_variant(uuid, jsonb, text, text) to vp_member;
