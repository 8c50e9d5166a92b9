create materialized view analytics.violation_ranking as
with counted as (
  select c.organization_id, c.brand_profile_id, date_trunc('month', c.day)::date as month, c.check_key,
    case
      when grouping(c.platform) = 0 then 'platform'
      when grouping(c.content_template_id) = 0 then 'template'
      when grouping(c.author_id) = 0 then 'author'
      else 'brand'
    end as dimension,
    coalesce(c.platform, c.content_template_id::text, c.author_id::text, c.brand_profile_id::text) as member,
    sum(c.applied)::bigint as applied, sum(c.warned)::bigint as warned, sum(c.failed)::bigint as failed, sum(c.errors)::bigint as errors,
    sum(c.lost_points) as lost_points
  from analytics.check_outcomes_daily c
  group by c.organization_id, c.brand_profile_id, date_trunc('month', c.day), c.check_key,
    grouping sets ((), (c.platform), (c.content_template_id), (c.author_id))
  having sum(c.warned) + sum(c.failed) + sum(c.errors) > 0
)
select c.*, round((c.warned + c.failed)::numeric / nullif(c.applied, 0), 4) as violation_rate,
  rank() over (
    partition by c.organization_id, c.brand_profile_id, c.month, c.dimension, c.member
    order by c.lost_points desc, c.failed desc, c.warned desc, c.errors desc) as rank
from counted c;
create unique index violation_ranking_key on analytics.violation_ranking (organization_id, brand_profile_id, month, dimension, member, check_key);
comment on materialized view analytics.violation_ranking is
  'Which checks cost most, a brand and UTC month: of all its pictures, and by platform, template and author. rank 1 took most off the scores.';
grant select on analytics.violation_ranking to vp_definer;
