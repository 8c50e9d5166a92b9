create function api.suggest_rules(brand_profile_id uuid, check_keys text[] default null, scored_from timestamptz default null, scored_to timestamptz default null, include_effect boolean default true)
  returns table (check_key text, unit text, decided bigint, declined bigint, field text, current_value numeric, suggested_value numeric, reason text,
    line numeric, line_low numeric, line_high numeric, declined_within numeric, declined_beyond numeric, changes jsonb,
    variants bigint, newly_failing bigint, newly_passing bigint, mean_before numeric, mean_after numeric)
  language sql stable set search_path = ''
  begin atomic
    select * from analytics.suggest_rules(brand_profile_id, check_keys, scored_from, scored_to, include_effect);
  end;
comment on function api.suggest_rules is 'What do people''s decisions suggest for the rules? (viewer)
A row for each rule of the brand''s active guideline (or of check_keys alone), those with a suggestion first: field fail (people draw the line elsewhere) or weight (failing it hardly matters to them), its current and suggested value, and why. It learns from the newest 2000 decisions, a picture counts once. line, with its 95 % interval line_low to line_high, is where the share of declined pictures rises from declined_within to declined_beyond. changes is what simulate_guidelines takes; its answer for the variants scored from scored_from until scored_to is in variants to mean_after. Each suggestion costs a call of it: with very many variants send include_effect false, and ask for that of one of check_keys, or call start_simulation. A rule is looked at alone: two that go together are both suggested. Writes nothing. Errors: VP200 (404), VP201 (422), VP207 (409: no active guideline).';
grant execute on function api.suggest_rules to vp_member;
