create view api.compliance_results with (security_invoker = true) as
select c.organization_id, c.id, c.asset_variant_id, c.measurement_id, c.brand_guideline_id, c.score, c.verdict, c.is_current, c.scored_at, c.scorer_version
from content.compliance_results c;
comment on view api.compliance_results is 'Scores of variants
A new one whenever it is judged by another guideline version, or with another outcome; is_current is the one that counts. explain_score says why.';
comment on column api.compliance_results.score is '0 to 100; null when a check could not be made (verdict incomplete).';
comment on column api.compliance_results.verdict is 'pass from 80, warn from 50, else fail; incomplete without a score.';
comment on column api.compliance_results.scorer_version is 'Version of the checks that gave it; rescore_variants brings those by an earlier one up to date.';
grant select on api.compliance_results to vp_member;
