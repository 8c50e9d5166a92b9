create view analytics.publication_metrics with (security_invoker = true) as
select figures.organization_id, figures.publication_id, figures.captured_at, figures.metrics,
  figures.impressions, figures.views, figures.reach, figures.reactions, figures.comments, figures.shares, figures.saves, figures.link_clicks,
  figures.engagements, base.engagement_base, figures.engagements / nullif(base.viewers, 0) as engagement_rate
from (
  select c.organization_id, c.publication_id, max(c.captured_at) as captured_at, jsonb_object_agg(c.metric, c.value) as metrics,
    max(c.value) filter (where c.metric = 'impressions') as impressions,
    max(c.value) filter (where c.metric = 'views') as views,
    max(c.value) filter (where c.metric = 'reach') as reach,
    max(c.value) filter (where c.metric = 'reactions') as reactions,
    max(c.value) filter (where c.metric = 'comments') as comments,
    max(c.value) filter (where c.metric = 'shares') as shares,
    max(c.value) filter (where c.metric = 'saves') as saves,
    max(c.value) filter (where c.metric = 'link_clicks') as link_clicks,
    sum(c.value) filter (where c.metric in ('reactions', 'comments', 'shares', 'saves')) as engagements
  from (
    select n.organization_id, n.publication_id, n.metric, max(n.captured_at) as captured_at,
      case
        -- X and Threads count shares in two figures: with and without a remark.
        when n.metric = 'shares' and n.platform in ('x', 'threads') then sum(n.value)
        else (array_agg(n.value order by n.captured_at desc, n.native_metric))[1]
      end as value
    from (
      select m.organization_id, m.publication_id, m.platform, m.metric, m.native_metric, max(m.captured_at) as captured_at,
        -- A figure that came in parts only (reactions by type) is their sum; people reached and rates never are.
        case
          when bool_or(m.breakdown = '{}') then max(m.value) filter (where m.breakdown = '{}')
          when m.metric not in ('reach', 'avg_view_pct', 'engagement_rate_native') then sum(m.value)
        end as value
      from analytics.current_metrics m
      where m.metric <> 'other'
      group by m.organization_id, m.publication_id, m.platform, m.metric, m.native_metric
    ) as n
    where n.value is not null
    group by n.organization_id, n.publication_id, n.platform, n.metric
  ) as c
  group by c.organization_id, c.publication_id
) as figures
cross join lateral (
  select case
      when figures.impressions is not null then 'impressions'
      when figures.views is not null then 'views'
      when figures.reach is not null then 'reach'
    end as engagement_base,
    coalesce(figures.impressions, figures.views, figures.reach) as viewers
) as base;
comment on view analytics.publication_metrics is
  'The current canonical metrics of each publication in one row, and its engagement: reactions, comments, shares and saves together, divided by engagement_base.';
grant select on analytics.publication_metrics to vp_member, vp_definer;
