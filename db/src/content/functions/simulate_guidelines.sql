create function content.simulate_guidelines(brand_profile_id uuid, brand_guideline_id uuid, changes jsonb, scored_from timestamptz, scored_to timestamptz)
  returns table (variants bigint, incomplete bigint, mean_before numeric, mean_after numeric, newly_failing bigint, newly_passing bigint,
    verdicts jsonb, distribution jsonb)
  language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := identity.require_org('viewer');
begin
  perform content.require_period(scored_from, scored_to);
  return query
  select s.*
  from content.run_simulation(brand.propose_guideline(tenant, brand_profile_id, brand_guideline_id, changes), scored_from, scored_to) c
  cross join lateral content.summarize_simulation(c.counts) s;
end $$;
comment on function content.simulate_guidelines(uuid, uuid, jsonb, timestamptz, timestamptz) is
  'What a brand''s current variants, scored in a period, would score under another version of its guideline or under changes to one: how many would newly fail
or newly pass, verdicts {pass | warn | fail | incomplete: {before, after}}, distribution [{from, to, before, after}] by tens. Writes nothing.
Raises VP103, VP200, VP201, VP207.';
grant execute on function content.simulate_guidelines(uuid, uuid, jsonb, timestamptz, timestamptz) to vp_member;
