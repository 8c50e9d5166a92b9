create view api.variant_overview with (security_invoker = true) as
select v.organization_id, v.id as asset_variant_id, v.content_request_id, q.brand_profile_id, v.platform, v.placement, v.revision, v.is_current,
  v.status, v.file_id, v.width, v.height, v.bytes, v.format, v.score, v.verdict,
  worst.check_key as worst_check, worst.message as worst_violation,
  review.approved, review.approvals, review.approved_by,
  publication.id as publication_id, publication.url as publication_url, publication.published_at,
  measured.impressions, measured.views, measured.reach, measured.reactions, measured.comments, measured.shares, measured.saves,
  measured.link_clicks, measured.metrics, measured.engagements, measured.engagement_base, measured.engagement_rate,
  measured.captured_at as metrics_captured_at,
  spent.cost, spent.currency, spent.costs
from content.asset_variants v
join content.content_requests q on q.organization_id = v.organization_id and q.id = v.content_request_id
left join lateral (
  select c.check_key, c.message
  from content.compliance_results r
  join content.compliance_checks c on c.organization_id = r.organization_id and c.compliance_result_id = r.id
  where r.organization_id = v.organization_id and r.asset_variant_id = v.id and r.is_current and c.outcome in ('warn', 'fail')
  order by c.outcome = 'fail' desc, c.is_gate desc, c.weight * (100 - c.points) desc, c.check_key
  limit 1
) as worst on true
cross join lateral (
  select count(*) filter (where a.status = 'approved') as approved, count(*) as approvals,
    coalesce(array_agg(u.full_name order by a.decided_at, a.id) filter (where a.status = 'approved'), '{}') as approved_by
  from approval.content_approvals a
  left join identity.users u on u.id = a.decided_by
  where a.organization_id = v.organization_id and a.asset_variant_id = v.id and a.status <> 'voided'
) as review
left join lateral (
  select p.id, p.url, p.published_at
  from content.publications p
  where p.organization_id = v.organization_id and p.asset_variant_id = v.id
  order by p.published_at desc, p.id desc
  limit 1
) as publication on true
left join lateral (
  select m.impressions, m.views, m.reach, m.reactions, m.comments, m.shares, m.saves, m.link_clicks, m.metrics,
    m.engagements, m.engagement_base, round(m.engagement_rate, 6) as engagement_rate, m.captured_at
  from analytics.publication_metrics m
  where m.organization_id = v.organization_id and m.publication_id = publication.id
  -- Kept apart, so that each publication's figures are looked up rather than the whole tenant's added up.
  offset 0
) as measured on true
cross join lateral (
  select case count(*) when 0 then 0 when 1 then min(share.cost) end as cost,
    case count(*) when 1 then min(share.currency) end as currency,
    coalesce(jsonb_object_agg(share.currency, share.cost) filter (where share.currency is not null), '{}') as costs
  from (
    -- The millionths that do not divide go to the first variants, one each, so that the shares add up to what was booked.
    select booked.currency,
      round(case when v.is_current then div(booked.millionths, current.variants)
        + (current.place < mod(booked.millionths, current.variants))::int else 0 end / 1000000, 6) as cost
    from (
      select u.currency, sum(u.cost) * 1000000 as millionths
      from integration.api_usage u
      where u.organization_id = v.organization_id and u.subject_id = v.content_request_id
      group by u.currency
    ) as booked
    cross join (
      select count(*) as variants, count(*) filter (where s.id < v.id) as place
      from content.asset_variants s
      where s.organization_id = v.organization_id and s.content_request_id = v.content_request_id and s.is_current
    ) as current
  ) as share
) as spent;
comment on view api.variant_overview is 'Variants side by side
Score, review, publication, metrics and cost of each variant: GET /variant_overview?content_request_id=eq.…&is_current=is.true. Revisions that were replaced are here too.';
comment on column api.variant_overview.worst_violation is 'What the score suffers from most, in words: a failed check before a warning, then by weight and points lost.';
comment on column api.variant_overview.approved is 'Approvals given, of those in approvals; approved_by names who gave them.';
comment on column api.variant_overview.publication_id is 'The newest publication; the metrics are its own.';
comment on column api.variant_overview.metrics is 'The newest captured value of each canonical metric. What a platform does not say is absent, not 0.';
comment on column api.variant_overview.engagements is 'Reactions, comments, shares and saves together.';
comment on column api.variant_overview.engagement_base is 'What engagement_rate divides by: impressions, else views, else reach.';
comment on column api.variant_overview.cost is
  'This variant''s equal share of what the request was billed; the shares of the current variants add up to it exactly, replaced revisions have 0. Null when there was more than one currency: see costs.';
comment on column api.variant_overview.costs is 'The share by currency.';
comment on column api.variant_overview.status is 'pending → rendered → scored → in_review → approved → published; or changes_requested, rejected, superseded, failed, cancelled.';
comment on column api.variant_overview.format is 'jpeg, png or webp; null until it is rendered.';
comment on column api.variant_overview.verdict is 'pass, warn, fail or incomplete; null until it is scored.';
comment on column api.variant_overview.is_current is 'Whether it is the newest revision of its placement.';
comment on column api.variant_overview.worst_check is 'The check that worst_violation is about.';
comment on column api.variant_overview.approvals is 'Approvals that the review asks for.';
comment on column api.variant_overview.approved_by is 'Names of those who approved.';
comment on column api.variant_overview.publication_url is 'Of the newest publication.';
comment on column api.variant_overview.impressions is 'How often it was shown.';
comment on column api.variant_overview.views is 'How often it was looked at.';
comment on column api.variant_overview.reach is 'How many people it was shown to; never to be added up.';
comment on column api.variant_overview.reactions is 'Likes and their like.';
comment on column api.variant_overview.comments is 'Comments.';
comment on column api.variant_overview.shares is 'How often it was passed on.';
comment on column api.variant_overview.saves is 'How often it was kept.';
comment on column api.variant_overview.link_clicks is 'Clicks on its link.';
comment on column api.variant_overview.engagement_rate is 'engagements divided by the figure that engagement_base names.';
comment on column api.variant_overview.metrics_captured_at is 'When the newest of the figures was captured.';
grant select on api.variant_overview to vp_member;

create trigger variant_overview__refuse_write instead of insert or update or delete on api.variant_overview
  for each row execute function core.refuse_write();
