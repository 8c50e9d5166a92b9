create function api.start_simulation(brand_profile_id uuid, brand_guideline_id uuid default null, changes jsonb default '{}', scored_from timestamptz default null, scored_to timestamptz default null) returns setof api.background_jobs
  language plpgsql volatile set search_path = '' as $$
declare
  job constant uuid := content.start_simulation(brand_profile_id, brand_guideline_id, changes, scored_from, scored_to);
begin
  return query select j.* from api.background_jobs j where j.organization_id = identity.org_id() and j.id = job;
end $$;
comment on function api.start_simulation is 'Simulate guidelines over very many variants (editor)
What simulate_guidelines does, as a background job: for a changed palette over more than some 100,000 variants, which takes longer than a request may. Changes no score. Its progress and result, with what simulate_guidelines answers and the 100 worst of the variants whose score changes (worst), are in background_jobs; cancel_job stops it. Errors: VP103 (403), VP200 (404), VP201 (422: invalid or contradictory), VP202 (409: another one of the brand is under way), VP207 (409: no active guideline).';
grant execute on function api.start_simulation to vp_member;
