create view api.check_agreement with (security_invoker = true) as
select c.organization_id, c.brand_profile_id, c.check_key, c.decisions, c.failed, c.declined, c.confirmed, c.overruled,
  round(c.overruled::numeric / nullif(c.failed, 0), 4) as overruled_rate,
  round(c.confirmed::numeric / nullif(c.failed, 0), 4) as precision, p.low as precision_low, p.high as precision_high,
  round(c.confirmed::numeric / nullif(c.declined, 0), 4) as recall, r.low as recall_low, r.high as recall_high, c.refreshed_at
from analytics.read_check_agreement() c
cross join lateral core.wilson_interval(c.confirmed, c.failed) p
cross join lateral core.wilson_interval(c.confirmed, c.declined) r;
comment on view api.check_agreement is 'How far people agree with each check
A brand, as of refreshed_at: every decision (approve, reject, request changes) against what the check said of the picture then. check_key verdict is the score as a whole.
People decline pictures for many reasons, so a single check''s recall is low by nature; compare it over time, or with that of others.';
comment on column api.check_agreement.organization_id is 'The organisation that it belongs to.';
comment on column api.check_agreement.brand_profile_id is 'The brand.';
comment on column api.check_agreement.check_key is 'The check; verdict: all of them together.';
comment on column api.check_agreement.decisions is 'On pictures to which the check applied: the size of the sample.';
comment on column api.check_agreement.failed is 'Of these: the check had failed.';
comment on column api.check_agreement.declined is 'Of these: rejected, or changes were requested.';
comment on column api.check_agreement.confirmed is 'The check had failed, and the picture was declined.';
comment on column api.check_agreement.overruled is 'The check had failed, and the picture was approved all the same.';
comment on column api.check_agreement.overruled_rate is 'Overruled among failed, 0 to 1; null where it never failed.';
comment on column api.check_agreement.precision is 'Confirmed among failed, 0 to 1: how often a failed check was reason enough.';
comment on column api.check_agreement.precision_low is 'The lower end of its 95 % interval (Wilson).';
comment on column api.check_agreement.precision_high is 'The upper end of its 95 % interval (Wilson).';
comment on column api.check_agreement.recall is 'Confirmed among declined, 0 to 1: how many of the declined pictures the check had failed.';
comment on column api.check_agreement.recall_low is 'The lower end of its 95 % interval (Wilson).';
comment on column api.check_agreement.recall_high is 'The upper end of its 95 % interval (Wilson).';
comment on column api.check_agreement.refreshed_at is 'When these rows were worked out; null until the first refresh after a deploy.';
grant select on api.check_agreement to vp_member;
