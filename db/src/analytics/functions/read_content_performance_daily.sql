create function analytics.read_content_performance_daily()
  returns table (
    organization_id uuid, day date, platform text, brand_profile_id uuid, content_request_id uuid, asset_variant_id uuid,
    publication_id uuid, placement text, score numeric, impressions numeric, views numeric, reach numeric, reactions numeric,
    comments numeric, shares numeric, saves numeric, link_clicks numeric, engagements numeric, engagement_base text,
    engagement_rate numeric, captured_at timestamptz, refreshed_at timestamptz)
  language sql stable security definer set search_path = '' as $$
  select d.organization_id, d.day, d.platform, d.brand_profile_id, d.content_request_id, d.asset_variant_id,
    d.publication_id, d.placement, d.score, d.impressions, d.views, d.reach, d.reactions,
    d.comments, d.shares, d.saves, d.link_clicks, d.engagements, d.engagement_base,
    d.engagement_rate, d.captured_at, r.refreshed_at
  from analytics.content_performance_daily d
  left join analytics.refreshes r on r.view_name = 'content_performance_daily'
  where d.organization_id = (select identity.org_id())
$$;
comment on function analytics.read_content_performance_daily() is
  'The caller''s organisation''s rows of the materialized view, which row-level security does not reach.';
grant execute on function analytics.read_content_performance_daily() to vp_member;
