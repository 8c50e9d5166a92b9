create view api.brand_compliance_analytics with (security_invoker = true) as
select c.organization_id, c.brand_profile_id, c.day, c.platform, c.scored, c.passed, c.warned, c.failed, c.incomplete,
  round(c.score_sum / nullif(c.scored - c.incomplete, 0), 2) as mean_score
from analytics.brand_compliance_analytics c
where c.scored > 0;
comment on view api.brand_compliance_analytics is 'Compliance a brand, UTC day and platform
Each variant revision counts once, by its newest result, on the day of its first: scored again, it stays there. Rolled up every minute.';
comment on column api.brand_compliance_analytics.incomplete is 'Results with a check that could not be made; they have no score and are not in mean_score.';
comment on column api.brand_compliance_analytics.mean_score is 'Of those with a score; null when there is none.';
grant select on api.brand_compliance_analytics to vp_member;
