create function api.simulate_variants(brand_profile_id uuid, brand_guideline_id uuid default null, changes jsonb default '{}', scored_from timestamptz default null, scored_to timestamptz default null, effects text[] default null, max_rows int default 100, after_score numeric default null, after_variant_id uuid default null)
  returns table (asset_variant_id uuid, content_request_id uuid, platform text, placement text, effect text, score_before numeric, verdict_before text,
    score_after numeric, verdict_after text)
  language sql stable set search_path = ''
  begin atomic
    select * from content.simulate_variants(brand_profile_id, brand_guideline_id, changes, scored_from, scored_to, effects, max_rows, after_score, after_variant_id);
  end;
comment on function api.simulate_variants is 'Which scores would change under other guidelines? (viewer)
Writes nothing. The variants that simulate_guidelines counts and whose score would be another, worst first, at most max_rows (100, at most 1000); the next page with after_score and after_variant_id, score_after and asset_variant_id of the last row of this one. effects: only those that are newly_failing, newly_passing, else lower or higher, or incomplete. Errors: as simulate_guidelines.';
grant execute on function api.simulate_variants to vp_member;
