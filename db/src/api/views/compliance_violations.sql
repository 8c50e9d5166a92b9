create view api.compliance_violations with (security_invoker = true) as
select c.organization_id, k.compliance_result_id, k.check_key, c.asset_variant_id, c.brand_guideline_id, k.outcome, k.is_gate, k.weight, k.points,
  k.lost_points, k.observed, k.expected, k.evidence, k.message, c.score, c.verdict, c.scored_at
from content.compliance_checks k
join content.compliance_results c on c.organization_id = k.organization_id and c.id = k.compliance_result_id and c.is_current
where k.outcome in ('warn', 'fail')
order by (k.is_gate and k.outcome = 'fail') desc, k.lost_points desc nulls last, k.compliance_result_id, k.check_key;
comment on view api.compliance_violations is 'What keeps current scores from 100
The checks that did not pass, of all revisions: failed gates first, then by lost_points. Of the newest revisions alone with
select=*,asset_variants!inner()&asset_variants.is_current=is.true.';
comment on column api.compliance_violations.lost_points is 'What the check took from the score, before a failed gate capped it.';
comment on column api.compliance_violations.is_gate is 'A gate that fails caps the score at 49.';
comment on column api.compliance_violations.evidence is 'What a person can verify: colours, shares, regions in pixels of the picture, offsets in the text.';
comment on column api.compliance_violations.message is 'What was seen and what to do.';
comment on column api.compliance_violations.outcome is 'warn or fail.';
comment on column api.compliance_violations.verdict is 'The whole picture''s: pass, warn, fail or incomplete.';
grant select on api.compliance_violations to vp_member;

create trigger compliance_violations__refuse_write instead of insert or update or delete on api.compliance_violations
  for each row execute function core.refuse_write();
