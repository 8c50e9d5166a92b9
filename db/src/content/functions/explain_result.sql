create function content.explain_result(organization_id uuid, asset_variant_id uuid) returns table (
  check_key text, category text, outcome text, points numeric, weight numeric, lost_points numeric, is_gate boolean,
  message text, observed numeric, unit text, expected jsonb, evidence jsonb, score numeric, verdict text
)
  language sql stable
  begin atomic
    select k.check_key, r.category, k.outcome, k.points, k.weight, k.lost_points, k.is_gate, k.message, k.observed, r.unit, k.expected, k.evidence, c.score, c.verdict
    from content.compliance_results c
    cross join lateral content.result_checks(c.organization_id, c.id) k
    join brand.rule_catalogue() r on r.check_key = k.check_key
    where c.organization_id = explain_result.organization_id and c.asset_variant_id = explain_result.asset_variant_id and c.is_current
    -- An error costs the whole score, a failed gate all above its cap.
    order by k.outcome = 'error' desc, (k.is_gate and k.outcome = 'fail') desc, k.lost_points desc nulls last, k.check_key;
  end;
comment on function content.explain_result(uuid, uuid) is
  'The current score of a variant rule by rule, what costs most first; no row while it is not scored.';
grant execute on function content.explain_result(uuid, uuid) to vp_member, vp_definer, vp_dba;
