create function content.accept_renders(organization_id uuid, content_request_id uuid, asset_variant_ids uuid[], measured jsonb[], logo text) returns void
  language plpgsql volatile security definer set search_path = '' as $$
begin
  perform content.transition_variants(organization_id, asset_variant_ids, 'rendered');
  insert into content.measurements (organization_id, asset_variant_id, measured)
  select accept_renders.organization_id, f.asset_variant_id, m.measured || f.facts
  from unnest(asset_variant_ids, accept_renders.measured) m (asset_variant_id, measured)
  join content.scoring_facts(organization_id, asset_variant_ids) f on f.asset_variant_id = m.asset_variant_id;
  perform content.record_assets(organization_id, asset_variant_ids, logo);
  perform content.score_variants(organization_id, asset_variant_ids);
  perform content.finish_request(organization_id, content_request_id);
end $$;
comment on function content.accept_renders(uuid, uuid, uuid[], jsonb[], text) is
  'Takes the measurements of variants of a request that have their pictures, keeps which assets they show (logo: where theirs is stored), scores them, and finishes the request after the last one.';
