create function api.search_assets(query text default '', filters jsonb default '{}') returns setof api.brand_assets
  language sql stable set search_path = ''
  begin atomic
    select a.*
    from brand.search_assets(query, filters) found
    join api.brand_assets a on a.organization_id = found.organization_id and a.id = found.id
    order by found.rank desc, a.id;
  end;
comment on function api.search_assets is 'Find brand assets by words
By name and tags, best first; names that are nearly alike are found too. filters: brand_profile_id, kind, status, tags (all of them), metadata (contained). PostgREST 12 filters and sorts by columns that are in select. Error: VP201 (422).';
grant execute on function api.search_assets to vp_member;
