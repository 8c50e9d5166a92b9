create function api.simulate_guidelines(brand_profile_id uuid, brand_guideline_id uuid default null, changes jsonb default '{}', scored_from timestamptz default null, scored_to timestamptz default null)
  returns table (variants bigint, incomplete bigint, mean_before numeric, mean_after numeric, newly_failing bigint, newly_passing bigint,
    verdicts jsonb, distribution jsonb)
  language sql stable set search_path = ''
  begin atomic
    select * from content.simulate_guidelines(brand_profile_id, brand_guideline_id, changes, scored_from, scored_to);
  end;
comment on function api.simulate_guidelines is 'What would scores be under other guidelines? (viewer)
Writes nothing. The brand''s current variants, of those scored from scored_from until scored_to, under a version of its guideline (brand_guideline_id, the active one unless said) with changes to its fields: {"rules": {"palette": {"warn": 8}}, "palette": […]}. Answers how many would newly fail and newly pass, verdicts and the distribution by tens before and after. simulate_variants lists them, and start_simulation does the same as a job. Errors: VP200 (404), VP201 (422: invalid or contradictory), VP207 (409: no active guideline).';
grant execute on function api.simulate_guidelines to vp_member;
