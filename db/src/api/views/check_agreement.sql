create view api.check_agreement with (security_invoker = true) as
select c.organization_id, c.brand_profile_id, c.check_key, c.decisions, c.failed, c.declined, c.confirmed, c.overruled,
  round(c.overruled::numeric / nullif(c.failed, 0), 4) as overruled_rate,
  round(c.confirmed::numeric / nullif(c.failed, 0), 4) as precision, p.low as precision_low, p.high as precision_high,
  round(c.confirmed::numeric / nullif(c.declined, 0), 4) as recall, r.low as recall_low, r.high as recall_high
from analytics.check_decisions c
cross join lateral core.wilson_interval(c.confirmed, c.failed) p
cross join lateral core.wilson_interval(c.confirmed, c.declined) r;
comment on view api.check_agreement is 'How far people agree with each check
A brand: every decision (approve, reject, request changes) against what the check said of the picture then. Rolled up every minute. check_key verdict is the score as a whole.
People decline pictures for many reasons, so a single check''s recall is low by nature; compare it over time, or with that of others. suggest_rules says what thresholds their decisions suggest.';
comment on column api.check_agreement.brand_profile_id is 'The brand.';
comment on column api.check_agreement.overruled_rate is 'Overruled among failed, 0 to 1; null where it never failed.';
comment on column api.check_agreement.precision is 'Confirmed among failed, 0 to 1: how often a failed check was reason enough.';
comment on column api.check_agreement.precision_low is 'The lower end of its 95 % interval (Wilson).';
comment on column api.check_agreement.precision_high is 'The upper end of its 95 % interval (Wilson).';
comment on column api.check_agreement.recall is 'Confirmed among declined, 0 to 1: how many of the declined pictures the check had failed.';
comment on column api.check_agreement.recall_low is 'The lower end of its 95 % interval (Wilson).';
comment on column api.check_agreement.recall_high is 'The upper end of its 95 % interval (Wilson).';
grant select on api.check_agreement to vp_member;

create trigger check_agreement__refuse_write instead of insert or update or delete on api.check_agreement
  for each row execute function core.refuse_write();
