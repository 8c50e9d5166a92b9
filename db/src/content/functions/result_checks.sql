create function content.result_checks(organization_id uuid, compliance_result_id uuid) returns setof content.judged_check
  language sql stable
  begin atomic
    select k.check_key, k.outcome, k.weight, k.points, k.lost_points, k.is_gate, k.observed, k.expected, k.evidence, k.message
    from content.compliance_checks k
    where k.organization_id = result_checks.organization_id and k.compliance_result_id = result_checks.compliance_result_id
    union all
    select p.* from content.passed_checks(result_checks.organization_id, result_checks.compliance_result_id) p;
  end;
comment on function content.result_checks(uuid, uuid) is
  'A score check by check, of all rules that it was judged by: what was not passed as it is stored, the others by content.passed_checks().';
grant execute on function content.result_checks(uuid, uuid) to vp_member, vp_definer, vp_dba;
