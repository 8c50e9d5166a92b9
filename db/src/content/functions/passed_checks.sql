-- PL/pgSQL keeps the plan of its query, which takes longer to make than to run.
create function content.passed_checks(organization_id uuid, compliance_result_id uuid) returns setof content.judged_check
  language plpgsql stable parallel safe set search_path = '' set plan_cache_mode = force_generic_plan set jit = off as $$
declare
  result content.compliance_results;
  resolved jsonb;
  said jsonb;
  others constant text[] := array(
    select k.check_key from content.compliance_checks k
    where k.organization_id = passed_checks.organization_id and k.compliance_result_id = passed_checks.compliance_result_id);
begin
  select c.* into result from content.compliance_results c
  where c.organization_id = passed_checks.organization_id and c.id = passed_checks.compliance_result_id;
  select brand.resolve_rules(g.rules, g.rules_until), content.guideline_context(g) into resolved, said
  from brand.brand_guidelines g
  where g.organization_id = result.organization_id and g.id = result.brand_guideline_id;
  return query
  select o.check_key, n.outcome, p.weight, case n.outcome when 'pass' then 100.000 end, case n.outcome when 'pass' then 0.000 end, p.gate_cap is not null,
    case n.outcome when 'pass' then trim_scale(result.observations[o."position"] / 10000.0) end, (resolved -> o.check_key) - '{weight,gate,gate_cap}'::text[], o.evidence, o.message
  from content.measurements m
  cross join lateral (select array[(m.id, m.measured || '{}', m.colors[:])::content.measured_picture] as pictures offset 0) taken
  cross join lateral content.observe(taken.pictures, resolved, said) o
  join (select r."position", round(r.weight / 1000.0, 3) as weight, r.gate_cap from brand.rule_parameters(resolved) r offset 0) p on p."position" = o."position"
  cross join lateral (select case when result.observations[o."position"] >= 0 then 'pass' else 'not_applicable' end as outcome offset 0) n
  where m.organization_id = result.organization_id and m.id = result.measurement_id
    and o.check_key <> all(others) and result.observations[o."position"] is not null;
end $$;
comment on function content.passed_checks(uuid, uuid) is
  'The checks of a score that are not among its stored ones: passed, or not applicable. What was observed is what the result says, evidence and sentence are
those of its measurement under its guideline version.';
grant execute on function content.passed_checks(uuid, uuid) to vp_member, vp_definer, vp_dba;
