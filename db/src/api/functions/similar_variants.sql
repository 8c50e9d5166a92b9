create function api.similar_variants(asset_variant_id uuid, max_distance int default 6) returns setof api.asset_variants
  language sql stable set search_path = ''
  begin atomic
    select v.*
    from content.similar_variants(asset_variant_id, max_distance) s
    join api.asset_variants v on v.organization_id = identity.org_id() and v.id = s.id
    order by s.distance, v.id desc;
  end;
comment on function api.similar_variants is 'Find variants that look like one
Current variants of other requests for the same placement, most alike first: whether a picture was made before. max_distance is in how many of its 64 bits phash may differ, 0 to 32. PostgREST 12 filters and sorts by columns that are in select. Errors: VP200 (404), VP201 (422).';
grant execute on function api.similar_variants to vp_member;
