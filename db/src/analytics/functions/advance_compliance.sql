create function analytics.advance_compliance() returns int
  language plpgsql volatile security definer set search_path = '' as $$
declare
  run record;
  facts int;
begin
  select b.from_xid, b.to_xid, b.is_restored into strict run from system.begin_rollup('brand_compliance_analytics') b;
  if run.is_restored then
    -- Restored from another server, whose transaction ids say nothing here: all that is visible is counted once, now.
    delete from analytics.brand_compliance_analytics;
    delete from analytics.check_outcomes_daily;
    delete from analytics.compliance_times;
    delete from analytics.compliance_times_monthly;
    update content.compliance_results r set xid = '3' where r.xid <> '3';
  end if;

  with fresh as (
    select r.organization_id, r.asset_variant_id, r.verdict, r.scored_at
    from content.compliance_results r
    where r.xid >= run.from_xid and r.xid < run.to_xid
  ), moves as materialized (
    -- A variant counts by its newest result: that one is added, and what it was counted by before is taken back. It stays on the day of its
    -- first, or a rescoring of all pictures would empty the months before.
    select v.organization_id, v.asset_variant_id, newest.id as result_id, (earliest.scored_at at time zone 'utc')::date as day, newest.verdict, newest.score, newest.observations, side.sign
    from (select distinct f.organization_id, f.asset_variant_id from fresh f) v
    cross join (values (1, run.to_xid), (-1, run.from_xid)) as side (sign, before)
    cross join lateral (
      select r.id, r.verdict, r.score, r.observations
      from content.compliance_results r
      where r.organization_id = v.organization_id and r.asset_variant_id = v.asset_variant_id and r.xid < side.before
      order by r.id desc
      limit 1
    ) as newest
    cross join lateral (
      select r.scored_at
      from content.compliance_results r
      where r.organization_id = v.organization_id and r.asset_variant_id = v.asset_variant_id and r.xid < side.before
      order by r.id
      limit 1
    ) as earliest
  ), totals as (
    insert into analytics.brand_compliance_analytics as t
      (organization_id, brand_profile_id, day, platform, scored, passed, warned, failed, incomplete, score_sum)
    select m.organization_id, q.brand_profile_id, m.day, v.platform, sum(m.sign),
      coalesce(sum(m.sign) filter (where m.verdict = 'pass'), 0),
      coalesce(sum(m.sign) filter (where m.verdict = 'warn'), 0),
      coalesce(sum(m.sign) filter (where m.verdict = 'fail'), 0),
      coalesce(sum(m.sign) filter (where m.verdict = 'incomplete'), 0),
      coalesce(sum(m.sign * m.score), 0)
    from moves m
    join content.asset_variants v on v.organization_id = m.organization_id and v.id = m.asset_variant_id
    join content.content_requests q on q.organization_id = v.organization_id and q.id = v.content_request_id
    group by 1, 2, 3, 4
    on conflict (organization_id, brand_profile_id, day, platform) do update
    set scored = t.scored + excluded.scored, passed = t.passed + excluded.passed, warned = t.warned + excluded.warned,
      failed = t.failed + excluded.failed, incomplete = t.incomplete + excluded.incomplete, score_sum = t.score_sum + excluded.score_sum
  ), checks as (
    select m.organization_id, m.asset_variant_id, m.day, m.sign, r.check_key, 'applied' as outcome, null::numeric as lost_points
    from moves m
    cross join lateral unnest(m.observations) with ordinality o (value, n)
    join brand.rule_catalogue() r on r."position" = o.n
    where o.value >= 0
    union all
    -- Those that were not passed.
    select m.organization_id, m.asset_variant_id, m.day, m.sign, k.check_key, k.outcome, k.lost_points
    from moves m
    join content.compliance_checks k on k.organization_id = m.organization_id and k.compliance_result_id = m.result_id
  ), outcomes as (
    insert into analytics.check_outcomes_daily as t
      (organization_id, brand_profile_id, day, check_key, platform, template_organization_id, content_template_id, author_id,
       applied, warned, failed, errors, lost_points)
    select c.organization_id, q.brand_profile_id, c.day, c.check_key, v.platform, v.template_organization_id, v.content_template_id,
      coalesce(v.created_by, '00000000-0000-0000-0000-000000000000'),
      coalesce(sum(c.sign) filter (where c.outcome = 'applied'), 0),
      coalesce(sum(c.sign) filter (where c.outcome = 'warn'), 0),
      coalesce(sum(c.sign) filter (where c.outcome = 'fail'), 0),
      coalesce(sum(c.sign) filter (where c.outcome = 'error'), 0),
      coalesce(sum(c.sign * c.lost_points), 0)
    from checks c
    join content.asset_variants v on v.organization_id = c.organization_id and v.id = c.asset_variant_id
    join content.content_requests q on q.organization_id = v.organization_id and q.id = v.content_request_id
    group by 1, 2, 3, 4, 5, 6, 7, 8
    on conflict (organization_id, brand_profile_id, day, check_key, platform, template_organization_id, content_template_id, author_id) do update
    set applied = t.applied + excluded.applied, warned = t.warned + excluded.warned, failed = t.failed + excluded.failed,
      errors = t.errors + excluded.errors, lost_points = t.lost_points + excluded.lost_points
  ), times as (
    insert into analytics.compliance_times as t
      (organization_id, content_request_id, platform, placement, brand_profile_id, first_scored_at, complied_at, revision)
    select v.organization_id, v.content_request_id, v.platform, v.placement, q.brand_profile_id, min(f.scored_at),
      min(f.scored_at) filter (where f.verdict = 'pass'),
      (array_agg(v.revision order by f.scored_at, v.revision) filter (where f.verdict = 'pass'))[1]
    from fresh f
    join content.asset_variants v on v.organization_id = f.organization_id and v.id = f.asset_variant_id
    join content.content_requests q on q.organization_id = v.organization_id and q.id = v.content_request_id
    group by 1, 2, 3, 4, 5
    -- Results are read in the order of their transactions, which is nearly that of their time: what is earlier still counts.
    on conflict (organization_id, content_request_id, platform, placement) do update
    set first_scored_at = least(t.first_scored_at, excluded.first_scored_at), complied_at = least(t.complied_at, excluded.complied_at),
      revision = case when excluded.complied_at < t.complied_at or t.complied_at is null then excluded.revision else t.revision end
    returning t.*
  ), months as (
    insert into analytics.compliance_times_monthly as t (organization_id, brand_profile_id, month, platform, bucket, pictures, at_once)
    select c.organization_id, c.brand_profile_id, date_trunc('month', c.first_scored_at at time zone 'utc')::date, c.platform,
      analytics.time_bucket(c.complied_at - c.first_scored_at), sum(c.sign), coalesce(sum(c.sign) filter (where c.revision = 1), 0)
    from (
      select n.*, 1 as sign from times n
      union all
      -- As they were before this statement.
      select o.*, -1
      from times n
      cross join lateral (
        select f.*
        from analytics.compliance_times f
        where f.organization_id = n.organization_id and f.content_request_id = n.content_request_id
          and f.platform = n.platform and f.placement = n.placement
        offset 0
      ) o
    ) c
    group by 1, 2, 3, 4, 5
    on conflict (organization_id, brand_profile_id, month, platform, bucket) do update
    set pictures = t.pictures + excluded.pictures, at_once = t.at_once + excluded.at_once
  )
  select count(*) into facts from fresh;

  perform system.end_rollup('brand_compliance_analytics', run.to_xid);
  return facts;
end $$;
comment on function analytics.advance_compliance() is
  'Rolls new compliance results up into brand_compliance_analytics, check_outcomes_daily, compliance_times and compliance_times_monthly, and returns their number. What it reads are new results, not history. Rebuilds after a restore on another server. A transaction left open anywhere in the cluster holds it up.';
grant execute on function analytics.advance_compliance() to vp_worker;
