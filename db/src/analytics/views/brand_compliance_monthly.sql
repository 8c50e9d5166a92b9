create materialized view analytics.brand_compliance_monthly as
with totals as (
  select c.organization_id, c.brand_profile_id, date_trunc('month', c.day)::date as month, c.platform, sum(c.scored)::bigint as scored,
    sum(c.passed)::bigint as passed, sum(c.warned)::bigint as warned, sum(c.failed)::bigint as failed, sum(c.incomplete)::bigint as incomplete,
    sum(c.score_sum) as score_sum
  from analytics.brand_compliance_analytics c
  group by 1, 2, 3, 4
  having sum(c.scored) > 0
), violations as (
  select counted.organization_id, counted.brand_profile_id, counted.month, counted.platform,
    jsonb_object_agg(counted.check_key, jsonb_build_object('warn', counted.warned, 'fail', counted.failed)) as violations
  from (
    select c.organization_id, c.brand_profile_id, date_trunc('month', c.day)::date as month, c.platform, c.check_key,
      sum(c.warned)::bigint as warned, sum(c.failed)::bigint as failed
    from analytics.check_outcomes_daily c
    group by 1, 2, 3, 4, 5
    having sum(c.warned) + sum(c.failed) > 0
  ) as counted
  group by 1, 2, 3, 4
), times as (
  select c.organization_id, c.brand_profile_id, c.month, c.platform, sum(c.pictures)::bigint as started, coalesce(sum(c.pictures) filter (where c.bucket >= 0), 0)::bigint as complied,
    sum(c.at_once)::bigint as complied_at_once,
    -- The one in the middle, or the mean of the two there, each by the middle of its bucket.
    avg(case c.bucket when 0 then 0 else power(1.02, c.bucket - 0.5) end)
      filter (where c.bucket >= 0 and c.upto >= (c.complied + 1) / 2 and c.upto - c.pictures < (c.complied + 2) / 2) as median_seconds
  from (
    select m.*, sum(m.pictures) filter (where m.bucket >= 0) over line as upto,
      (sum(m.pictures) filter (where m.bucket >= 0) over (partition by m.organization_id, m.brand_profile_id, m.month, m.platform))::bigint as complied
    from analytics.compliance_times_monthly m
    where m.pictures > 0
    window line as (partition by m.organization_id, m.brand_profile_id, m.month, m.platform order by m.bucket)
  ) c
  group by 1, 2, 3, 4
)
select organization_id, brand_profile_id, month, platform, coalesce(t.scored, 0) as scored, coalesce(t.passed, 0) as passed,
  coalesce(t.warned, 0) as warned, coalesce(t.failed, 0) as failed, coalesce(t.incomplete, 0) as incomplete,
  round(t.score_sum / nullif(t.scored - t.incomplete, 0), 2) as mean_score,
  round(t.passed::numeric / nullif(t.scored - t.incomplete, 0), 4) as pass_rate, coalesce(v.violations, '{}') as violations,
  coalesce(c.started, 0) as started, coalesce(c.complied, 0) as complied, coalesce(c.complied_at_once, 0) as complied_at_once,
  round(c.median_seconds::numeric / 3600, 2) as median_hours_to_compliance
from totals t
left join violations v using (organization_id, brand_profile_id, month, platform)
-- A month keeps what was begun in it, though all of it has been scored again since.
full join times c using (organization_id, brand_profile_id, month, platform);
create unique index brand_compliance_monthly_key on analytics.brand_compliance_monthly (organization_id, brand_profile_id, month, platform);
comment on materialized view analytics.brand_compliance_monthly is
  'Compliance a brand, UTC month and platform, from the daily figures; each variant revision counts once, by its newest result, in the month of its first. pass_rate: passed among those judged. violations: {check: {warn, fail}}.';
grant select on analytics.brand_compliance_monthly to vp_definer;
