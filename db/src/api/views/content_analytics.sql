create view api.content_analytics with (security_invoker = true) as
select m.organization_id, m.id, m.publication_id, m.platform, m.metric, m.native_metric, m.kind, m.value, m.window_start, m.window_end,
  m.breakdown, m.occurred_at as captured_at, m.source_version, m.created_at
from analytics.content_analytics m;
comment on view api.content_analytics is 'Metrics as captured
One immutable figure a publication, metric, window and capture; ingest_metrics adds them. Of cumulative figures the newest holds.';
comment on column api.content_analytics.metric is
  'The canonical name; native_metric is the platform''s own. impressions, views, reach, reactions, comments, shares, saves, link_clicks, clicks_all, profile_visits, follows, watch_time_s, avg_view_pct, engagement_rate_native or other.';
comment on column api.content_analytics.kind is 'cumulative (the count so far), period (in the window), or rate (never summed).';
comment on column api.content_analytics.value is 'In the canonical unit, such as seconds.';
comment on column api.content_analytics.captured_at is 'When the platform was asked; the month partition goes by it.';
grant select on api.content_analytics to vp_member;
