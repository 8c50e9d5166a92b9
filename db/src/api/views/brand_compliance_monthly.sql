create view api.brand_compliance_monthly with (security_invoker = true) as
select m.organization_id, m.brand_profile_id, m.month, m.platform, m.scored, m.passed, m.warned, m.failed, m.incomplete,
  m.mean_score, m.pass_rate, m.violations, m.started, m.complied, m.complied_at_once, m.median_hours_to_compliance, m.refreshed_at
from analytics.read_brand_compliance_monthly() m;
comment on view api.brand_compliance_monthly is 'Compliance a brand, UTC month and platform
As of refreshed_at. Each variant revision counts once, by its newest result, in the month of its first.';
comment on column api.brand_compliance_monthly.pass_rate is 'Passed among those judged; incomplete results are not.';
comment on column api.brand_compliance_monthly.violations is '{check: {warn, fail}}: how many variants.';
comment on column api.brand_compliance_monthly.refreshed_at is 'When these rows were worked out; null until the first refresh after a deploy.';
comment on column api.brand_compliance_monthly.started is 'Pictures of requests (all revisions of a placement together) whose first result is of this month.';
comment on column api.brand_compliance_monthly.complied is 'Of those started: some revision got the verdict pass, whenever that was.';
comment on column api.brand_compliance_monthly.complied_at_once is 'Of those started: the first revision got the verdict pass.';
comment on column api.brand_compliance_monthly.median_hours_to_compliance is 'Of those that complied: hours from the first result to the first pass, within one percent; 0 where that was the same.';
comment on column api.brand_compliance_monthly.organization_id is 'The organisation that it belongs to.';
comment on column api.brand_compliance_monthly.brand_profile_id is 'The brand.';
comment on column api.brand_compliance_monthly.month is 'Its first day, in UTC.';
comment on column api.brand_compliance_monthly.platform is 'The social platform.';
comment on column api.brand_compliance_monthly.scored is 'Variant revisions with a result.';
comment on column api.brand_compliance_monthly.passed is 'With the verdict pass.';
comment on column api.brand_compliance_monthly.warned is 'With the verdict warn.';
comment on column api.brand_compliance_monthly.failed is 'With the verdict fail.';
comment on column api.brand_compliance_monthly.incomplete is 'Without a score: a check could not be made.';
comment on column api.brand_compliance_monthly.mean_score is 'Of those with a score; null when there is none.';
grant select on api.brand_compliance_monthly to vp_member;

create trigger brand_compliance_monthly__refuse_write instead of insert or update or delete on api.brand_compliance_monthly
  for each row execute function core.refuse_write();
