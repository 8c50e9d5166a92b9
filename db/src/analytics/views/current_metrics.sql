create view analytics.current_metrics with (security_invoker = true) as
select distinct on (m.organization_id, m.publication_id, m.metric, m.native_metric, m.breakdown)
  m.organization_id, m.publication_id, m.platform, m.metric, m.native_metric, m.kind, m.breakdown, m.value, m.occurred_at as captured_at
from analytics.content_analytics m
where m.kind in ('cumulative', 'rate')
order by m.organization_id, m.publication_id, m.metric, m.native_metric, m.breakdown, m.occurred_at desc, m.id desc;
comment on view analytics.current_metrics is
  'What holds now: of each count so far and each rate, the newest capture, also where a platform has corrected it downwards. Figures of periods are not here: they do not add up to a total.';
grant select on analytics.current_metrics to vp_member, vp_definer;
