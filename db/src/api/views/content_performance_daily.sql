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
comment on column api.content_performance_daily.organization_id is 'The organisation that it belongs to.';
comment on column api.content_performance_daily.day is 'Of the publication, in the organisation''s time zone.';
comment on column api.content_performance_daily.platform is 'The social platform.';
comment on column api.content_performance_daily.placement is 'Where on the platform: square, story, link, …';
comment on column api.content_performance_daily.brand_profile_id is 'The brand.';
comment on column api.content_performance_daily.content_request_id is 'The content request.';
comment on column api.content_performance_daily.asset_variant_id is 'The variant, in one revision.';
comment on column api.content_performance_daily.publication_id is 'The post.';
comment on column api.content_performance_daily.score is 'Of the variant, 0 to 100.';
comment on column api.content_performance_daily.impressions is 'How often it was shown.';
comment on column api.content_performance_daily.views is 'How often it was looked at.';
comment on column api.content_performance_daily.reach is 'How many people it was shown to; never to be added up.';
comment on column api.content_performance_daily.reactions is 'Likes and their like.';
comment on column api.content_performance_daily.comments is 'Comments.';
comment on column api.content_performance_daily.shares is 'How often it was passed on.';
comment on column api.content_performance_daily.saves is 'How often it was kept.';
comment on column api.content_performance_daily.link_clicks is 'Clicks on its link.';
comment on column api.content_performance_daily.engagements is 'Reactions, comments, shares and saves together.';
comment on column api.content_performance_daily.captured_at is 'When the newest of the figures was captured.';
grant select on api.content_performance_daily to vp_member;

create trigger content_performance_daily__refuse_write instead of insert or update or delete on api.content_performance_daily
  for each row execute function core.refuse_write();
