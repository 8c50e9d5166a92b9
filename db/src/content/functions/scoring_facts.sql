create function content.scoring_facts(organization_id uuid, asset_variant_ids uuid[]) returns table (asset_variant_id uuid, facts jsonb)
  language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_generic_plan set jit = off as $$
#variable_conflict use_column -- of its results, which are named as columns are
begin
  return query
  select v.id, jsonb_build_object(
    'copy', v.copy, 'caption', v.caption, 'alt_text', v.alt_text,
    'placement', to_jsonb(p) - array['name', 'is_enabled', 'valid_from', 'source'],
    'asset', jsonb_build_object('id', a.id, 'kind', a.kind,
      'is_ai', a.kind = 'ai' or a.expanded_from is not null or coalesce(a.metadata -> 'is_ai_generated' = 'true', false),
      -- What a model's provider flags is not taken: content.choose_generated.
      'is_nsfw', coalesce(case when jsonb_typeof(a.metadata -> 'is_nsfw') = 'boolean' then a.metadata -> 'is_nsfw' end, case when a.kind = 'ai' then 'false'::jsonb end)),
    'licenses', coalesce(licenses.list, '[]'),
    'nearest', nearest.found)
  from content.asset_variants v
  join content.content_requests r on r.organization_id = v.organization_id and r.id = v.content_request_id
  join content.platform_placements p on p.platform = v.platform and p.placement = v.placement
  left join content.generated_assets a on a.organization_id = v.organization_id and a.id = v.generated_asset_id
  left join lateral (
    select jsonb_agg(jsonb_build_object('subject', case l.kind when 'image' then 'picture' else l.kind end, 'name', l.name,
      'expires_on', l.license_expires_on, 'days_left', l.license_expires_on - current_date) order by l.license_expires_on, l.id) as list
    from brand.brand_assets l
    where l.organization_id = v.organization_id and l.brand_profile_id = r.brand_profile_id and l.license_expires_on is not null and l.status = 'active'
      and (l.kind = 'image' and l.file_id = a.file_id or l.kind = 'logo' and l.is_default or l.kind = 'font')
  ) licenses on true
  left join lateral (
    select jsonb_build_object('asset_variant_id', o.id, 'distance', o.distance) as found
    from (
      -- A distance is no order that an index has. Those published for one placement are compared, read from the index alone.
      select o.id, o.content_request_id, core.hamming_distance(o.phash, v.phash) as distance
      from content.asset_variants o
      where o.organization_id = v.organization_id and o.platform = v.platform and o.placement = v.placement
        and o.is_current and o.status = 'published' and o.phash is not null and o.content_request_id <> v.content_request_id
        and v.phash is not null
      order by 3, 1
      offset 0
    ) o
    where exists (
      select from content.content_requests q
      where q.organization_id = v.organization_id and q.id = o.content_request_id and q.brand_profile_id = r.brand_profile_id)
    order by o.distance, o.id
    limit 1
  ) nearest on true
  where v.organization_id = scoring_facts.organization_id and v.id = any(scoring_facts.asset_variant_ids);
end $$;
comment on function content.scoring_facts(uuid, uuid[]) is
  'All that a score depends on beside the pixels and that may change later, as of now: copy, caption, alt_text, placement (its limits), asset (who made
the source picture), licenses that end (days_left from today), nearest (the most similar picture that the brand published for the placement).';
