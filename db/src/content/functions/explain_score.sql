create function content.explain_score(asset_variant_id uuid) returns table (
  check_key text, outcome text, points numeric, weight numeric, lost_points numeric, is_gate boolean,
  message text, observed jsonb, expected jsonb, evidence jsonb, score numeric, verdict text
)
  language plpgsql stable set search_path = '' as $$
begin
  if not exists (select from content.asset_variants v where v.organization_id = identity.org_id() and v.id = explain_score.asset_variant_id) then
    perform core.raise('VP200', 'There is no such asset variant.', 'GET /asset_variants lists those there are.');
  end if;
  return query
  select k.check_key, k.outcome, k.points, k.weight,
    round(k.weight * (100 - k.points) / nullif(sum(k.weight) filter (where k.points is not null) over (), 0), 3), k.is_gate,
    k.message, k.observed, k.expected, k.evidence, c.score, c.verdict
  from content.compliance_results c
  join content.compliance_checks k on k.organization_id = c.organization_id and k.compliance_result_id = c.id
  where c.organization_id = identity.org_id() and c.asset_variant_id = explain_score.asset_variant_id and c.is_current
  -- An error costs the whole score, a failed gate all above its cap.
  order by k.outcome = 'error' desc, (k.is_gate and k.outcome = 'fail') desc, 5 desc nulls last, k.check_key;
end $$;
comment on function content.explain_score(uuid) is
  'The current score of a variant check by check, what costs most first; no row while it is not scored. Raises VP200.';
grant execute on function content.explain_score(uuid) to vp_member, vp_dba;
