create function content.score_variants(organization_id uuid, asset_variant_ids uuid[], keep_observations boolean default false) returns void
  language plpgsql volatile security definer set search_path = '' set plan_cache_mode = force_generic_plan set jit = off as $$
declare
  tenant constant uuid := score_variants.organization_id;
  found_ids constant uuid[] := content.lock_variants(tenant, score_variants.asset_variant_ids);
  rendered_ids constant uuid[] := array(
    select v.id from content.asset_variants v
    where v.organization_id = tenant and v.id = any(found_ids) and v.status = 'rendered');
  unready text;
  new_ids uuid[];
  former_ids uuid[];
begin
  select string_agg(v.platform || '/' || v.placement, ', ' order by v.id) into unready
  from content.asset_variants v
  where v.organization_id = tenant and v.id = any(found_ids)
    and not exists (select from content.measurements m where m.organization_id = tenant and m.asset_variant_id = v.id);
  if unready is not null then
    perform core.raise('VP202', format('Not measured yet: %s.', unready), 'A variant is measured when it is rendered.');
  end if;
  if exists (
    select from content.asset_variants v
    join content.content_requests r on r.organization_id = v.organization_id and r.id = v.content_request_id
    where v.organization_id = tenant and v.id = any(found_ids) and not exists (
      select from brand.brand_guidelines g where g.organization_id = tenant and g.brand_profile_id = r.brand_profile_id and g.status = 'active')
  ) then
    perform core.raise('VP207', 'The brand has no active guideline.', 'Insert a guideline, then call activate_guideline.');
  end if;

  -- Results are facts: a score that comes out as it stands is left alone, any other is a new row.
  with target as (
    select m.id as measurement_id, m.asset_variant_id, g.id as brand_guideline_id, c.id as current_id, c.brand_guideline_id as earlier_id, c.measurement_id as earlier_measurement_id,
      coalesce(score_variants.keep_observations and c.measurement_id = m.id and c.brand_guideline_id <> g.id and c.scorer_version = content.scorer_version()
        -- Complete, also by the catalogue of today.
        and cardinality(array_remove(c.observations, null)) = (select count(*) from brand.rule_catalogue()), false) as is_kept
    from content.asset_variants v
    join content.content_requests r on r.organization_id = v.organization_id and r.id = v.content_request_id
    join brand.brand_guidelines g on g.organization_id = r.organization_id and g.brand_profile_id = r.brand_profile_id and g.status = 'active'
    join content.measurements m on m.organization_id = v.organization_id and m.asset_variant_id = v.id
    left join content.compliance_results c on c.organization_id = v.organization_id and c.asset_variant_id = v.id and c.is_current
    where v.organization_id = tenant and v.id = any(found_ids)
  ),
  changed as materialized (
    select core.uuid_v7() as id, t.asset_variant_id, t.brand_guideline_id, t.current_id, j.*
    from (
      select g.brand_guideline_id, case when g.is_kept then g.earlier_id end as earlier_id, array_agg(g.measurement_id) as measurement_ids
      from target g
      group by 1, 2
    ) b
    cross join lateral (
      select case when b.earlier_id is not null then array(
        select a.check_key
        from brand.brand_guidelines e, brand.brand_guidelines p
        cross join lateral content.observed_anew(array[e], p) a
        where e.organization_id = tenant and e.id = b.earlier_id and p.organization_id = tenant and p.id = b.brand_guideline_id) end as checks
      offset 0
    ) anew
    cross join lateral content.judge_measurements(tenant, b.measurement_ids, b.brand_guideline_id, anew.checks) j
    join target t on t.measurement_id = j.measurement_id
    where t.current_id is null or t.earlier_id <> t.brand_guideline_id or t.earlier_measurement_id <> j.measurement_id or not exists (
      select from content.compliance_results c
      where c.organization_id = tenant and c.id = t.current_id
        and (c.score, c.verdict, c.observations, c.scorer_version) is not distinct from (j.score, j.verdict, j.observations, content.scorer_version())
        and j.checks = array(
          select (k.check_key, k.outcome, k.weight, k.points, k.lost_points, k.is_gate, k.observed, k.expected, k.evidence, k.message)::content.judged_check
          from content.compliance_checks k
          where k.organization_id = tenant and k.compliance_result_id = c.id
          order by k.check_key))
  ),
  result as (
    insert into content.compliance_results (organization_id, id, asset_variant_id, measurement_id, brand_guideline_id, score, verdict, observations, earned, weight, cap, scorer_version, is_current)
    select tenant, n.id, n.asset_variant_id, n.measurement_id, n.brand_guideline_id, n.score, n.verdict, n.observations, n.earned, n.weight, n.cap, content.scorer_version(), n.current_id is null from changed n
  ),
  checks as (
    insert into content.compliance_checks
      (organization_id, compliance_result_id, check_key, outcome, weight, points, lost_points, is_gate, observed, expected, evidence, message)
    select tenant, n.id, k.* from changed n cross join lateral unnest(n.checks) k
  )
  select array_agg(n.id), array_agg(n.current_id) into new_ids, former_ids from changed n where n.current_id is not null;

  -- Statements that would write nothing are left out: the triggers of one cost a single picture a millisecond.
  if former_ids is not null then
    -- One result a variant is current: the former steps down before the new one comes up.
    update content.compliance_results c set is_current = false
    where c.organization_id = tenant and c.id = any(former_ids);
    update content.compliance_results c set is_current = true
    where c.organization_id = tenant and c.id = any(new_ids);
  end if;
  if cardinality(rendered_ids) > 0 then
    perform content.transition_variants(tenant, rendered_ids, 'scored');
  end if;
  if cardinality(rendered_ids) < cardinality(found_ids) then
    -- A variant that is further on keeps its place: only its score changes.
    update content.asset_variants v
    set score = c.score, verdict = c.verdict
    from content.compliance_results c
    where v.organization_id = tenant and v.id = any(found_ids)
      and c.organization_id = tenant and c.asset_variant_id = v.id and c.is_current
      and (v.score, v.verdict) is distinct from (c.score, c.verdict);
  end if;
end $$;
comment on function content.score_variants(uuid, uuid[], boolean) is
  'Judges each variant''s measurement by its brand''s active guideline, stores the result with the checks that it did not pass where it is another than before, and moves rendered variants to
scored. keep_observations: what an earlier version has observed is taken as it is, where it holds under this one and the checks are the same. Raises VP200 (unknown variant), VP202 (not measured), VP207 (no active guideline).';
