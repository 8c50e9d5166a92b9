create function content.accept_renders(organization_id uuid, content_request_id uuid, asset_variant_ids uuid[], measured jsonb[]) returns void
  language plpgsql volatile security definer set search_path = '' as $$
begin
  perform content.transition_variants(organization_id, asset_variant_ids, 'rendered');
  -- With it goes all that a score depends on and that may change later.
  insert into content.measurements (organization_id, asset_variant_id, measured)
  select v.organization_id, v.id, m.measured || jsonb_build_object(
    'copy', v.copy, 'caption', v.caption, 'alt_text', v.alt_text,
    'placement', to_jsonb(p) - array['name', 'is_enabled', 'valid_from', 'source'])
  from unnest(asset_variant_ids, accept_renders.measured) m (asset_variant_id, measured)
  join content.asset_variants v on v.organization_id = accept_renders.organization_id and v.id = m.asset_variant_id
  join content.platform_placements p on p.platform = v.platform and p.placement = v.placement;
  perform content.score_variants(organization_id, asset_variant_ids);
  perform content.finish_request(organization_id, content_request_id);
end $$;
comment on function content.accept_renders(uuid, uuid, uuid[], jsonb[]) is
  'Takes the measurements of variants of a request that have their pictures, scores them, and finishes the request after the last one.';
