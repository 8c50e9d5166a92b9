create view api.content_performance_daily with (security_invoker = true) as
select d.organization_id, d.day, d.platform, d.brand_profile_id, d.content_request_id, d.asset_variant_id, d.publication_id,
  d.placement, d.score, d.impressions, d.views, d.reach, d.reactions, d.comments, d.shares, d.saves, d.link_clicks, d.engagements,
  d.engagement_base, d.engagement_rate, d.captured_at, d.refreshed_at
from analytics.read_content_performance_daily() d;
comment on view api.content_performance_daily is 'Publications by day, with their metrics
As of refreshed_at. The day is in the organisation''s time zone.';
comment on column api.content_performance_daily.engagement_rate is 'Reactions, comments, shares and saves together, divided by engagement_base.';
comment on column api.content_performance_daily.engagement_base is 'impressions, else views, else reach: the first that the platform says.';
comment on column api.content_performance_daily.refreshed_at is 'When these rows were worked out; null until the first refresh after a deploy.';
grant select on api.content_performance_daily to vp_member;
