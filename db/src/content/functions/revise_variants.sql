create function content.revise_variants(organization_id uuid, asset_variant_ids uuid[], changes jsonb default '{}') returns setof uuid
  language plpgsql volatile security definer set search_path = '' as $$
begin
  perform content.transition_variants(organization_id, asset_variant_ids, 'superseded');
  return query
  insert into content.asset_variants (organization_id, content_request_id, platform, placement, revision, generated_asset_id,
    copy, layer_overrides, caption, alt_text, created_by)
  select v.organization_id, v.content_request_id, v.platform, v.placement, v.revision + 1, v.generated_asset_id,
    coalesce(nullif(changes -> 'copy', 'null'), v.copy), coalesce(nullif(changes -> 'layer_overrides', 'null'), v.layer_overrides),
    coalesce(changes ->> 'caption', v.caption), coalesce(changes ->> 'alt_text', v.alt_text), core.user_id()
  from content.asset_variants v
  where v.organization_id = revise_variants.organization_id and v.id = any(asset_variant_ids)
  order by v.content_request_id, v.id
  returning id;
  perform content.start_rendering(revise_variants.organization_id, revised.content_request_id)
  from (
    select distinct v.content_request_id from content.asset_variants v
    where v.organization_id = revise_variants.organization_id and v.id = any(asset_variant_ids)
    order by 1
  ) revised;
end $$;
comment on function content.revise_variants(uuid, uuid[], jsonb) is
  'Makes new revisions of variants, with changes (copy, layer_overrides, caption, alt_text) or as they were, supersedes the former ones and queues the rendering. Raises VP200, VP202, VP207.';
