-- PL/pgSQL keeps the plan of its query, which takes twenty times as long to make as a picture takes to be judged.
create function content.judge_measurements(organization_id uuid, measurement_ids uuid[], brand_guideline_id uuid, kept text[] default '{}') returns table (
  measurement_id uuid, check_key text, outcome text, weight numeric, points numeric, is_gate boolean,
  observed numeric, expected jsonb, evidence jsonb, message text, score numeric, verdict text, observations int[]
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
  checked as materialized (
    select m.id as measurement_id, p."position", p.check_key, p.weight, p.gate_cap, p.fields, o.value, o.fault, o.evidence, o.message,
      case when o.fault is null then coalesce(trunc(10000 * case when o.value > 200000 then 200000 else o.value end)::int, -1) end as observation
    from content.measurements m
    -- Once out of the line: each check reads it many times.
    cross join lateral (select m.measured || '{}' as measured, m.colors[:] as colors offset 0) taken
    cross join lateral content.observe(taken.measured, taken.colors, resolved, said) o
    join parameter p on p.check_key = o.check_key
    where m.organization_id = judge_measurements.organization_id and m.id = any(judge_measurements.measurement_ids) and o.check_key <> all(judge_measurements.kept)
    union all
    select c.measurement_id, p."position", p.check_key, p.weight, p.gate_cap, p.fields, k.observed, null, k.evidence, k.message, c.observations[p."position"]
    from content.compliance_results c
    join content.compliance_checks k on k.organization_id = c.organization_id and k.compliance_result_id = c.id
    join parameter p on p.check_key = k.check_key
    where judge_measurements.kept <> '{}'
      and c.organization_id = judge_measurements.organization_id and c.measurement_id = any(judge_measurements.measurement_ids) and c.is_current
      and k.check_key = any(judge_measurements.kept)
  ),
  judged as (
    select c.*, content.judge_value(c.observation, p.warn, p.fail, p.zero) as points
    from checked c
    join parameter p on p.check_key = c.check_key
  ),
  summed as (
    select j.measurement_id, bool_or(j.fault is not null) as has_fault,
      content.total_score(sum(j.points::bigint * j.weight)::bigint, sum(j.weight) filter (where j.points is not null), min(j.gate_cap) filter (where j.points < 50000)) as score,
      array_agg(j.observation order by j."position") as observations
    from judged j
    group by j.measurement_id
  )
  select j.measurement_id, j.check_key,
    case
      when j.fault is not null then 'error'
      when j.points is null then 'not_applicable'
      when j.points = 100000 then 'pass'
      when j.points >= 50000 then 'warn'
      else 'fail'
    end,
    round(j.weight / 1000.0, 3), round(j.points / 1000.0, 3), j.gate_cap is not null, case when j.fault is null then j.value end, j.fields - '{weight,gate,gate_cap}'::text[], j.evidence, coalesce(j.fault, j.message),
    case when not s.has_fault then round(s.score / 100.0, 2) end,
    content.verdict_of(case when not s.has_fault then s.score end),
    case when not s.has_fault then s.observations end
  from judged j
  join summed s on s.measurement_id = j.measurement_id;
end $$;
comment on function content.judge_measurements(uuid, uuid[], uuid, text[]) is
  'Judges measurements by one guideline version, a row a rule: a pure function of the two. score, verdict and observations are those of the whole
measurement: the mean of points by weight over the rules that apply, cut to two decimals, at most gate_cap where a gate failed. An error in any
check, or nothing that weighs, makes it incomplete: no score. observations: the observed values by the catalogue''s position in ten-thousandths,
-1 where a rule does not apply; null with an error. What the rules in kept saw is taken from the current results, all of which must have it.';
grant execute on function content.judge_measurements(uuid, uuid[], uuid, text[]) to vp_definer, vp_dba;
