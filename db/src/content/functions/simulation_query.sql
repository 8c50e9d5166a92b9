create function content.simulation_query(proposed brand.brand_guidelines, after uuid default null, until uuid default null) returns text
  language plpgsql stable security definer set search_path = '' as $$
declare
  resolved constant jsonb := brand.resolve_rules(proposed.rules);
  context constant jsonb := content.guideline_context(proposed);
  anew int[];
  checks text;
begin
  select array_agg(a."position"), string_agg(format(' cross join lateral (select case when f.fault is null then coalesce(trunc(10000 * case when f.value > 200000 then 200000 else f.value end)::int, -1) end as value
      from content.%I(%s, %L, %L) f) fresh_%s', 'check_' || a.check_key, case when k.category = 'color' then 't.colors' else 't.measured' end, resolved -> a.check_key, context, a."position"), '')
  into anew, checks
  from content.observed_anew(array(select content.scored_guidelines(proposed.organization_id, proposed.brand_profile_id)), proposed) a
  join brand.rule_catalogue() k on k.check_key = a.check_key;
  return format($query$
    select s.asset_variant_id, s.score, s.verdict, case when s.is_sound then content.total_score(s.earned, s.weight, s.cap) end as after
    from (
      -- All in one query: parallel workers share what is told from stored observations.
      select c.asset_variant_id, c.score, c.verdict, %s as is_sound, %s
      from content.compliance_results c%s
      where c.organization_id = %L and c.is_current
        and c.brand_guideline_id in (select g.id from brand.brand_guidelines g where g.organization_id = %4$L and g.brand_profile_id = %5$L)
        and ($1 is null or c.scored_at >= $1) and ($2 is null or c.scored_at < $2)%s
        -- Few are of a picture that another has taken the place of.
        and not exists (select from content.asset_variants v where v.organization_id = c.organization_id and v.id = c.asset_variant_id and not v.is_current)
      offset 0
    ) s $query$,
    'c.observations is not null' || coalesce((select string_agg(format(' and fresh_%s.value is not null', a), '') from unnest(anew) a), ''),
    content.score_columns(resolved, coalesce(anew, '{}')),
    case when anew is null then '' else ' join content.measurements m on m.organization_id = c.organization_id and m.id = c.measurement_id cross join lateral (select m.measured || ''{}'' as measured, m.colors[:] as colors offset 0) t' || checks end,
    proposed.organization_id, proposed.brand_profile_id,
    concat(' and c.asset_variant_id > ' || quote_literal(after), ' and c.asset_variant_id <= ' || quote_literal(until)));
end $$;
comment on function content.simulation_query(brand.brand_guidelines, uuid, uuid) is
  'A query, with from and to ($1, $2, timestamptz or null) of when they were scored, for what a brand''s current variants score now and would score under a
proposed guideline: asset_variant_id, score, verdict, after (hundredths; null: incomplete). It reads the stored observations; only what
content.observed_anew names is looked up in the measurements again. after, until: only the variants with ids between these.';
