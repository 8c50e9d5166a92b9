create view api.brand_compliance_monthly with (security_invoker = true) as
select m.organization_id, m.brand_profile_id, m.month, m.platform, m.scored, m.passed, m.warned, m.failed, m.incomplete,
  m.mean_score, m.pass_rate, m.violations, m.refreshed_at
from analytics.read_brand_compliance_monthly() m;
comment on view api.brand_compliance_monthly is 'Compliance a brand, UTC month and platform
As of refreshed_at. Each variant revision counts once, by its current result, in the month of that result.';
comment on column api.brand_compliance_monthly.pass_rate is 'Passed among those judged; incomplete results are not.';
comment on column api.brand_compliance_monthly.violations is '{check: {warn, fail}}: how many variants.';
comment on column api.brand_compliance_monthly.refreshed_at is 'When these rows were worked out; null until the first refresh after a deploy.';
grant select on api.brand_compliance_monthly to vp_member;
