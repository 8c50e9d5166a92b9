-- The same checks as a loop over rows: each measurement is read, each check looked at, each row written by itself.
create function pg_temp.score_row_by_row(tenant uuid, asset_variant_ids uuid[], guideline_id uuid) returns void language plpgsql as $$
declare
  resolved jsonb;
  said jsonb;
  measurement record;
  seen record;
  result_id uuid;
  got int;
  earned_sum bigint;
  weight_sum bigint;
  least_cap int;
  total int;
  has_fault boolean;
  numbers int[];
  found content.judged_check[];
  check_found content.judged_check;
begin
  select brand.resolve_rules(g.rules, g.rules_until), content.guideline_context(g) into resolved, said from brand.brand_guidelines g where g.organization_id = tenant and g.id = guideline_id;
  for measurement in select m.id, m.asset_variant_id, m.measured || '{}' as measured, m.colors[:] as colors from content.measurements m where m.organization_id = tenant and m.asset_variant_id = any(asset_variant_ids) loop
    insert into content.compliance_results (organization_id, asset_variant_id, measurement_id, brand_guideline_id, verdict)
    values (tenant, measurement.asset_variant_id, measurement.id, guideline_id, 'incomplete')
    returning id into result_id;
    earned_sum := 0; weight_sum := 0; least_cap := null; has_fault := false; found := '{}'; numbers := array_fill(null::int, array[39]);
    for seen in select p.*, o.value, o.fault, o.evidence, o.message, case when o.fault is null then coalesce(trunc(10000 * case when o.value > 200000 then 200000 else o.value end)::int, -1) end as observation
      from content.observe(array[(measurement.id, measurement.measured, measurement.colors)::content.measured_picture], resolved, said) o join brand.rule_parameters(resolved) p on p.check_key = o.check_key
    loop
      got := content.judge_value(seen.observation, seen.warn, seen.fail, seen.zero);
      has_fault := has_fault or seen.fault is not null;
      numbers[seen."position"] := seen.observation;
      if got is not null then
        earned_sum := earned_sum + got::bigint * seen.weight;
        weight_sum := weight_sum + seen.weight;
        if seen.gate_cap is not null and got < 50000 then
          least_cap := least(least_cap, seen.gate_cap);
        end if;
      end if;
      if got is distinct from 100000 and (got is not null or seen.fault is not null) then
        found := found || (seen.check_key, case when seen.fault is not null then 'error' when got >= 50000 then 'warn' else 'fail' end, seen.weight / 1000.0, got / 1000.0, null, seen.gate_cap is not null,
          case when seen.fault is null then seen.value end, (resolved -> seen.check_key) - '{weight,gate,gate_cap}'::text[], seen.evidence, coalesce(seen.fault, seen.message))::content.judged_check;
      end if;
    end loop;
    foreach check_found in array found loop
      insert into content.compliance_checks (organization_id, compliance_result_id, check_key, outcome, weight, points, lost_points, is_gate, observed, expected, evidence, message)
      values (tenant, result_id, check_found.check_key, check_found.outcome, check_found.weight, check_found.points, check_found.weight * (100 - check_found.points) / nullif(weight_sum, 0) * 1000, check_found.is_gate,
        check_found.observed, check_found.expected, check_found.evidence, check_found.message);
    end loop;
    total := case when not has_fault then content.total_score(earned_sum, weight_sum, least_cap) end;
    update content.compliance_results c set score = total / 100.0, verdict = content.verdict_of(total), observations = case when total is not null then numbers end,
      earned = earned_sum, weight = weight_sum, cap = least_cap, scorer_version = content.scorer_version()
    where c.organization_id = tenant and c.id = result_id;
    update content.asset_variants v set score = total / 100.0, verdict = content.verdict_of(total), status = 'scored' where v.organization_id = tenant and v.id = measurement.asset_variant_id;
  end loop;
end $$;
