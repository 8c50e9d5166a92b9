create function api.compliance_results(api.compliance_checks) returns setof api.compliance_results
  language sql stable rows 1
  begin atomic
    select c.* from api.compliance_results c where c.organization_id = $1.organization_id and c.id = $1.compliance_result_id;
  end;
comment on function api.compliance_results(api.compliance_checks) is 'The score that a check is part of: GET /compliance_checks?select=*,compliance_results(score).';
grant execute on function api.compliance_results(api.compliance_checks) to vp_member;
