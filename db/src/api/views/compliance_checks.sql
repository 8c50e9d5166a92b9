create view api.compliance_checks with (security_invoker = true) as
select k.organization_id, k.compliance_result_id, k.check_key, k.outcome, k.weight, k.points, k.is_gate, k.observed, k.expected, k.evidence, k.message
from content.compliance_checks k;
comment on view api.compliance_checks is 'Scores check by check
Points of 100 and weight of each check, what was observed, what was expected, and evidence that can be verified on the picture.';
comment on column api.compliance_checks.points is '0 to 100; null when the check does not apply or could not be made. The score is the mean by weight.';
comment on column api.compliance_checks.is_gate is 'A gate that fails caps the score at 49.';
comment on column api.compliance_checks.evidence is 'What a person can verify: colours, shares, regions in pixels of the picture, offsets in the text.';
comment on column api.compliance_checks.message is 'What was seen and what to do.';
comment on column api.compliance_checks.outcome is 'pass, warn, fail, not_applicable, or error (the check could not be made).';
grant select on api.compliance_checks to vp_member;
