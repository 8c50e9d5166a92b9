create materialized view analytics.content_performance_daily as
select p.organization_id, (p.published_at at time zone coalesce(zone.name, 'UTC'))::date as day, p.platform, q.brand_profile_id,
  v.content_request_id, p.asset_variant_id, p.id as publication_id, v.placement, v.score,
  m.impressions, m.views, m.reach, m.reactions, m.comments, m.shares, m.saves, m.link_clicks,
  m.engagements, m.engagement_base, round(m.engagement_rate, 6) as engagement_rate, m.captured_at
from content.publications p
join identity.organizations o on o.id = p.organization_id
left join pg_catalog.pg_timezone_names zone on zone.name = o.time_zone
join content.asset_variants v on v.organization_id = p.organization_id and v.id = p.asset_variant_id
join content.content_requests q on q.organization_id = v.organization_id and q.id = v.content_request_id
left join analytics.publication_metrics m on m.organization_id = p.organization_id and m.publication_id = p.id;
create unique index content_performance_daily_key
  on analytics.content_performance_daily (organization_id, day, platform, brand_profile_id, asset_variant_id, publication_id);
comment on materialized view analytics.content_performance_daily is
  'Publications by day, in the organisation''s time zone, with their newest metrics. Engagement is reactions, comments, shares and saves together; its rate divides by engagement_base.';
grant select on analytics.content_performance_daily to vp_definer;
