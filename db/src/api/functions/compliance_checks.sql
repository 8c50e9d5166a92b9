-- PostgREST embeds by foreign keys, and finds none behind what is told anew.
create function api.compliance_checks(api.compliance_results) returns setof api.compliance_checks
  language sql stable rows 39
  begin atomic
    select k.* from api.compliance_checks k where k.organization_id = $1.organization_id and k.compliance_result_id = $1.id;
  end;
comment on function api.compliance_checks(api.compliance_results) is 'The checks of a score: GET /compliance_results?select=score,compliance_checks(*).';
grant execute on function api.compliance_checks(api.compliance_results) to vp_member;
