create function brand.search_assets(query text, filters jsonb) returns table (organization_id uuid, id uuid, rank real)
  language plpgsql stable security definer set search_path = '' as $$
declare
  -- The tenant is filtered here and not by a policy: @@, % and @> are not leakproof, and behind one they lose their indexes.
  tenant constant uuid := identity.require_org('viewer');
  wanted constant jsonb := coalesce(core.read_json('filters', filters), '{}');
  unknown text;
begin
  if jsonb_typeof(wanted) <> 'object' then
    perform core.raise('VP201', 'filters is not an object.', 'Send filters as {"kind": "logo"}.');
  end if;
  if coalesce(jsonb_typeof(wanted -> 'tags'), 'array') <> 'array' then
    perform core.raise('VP201', 'The filter tags is not a list.', 'Send filters as {"tags": ["winter"]}.');
  end if;
  if wanted ? 'brand_profile_id'
    and coalesce(wanted ->> 'brand_profile_id', '') !~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
  then
    perform core.raise('VP201', 'The filter brand_profile_id is not an id.', 'GET /brand_profiles lists yours.');
  end if;
  select string_agg(key, ', ') into unknown
  from jsonb_object_keys(wanted) key
  where key not in ('brand_profile_id', 'kind', 'status', 'tags', 'metadata');
  if unknown is not null then
    perform core.raise('VP201', format('Unknown filter: %s.', unknown),
      'Filters: brand_profile_id, kind, status, tags (list: all of them), metadata (object: contained).');
  end if;
  -- Text from the words' index or the name's trigrams (typing errors); an or of both would lose either.
  return query execute format($query$
    select a.organization_id, a.id, %s
    from brand.brand_assets a
    where a.organization_id = $1 %s %s %s %s %s %s$query$,
    case when btrim(coalesce(search_assets.query, '')) = '' then '0::real'
      else 'ts_rank(a.search, websearch_to_tsquery(''pg_catalog.simple'', $2)) + extensions.similarity(a.name, $2)' end,
    case when btrim(coalesce(search_assets.query, '')) <> '' then
      'and a.id = any(array(
         select w.id from brand.brand_assets w where w.organization_id = $1 and w.search @@ websearch_to_tsquery(''pg_catalog.simple'', $2)
         union
         select n.id from brand.brand_assets n where n.organization_id = $1 and n.name operator(extensions.%) $2))' end,
    case when wanted ? 'brand_profile_id' then 'and a.brand_profile_id = ($3 ->> ''brand_profile_id'')::uuid' end,
    case when wanted ? 'kind' then 'and a.kind = $3 ->> ''kind''' end,
    case when wanted ? 'status' then 'and a.status = $3 ->> ''status''' end,
    case when wanted ? 'tags' then 'and a.tags @> array(select jsonb_array_elements_text($3 -> ''tags''))' end,
    case when wanted ? 'metadata' then 'and a.metadata @> ($3 -> ''metadata'')' end)
  using tenant, search_assets.query, wanted;
end $$;
comment on function brand.search_assets(text, jsonb) is
  'Assets of the caller''s organisation whose name or tags match the words (web search syntax) or whose name is alike, narrowed by filters; rank: the higher the better. Raises VP201 for a filter that is unknown or of the wrong form.';
grant execute on function brand.search_assets(text, jsonb) to vp_member;
