create materialized view analytics.brand_compliance_monthly as
with judged as (
  select r.organization_id, r.id, q.brand_profile_id, date_trunc('month', r.scored_at at time zone 'utc')::date as month, v.platform, r.verdict, r.score
  from content.compliance_results r
  join content.asset_variants v on v.organization_id = r.organization_id and v.id = r.asset_variant_id
  join content.content_requests q on q.organization_id = v.organization_id and q.id = v.content_request_id
  where r.is_current
), violations as (
  select counted.organization_id, counted.brand_profile_id, counted.month, counted.platform,
    jsonb_object_agg(counted.check_key, jsonb_build_object('warn', counted.warned, 'fail', counted.failed)) as violations
  from (
    select j.organization_id, j.brand_profile_id, j.month, j.platform, c.check_key,
      count(*) filter (where c.outcome = 'warn') as warned, count(*) filter (where c.outcome = 'fail') as failed
    from judged j
    join content.compliance_checks c on c.organization_id = j.organization_id and c.compliance_result_id = j.id
    where c.outcome in ('warn', 'fail')
    group by j.organization_id, j.brand_profile_id, j.month, j.platform, c.check_key
  ) as counted
  group by counted.organization_id, counted.brand_profile_id, counted.month, counted.platform
), totals as (
  select j.organization_id, j.brand_profile_id, j.month, j.platform, count(*) as scored,
    count(*) filter (where j.verdict = 'pass') as passed,
    count(*) filter (where j.verdict = 'warn') as warned,
    count(*) filter (where j.verdict = 'fail') as failed,
    count(*) filter (where j.verdict = 'incomplete') as incomplete,
    round(avg(j.score), 2) as mean_score
  from judged j
  group by j.organization_id, j.brand_profile_id, j.month, j.platform
)
select t.organization_id, t.brand_profile_id, t.month, t.platform, t.scored, t.passed, t.warned, t.failed, t.incomplete, t.mean_score,
  round(t.passed::numeric / nullif(t.scored - t.incomplete, 0), 4) as pass_rate, coalesce(v.violations, '{}') as violations
from totals t
left join violations v on v.organization_id = t.organization_id and v.brand_profile_id = t.brand_profile_id
  and v.month = t.month and v.platform = t.platform;
create unique index brand_compliance_monthly_key on analytics.brand_compliance_monthly (organization_id, brand_profile_id, month, platform);
comment on materialized view analytics.brand_compliance_monthly is
  'Compliance a brand, UTC month and platform; each variant revision counts once, by its current result. pass_rate: passed among those judged. violations: {check: {warn, fail}}.';
grant select on analytics.brand_compliance_monthly to vp_definer;
