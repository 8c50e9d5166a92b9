create function api.rerender_brand(brand_profile_id uuid, include_published boolean default false) returns setof api.background_jobs
  language plpgsql volatile set search_path = '' as $$
declare
  job constant uuid := content.start_rerender(null, brand_profile_id, include_published);
begin
  return query select j.* from api.background_jobs j where j.organization_id = identity.org_id() and j.id = job;
end $$;
comment on function api.rerender_brand is 'Take over a brand''s new logo, fonts or colours (editor)
The brand''s variants that look different with them get new revisions, which voids their approval; published ones only with include_published. preview_rerender counts them before. Answers the background job, as rerender_template does. Errors: VP103 (403), VP200 (404), VP202 (409: under way).';
grant execute on function api.rerender_brand to vp_member;
