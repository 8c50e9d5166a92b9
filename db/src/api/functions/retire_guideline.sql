create function api.retire_guideline(brand_guideline_id uuid) returns setof api.brand_guidelines
  language sql volatile set search_path = ''
  begin atomic
    select content.retire_guideline(brand_guideline_id);
    select g.* from api.brand_guidelines g where g.id = brand_guideline_id and g.organization_id = identity.org_id();
  end;
comment on function api.retire_guideline is 'Retire the active guideline (admin)
Without another in its place: the brand takes no requests until one is active. Errors: VP103 (403), VP200 (404), VP202 (409: not active), VP208 (409: requests in work).';
grant execute on function api.retire_guideline to vp_member;
