create function content.simulation_query(proposed brand.brand_guidelines, out query text, out anew int[])
  language plpgsql stable security definer set search_path = '' as $$
declare
  resolved constant jsonb := brand.resolve_rules(proposed.rules, proposed.rules_until);
  context constant jsonb := content.guideline_context(proposed);
  versions constant brand.brand_guidelines[] := array(select content.scored_guidelines(proposed.organization_id, proposed.brand_profile_id));
  -- What earlier checks have added up cannot be taken away by those of today: what they observed is judged as a whole, until it is scored again.
  has_earlier constant boolean := exists (
    select from unnest(versions) v
    join content.compliance_results c on c.organization_id = v.organization_id and c.brand_guideline_id = v.id and c.is_current and c.scorer_version < content.scorer_version());
  checks text;
begin
  -- `offset 0` ends a stage: without it the planner would merge the stages and compute each value once per use.
  select coalesce(array_agg(a."position"), '{}'), string_agg(format(' cross join lateral (select case when f.fault is null then coalesce(trunc(10000 * case when f.value > 200000 then 200000 else f.value end)::int, -1) end as value
      from content.%I(%s, %L, %L) f offset 0) fresh_%s', 'check_' || a.check_key, case when k.category = 'color' then 't.colors' else 't.measured' end, resolved -> a.check_key, context, a."position"), '')
  into anew, checks
  from content.observed_anew(versions, proposed) a
  join brand.rule_catalogue() k on k.check_key = a.check_key;
  select format($query$
    select s.asset_variant_id, s.score, s.verdict, case when s.is_sound then content.total_score(s.earned, s.weight, s.cap) end as after
    from (
      select r.asset_variant_id, r.score, r.verdict, r.is_sound, %s
      from (
        -- All in one query: parallel workers share what is told from stored observations.
        select c.asset_variant_id, c.score, c.verdict, %s as is_sound, %s
        from content.compliance_results c%s
        where c.organization_id = %L and c.is_current
          and c.brand_guideline_id in (select g.id from brand.brand_guidelines g where g.organization_id = %5$L and g.brand_profile_id = %6$L)
          and ($1 is null or c.scored_at >= $1) and ($2 is null or c.scored_at < $2) and ($3 is null or c.asset_variant_id > $3) and ($4 is null or c.asset_variant_id <= $4)
          -- Few are of a picture that another has taken the place of.
          and not exists (select from content.asset_variants v where v.organization_id = c.organization_id and v.id = c.asset_variant_id and not v.is_current)
        offset 0
      ) r
      offset 0
    ) s $query$,
    c.judged,
    -- What could not be checked, or weighed nothing, may have a score by what is observed anew.
    format('c.observations is not null and (c.score is not null or array_positions(c.observations, null) <@ %L::int[])', anew) || coalesce((select string_agg(format(' and fresh_%s.value is not null', a), '') from unnest(anew) a), ''),
    c.seen,
    ' join content.measurements m on m.organization_id = c.organization_id and m.id = c.measurement_id cross join lateral (select m.measured || ''{}'' as measured, m.colors[:] as colors offset 0) t' || checks,
    proposed.organization_id, proposed.brand_profile_id)
  into query
  from content.score_columns(resolved, case when has_earlier then '{}' else (select coalesce(jsonb_object_agg(v.id, brand.resolve_rules(v.rules, v.rules_until)), '{}') from unnest(versions) v) end, anew) c;
end $$;
comment on function content.simulation_query(brand.brand_guidelines) is
  'A query for what a brand''s current variants score now and would score under a proposed guideline: asset_variant_id, score, verdict, after (hundredths; null:
incomplete). $1 and $2 are from and to of when they were scored, $3 and $4 the ids that they come after and go until; null: any. It reads the stored observations;
only what content.observed_anew names, anew, is looked up in the measurements again. Of what earlier checks scored, what they observed counts until a rescoring.';
