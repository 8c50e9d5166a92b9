create function brand.diff_guidelines(from_guideline_id uuid, to_guideline_id uuid)
  returns table (field text, item text, change text, before jsonb, after jsonb)
  language plpgsql stable set search_path = '' as $$
declare
  earlier brand.brand_guidelines;
  later brand.brand_guidelines;
begin
  select g.* into earlier from brand.brand_guidelines g where g.organization_id = identity.org_id() and g.id = from_guideline_id;
  select g.* into later from brand.brand_guidelines g where g.organization_id = identity.org_id() and g.id = to_guideline_id;
  if earlier.id is null or later.id is null then
    perform core.raise('VP200', format('There is no guideline %s.', case when earlier.id is null then from_guideline_id else to_guideline_id end),
      'GET /brand_guidelines lists those there are.');
  end if;
  if earlier.brand_profile_id <> later.brand_profile_id then
    perform core.raise('VP201', 'The guidelines are of two brands.', 'Compare two versions of one brand.');
  end if;
  return query
  select coalesce(e.field, l.field), coalesce(e.item, l.item),
    case when e.field is null then 'added' when l.field is null then 'removed' else 'changed' end, e.value, l.value
  from brand.guideline_items(earlier) e
  full join brand.guideline_items(later) l on l.field = e.field and coalesce(l.item, '') = coalesce(e.item, '')
  where e.value is distinct from l.value
  order by 1, 2;
end $$;
comment on function brand.diff_guidelines(uuid, uuid) is
  'What two versions of a brand''s guideline say differently, a row an item; defaults that neither says are not in it. Raises VP200, VP201.';
grant execute on function brand.diff_guidelines(uuid, uuid) to vp_member, vp_dba;
