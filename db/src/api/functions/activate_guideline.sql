create function api.activate_guideline(brand_guideline_id uuid) returns setof api.brand_guidelines
  language sql volatile set search_path = ''
  begin atomic
    select brand.activate_guideline(brand_guideline_id);
    select g.* from api.brand_guidelines g where g.id = brand_guideline_id and g.organization_id = identity.org_id();
  end;
comment on function api.activate_guideline is 'Make a draft the active guideline (admin)
The former one is retired. Errors: VP103 (403), VP200 (404), VP201 (422: empty or contradictory), VP202 (409: not a draft).';
grant execute on function api.activate_guideline to vp_member;
