create function content.score_variants(organization_id uuid, asset_variant_ids uuid[]) returns void
  language plpgsql volatile security definer set search_path = '' as $$
-- The conflict target can only be a column.
#variable_conflict use_column
declare
  tenant constant uuid := score_variants.organization_id;
  found_ids constant uuid[] := content.lock_variants(tenant, score_variants.asset_variant_ids);
  unready text;
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

  -- One result a variant is current: the former steps down before the new one comes.
  update content.compliance_results c
  set is_current = false
  from content.asset_variants v
  join content.content_requests r on r.organization_id = v.organization_id and r.id = v.content_request_id
  join brand.brand_guidelines g on g.organization_id = r.organization_id and g.brand_profile_id = r.brand_profile_id and g.status = 'active'
  where v.organization_id = tenant and v.id = any(found_ids)
    and c.organization_id = tenant and c.asset_variant_id = v.id and c.is_current and c.brand_guideline_id <> g.id;

  -- Scored again under the same version, a result stays as it is, unless a check was changed by a deploy.
  with target as (
    select m.id as measurement_id, m.asset_variant_id, g.id as brand_guideline_id
    from content.asset_variants v
    join content.content_requests r on r.organization_id = v.organization_id and r.id = v.content_request_id
    join brand.brand_guidelines g on g.organization_id = r.organization_id and g.brand_profile_id = r.brand_profile_id and g.status = 'active'
    join content.measurements m on m.organization_id = v.organization_id and m.asset_variant_id = v.id
    where v.organization_id = tenant and v.id = any(found_ids)
  ),
  judged as materialized (
    select t.asset_variant_id, t.brand_guideline_id, j.*
    from (select g.brand_guideline_id, array_agg(g.measurement_id) as measurement_ids from target g group by g.brand_guideline_id) b
    cross join lateral content.judge_measurements(tenant, b.measurement_ids, b.brand_guideline_id) j
    join target t on t.measurement_id = j.measurement_id
  ),
  result as (
    insert into content.compliance_results as c (organization_id, asset_variant_id, measurement_id, brand_guideline_id, score, verdict)
    select distinct tenant, j.asset_variant_id, j.measurement_id, j.brand_guideline_id, j.score, j.verdict from judged j
    on conflict (organization_id, measurement_id, brand_guideline_id) do update
      set is_current = true, score = excluded.score, verdict = excluded.verdict,
        scored_at = case when (c.score, c.verdict) is distinct from (excluded.score, excluded.verdict) then excluded.scored_at else c.scored_at end,
        xid = case when (c.score, c.verdict) is distinct from (excluded.score, excluded.verdict) then excluded.xid else c.xid end
    returning c.id, c.measurement_id
  ),
  gone as (
    -- A check that the product no longer has.
    delete from content.compliance_checks k using result s
    where k.organization_id = tenant and k.compliance_result_id = s.id
      and k.check_key not in (select j.check_key from judged j)
  )
  insert into content.compliance_checks as k
    (organization_id, compliance_result_id, check_key, outcome, weight, points, is_gate, observed, expected, evidence, message)
  select tenant, s.id, j.check_key, j.outcome, j.weight, j.points, j.is_gate, j.observed, j.expected, j.evidence, j.message
  from judged j
  join result s on s.measurement_id = j.measurement_id
  on conflict (organization_id, compliance_result_id, check_key) do update
    set outcome = excluded.outcome, weight = excluded.weight, points = excluded.points, is_gate = excluded.is_gate,
      observed = excluded.observed, expected = excluded.expected, evidence = excluded.evidence, message = excluded.message
    where (k.outcome, k.weight, k.points, k.is_gate, k.observed, k.expected, k.evidence, k.message) is distinct from
      (excluded.outcome, excluded.weight, excluded.points, excluded.is_gate, excluded.observed, excluded.expected, excluded.evidence, excluded.message);

  update content.asset_variants v
  set score = c.score, verdict = c.verdict
  from content.compliance_results c
  where v.organization_id = tenant and v.id = any(found_ids)
    and c.organization_id = tenant and c.asset_variant_id = v.id and c.is_current
    and (v.score, v.verdict) is distinct from (c.score, c.verdict);

  -- A variant that is further on keeps its place: only its score changes.
  perform content.transition_variants(tenant, array_agg(v.id), 'scored')
  from content.asset_variants v
  where v.organization_id = tenant and v.id = any(found_ids) and v.status = 'rendered'
  having count(*) > 0;
end $$;
comment on function content.score_variants(uuid, uuid[]) is
  'Judges each variant''s measurement by its brand''s active guideline, stores the result with its checks, and moves rendered variants to
scored. Raises VP200 (unknown variant), VP202 (not measured), VP207 (no active guideline).';
