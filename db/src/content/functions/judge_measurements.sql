-- PL/pgSQL keeps the plan of its query, which takes twenty times as long to make as a picture takes to be judged.
create function content.judge_measurements(organization_id uuid, measurement_ids uuid[], brand_guideline_id uuid, anew text[] default null) returns table (
  measurement_id uuid, score numeric, verdict text, observations int[], earned bigint, weight bigint, cap int, checks content.judged_check[]
)
  language plpgsql stable parallel safe set search_path = '' set plan_cache_mode = force_generic_plan set jit = off set enable_memoize = off as $$
#variable_conflict use_column -- of its results, which are named as columns are
declare
  resolved jsonb;
  rules_until int;
  said jsonb;
  pictures content.measured_picture[];
begin
  select brand.resolve_rules(g.rules, g.rules_until), g.rules_until, content.guideline_context(g) into resolved, rules_until, said
  from brand.brand_guidelines g
  where g.organization_id = judge_measurements.organization_id and g.id = judge_measurements.brand_guideline_id;
  if not found then
    return;
  end if;
  -- Once out of the line: each check reads it many times.
  select array_agg((m.id, m.measured || '{}', m.colors[:])::content.measured_picture) into pictures
  from content.measurements m
  where m.organization_id = judge_measurements.organization_id and m.id = any(judge_measurements.measurement_ids);
  return query
  with parameter as materialized (
    select p.*, (resolved -> p.check_key) - '{weight,gate,gate_cap}'::text[] as expected from brand.rule_parameters(resolved) p
  ),
  -- Numbers only: evidence and sentences cost as much again, and most checks are passed.
  observed as materialized (
    select k.measurement_id, k."position", case
      -- A rule that came later: not even its faults count.
      when k."position" > rules_until then -1
      when k.fault is null then coalesce(trunc(10000 * case when k.value > 200000 then 200000 else k.value end)::int, -1)
    end as observation
    from content.observe(pictures, resolved, said) k
    where judge_measurements.anew is null or k.check_key = any(judge_measurements.anew)
    union all
    select r.measurement_id, c."position", r.observations[c."position"]
    from content.compliance_results r
    cross join brand.rule_catalogue() c
    where judge_measurements.anew is not null and c.check_key <> all(judge_measurements.anew)
      and r.organization_id = judge_measurements.organization_id and r.measurement_id = any(judge_measurements.measurement_ids) and r.is_current
  ),
  seen as materialized (
    select o.*, p.weight, p.gate_cap, content.judge_value(o.observation, p.warn, p.fail, p.zero) as points
    from observed o
    join parameter p on p."position" = o."position"
  ),
  summed as materialized (
    select s.measurement_id, array_agg(s.observation order by s."position") as observations, bool_or(s.observation is null) as has_fault,
      coalesce(sum(s.points::bigint * s.weight), 0)::bigint as earned, coalesce(sum(s.weight) filter (where s.points is not null), 0) as weight, min(s.gate_cap) filter (where s.points < 50000) as cap
    from seen s
    group by s.measurement_id
  ),
  found as materialized (
    select s.*, p.check_key, p.expected
    from seen s
    join parameter p on p."position" = s."position"
    where s.observation is null or s.points < 100000
  ),
  explained as materialized (
    select k.*
    from (select f.check_key, array_agg(f.measurement_id) as measurement_ids from found f group by f.check_key) f
    cross join lateral (
      select o.measurement_id, o.check_key, o.value, o.fault, o.evidence, o.message
      from content.observe(pictures, resolved, said) o
      where o.check_key = f.check_key and o.measurement_id = any(f.measurement_ids)
      offset 0
    ) k
  ),
  told as materialized (
    select f.measurement_id, array_agg((
        f.check_key, case when f.points is null then 'error' when f.points >= 50000 then 'warn' else 'fail' end,
        round(f.weight / 1000.0, 3), round(f.points / 1000.0, 3), round(f.weight * (100000 - f.points)::numeric / nullif(s.weight, 0) / 1000, 3), f.gate_cap is not null,
        case when f.points is not null then e.value end, f.expected, e.evidence, coalesce(e.fault, e.message)
      )::content.judged_check order by f.check_key) as checks
    from found f
    join explained e on e.measurement_id = f.measurement_id and e.check_key = f.check_key
    join summed s on s.measurement_id = f.measurement_id
    group by f.measurement_id
  )
  select s.measurement_id, case when not s.has_fault then round(c.score / 100.0, 2) end, content.verdict_of(case when not s.has_fault then c.score end), s.observations, s.earned, s.weight, s.cap, coalesce(t.checks, '{}')
  from summed s
  left join told t on t.measurement_id = s.measurement_id
  cross join lateral (select content.total_score(s.earned, s.weight, s.cap) as score offset 0) c;
end $$;
comment on function content.judge_measurements(uuid, uuid[], uuid, text[]) is
  'Judges measurements by one guideline version, a row each: a pure function of the two. score: the mean of points by weight over the rules that apply, cut
to two decimals, at most gate_cap where a gate failed. An error in any check, or nothing that weighs, makes it incomplete: no score. observations: the
observed values by the catalogue''s position in ten-thousandths, -1 where a rule does not apply, null where its check could not be made. earned, weight, cap: what content.total_score() takes. checks: those
that were not passed, by their keys; content.passed_checks() tells the others. anew: only these rules are observed; what the others saw is taken from the current results, all of which must have it.';
grant execute on function content.judge_measurements(uuid, uuid[], uuid, text[]) to vp_definer, vp_dba;
