create function content.similar_variants(asset_variant_id uuid, max_distance int) returns table (id uuid, distance int)
  language plpgsql stable set search_path = '' as $$
declare
  variant content.asset_variants;
begin
  select v.* into variant from content.asset_variants v
  where v.organization_id = identity.org_id() and v.id = similar_variants.asset_variant_id;
  if not found then
    perform core.raise('VP200', 'There is no such asset variant.', 'GET /asset_variants lists those there are.');
  end if;
  if not coalesce(max_distance between 0 and 32, false) then
    perform core.raise('VP201', 'max_distance must be from 0 to 32.', '6 finds what looks the same.');
  end if;
  -- A distance is no order that an index has. Those of one placement are compared, read from the index alone.
  return query
  select s.id, s.distance
  from (
    select v.id, core.hamming_distance(v.phash, variant.phash) as distance
    from content.asset_variants v
    where v.organization_id = variant.organization_id and v.platform = variant.platform and v.placement = variant.placement
      and v.content_request_id <> variant.content_request_id and v.is_current and v.phash is not null
  ) s
  where s.distance <= max_distance;
end $$;
comment on function content.similar_variants(uuid, int) is
  'Current variants of other requests for the same placement whose perceptual hash differs in at most so many bits. Raises VP200, VP201.';
grant execute on function content.similar_variants(uuid, int) to vp_member, vp_dba;
