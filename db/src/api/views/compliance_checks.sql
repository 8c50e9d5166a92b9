create view api.compliance_checks with (security_invoker = true) as
select k.organization_id, k.compliance_result_id, k.check_key, k.outcome, k.weight, k.points, k.lost_points, k.is_gate, k.observed, k.expected, k.evidence, k.message
from content.compliance_checks k
union all
select c.organization_id, c.id, p.check_key, p.outcome, p.weight, p.points, p.lost_points, p.is_gate, p.observed, p.expected, p.evidence, p.message
from content.compliance_results c
cross join lateral content.passed_checks(c.organization_id, c.id) p;
comment on view api.compliance_checks is 'Scores check by check
Points of 100 and weight of each check, what was observed, what was expected, and evidence that can be verified on the picture. Ask for those of one
result (compliance_result_id=eq.…) or of a few: what was passed is told anew for each, in some milliseconds. What was not passed, of all pictures, is in compliance_violations.';
comment on column api.compliance_checks.check_key is 'The check.';
comment on column api.compliance_checks.compliance_result_id is 'The result that it is part of.';
comment on column api.compliance_checks.organization_id is 'The organisation that it belongs to.';
comment on column api.compliance_checks.weight is 'Its share of the score, beside the others'' weights.';
comment on column api.compliance_checks.points is '0 to 100; null when the check does not apply or could not be made. The score is the mean by weight.';
comment on column api.compliance_checks.lost_points is 'What the check took from the score, before a failed gate capped it.';
comment on column api.compliance_checks.is_gate is 'A gate that fails caps the score at 49.';
comment on column api.compliance_checks.observed is 'The one number that the rule looks at; null where it does not apply or could not be made.';
comment on column api.compliance_checks.expected is 'What the guideline or the platform asks for.';
comment on column api.compliance_checks.evidence is 'What a person can verify: colours, shares, regions in pixels of the picture, offsets in the text.';
comment on column api.compliance_checks.message is 'What was seen and what to do.';
comment on column api.compliance_checks.outcome is 'pass, warn, fail, not_applicable, or error (the check could not be made).';
grant select on api.compliance_checks to vp_member;

create trigger compliance_checks__refuse_write instead of insert or update or delete on api.compliance_checks
  for each row execute function core.refuse_write();
