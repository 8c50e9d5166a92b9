-- PL/pgSQL keeps the plan of its query, which takes twenty times as long to make as a picture takes to be judged.
create function content.judge_measurements(organization_id uuid, measurement_ids uuid[], brand_guideline_id uuid, anew text[] default null) returns table (
  measurement_id uuid, score numeric, verdict text, observations int[], checks content.judged_check[]
)
  language plpgsql stable parallel safe set search_path = '' set plan_cache_mode = force_generic_plan set jit = off set enable_memoize = off as $$
#variable_conflict use_column -- of its results, which are named as columns are
declare
  resolved jsonb;
  said jsonb;
begin
  select brand.resolve_rules(g.rules), content.guideline_context(g) into resolved, said
  from brand.brand_guidelines g
  where g.organization_id = judge_measurements.organization_id and g.id = judge_measurements.brand_guideline_id;
  if not found then
    return;
  end if;
  return query
  with parameter as materialized (
    select p.*, resolved -> p.check_key as fields from brand.rule_parameters(resolved) p
  ),
  summed as materialized (
    select m.id, s.*
    from content.measurements m
    -- Once out of the line: each check reads it many times.
    cross join lateral (select m.measured || '{}' as measured, m.colors[:] as colors offset 0) taken
    cross join lateral (
      -- Numbers only: evidence and sentences cost as much again, and most checks are passed.
      select array_agg(j.observation order by j."position") as observations,
        array_agg(j.check_key) filter (where j.observation is null or j.points < 100000) as found, bool_or(j.observation is null) as has_fault,
        sum(j.points::bigint * j.weight)::bigint as earned, sum(j.weight) filter (where j.points is not null) as weight, min(j.gate_cap) filter (where j.points < 50000) as cap
      from (
        select p.check_key, p.weight, p.gate_cap, o."position", o.observation, content.judge_value(o.observation, p.warn, p.fail, p.zero) as points
        from (
          select k."position", case when k.fault is null then coalesce(trunc(10000 * case when k.value > 200000 then 200000 else k.value end)::int, -1) end as observation
          from content.observe(taken.measured, taken.colors, resolved, said) k
          where judge_measurements.anew is null or k.check_key = any(judge_measurements.anew)
          union all
          select c."position", r.observations[c."position"]
          from content.compliance_results r
          cross join brand.rule_catalogue() c
          where judge_measurements.anew is not null and c.check_key <> all(judge_measurements.anew)
            and r.organization_id = m.organization_id and r.measurement_id = m.id and r.is_current
          offset 0
        ) o
        join parameter p on p."position" = o."position"
        offset 0
      ) j
    ) s
    where m.organization_id = judge_measurements.organization_id and m.id = any(judge_measurements.measurement_ids)
  )
  select s.id, case when not s.has_fault then round(t.score / 100.0, 2) end, content.verdict_of(case when not s.has_fault then t.score end), s.observations,
    case when s.found is null then '{}' else (
      select array_agg((
          k.check_key, case when k.points is null then 'error' when k.points >= 50000 then 'warn' else 'fail' end,
          round(k.weight / 1000.0, 3), round(k.points / 1000.0, 3), round(k.weight * (100000 - k.points)::numeric / nullif(s.weight, 0) / 1000, 3), k.gate_cap is not null,
          case when k.points is not null then k.value end, k.fields - '{weight,gate,gate_cap}'::text[], k.evidence, coalesce(k.fault, k.message)
        )::content.judged_check order by k.check_key)
      from (
        select p.*, o.value, o.fault, o.evidence, o.message, content.judge_value(s.observations[o."position"], p.warn, p.fail, p.zero) as points
        from content.measurements m
        cross join lateral (select m.measured || '{}' as measured, m.colors[:] as colors offset 0) taken
        cross join lateral content.observe(taken.measured, taken.colors, resolved, said) o
        join parameter p on p."position" = o."position"
        where m.organization_id = judge_measurements.organization_id and m.id = s.id and o.check_key = any(s.found)
        offset 0
      ) k
    ) end
  from summed s
  cross join lateral (select content.total_score(s.earned, s.weight, s.cap) as score offset 0) t;
end $$;
comment on function content.judge_measurements(uuid, uuid[], uuid, text[]) is
  'Judges measurements by one guideline version, a row each: a pure function of the two. score: the mean of points by weight over the rules that apply, cut
to two decimals, at most gate_cap where a gate failed. An error in any check, or nothing that weighs, makes it incomplete: no score. observations: the
observed values by the catalogue''s position in ten-thousandths, -1 where a rule does not apply, null where its check could not be made. checks: those
that were not passed, by their keys; content.passed_checks() tells the others. anew: only these rules are observed; what the others saw is taken from the current results, all of which must have it.';
grant execute on function content.judge_measurements(uuid, uuid[], uuid, text[]) to vp_definer, vp_dba;
