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
    update content.compliance_results r set xid = '3' where r.xid <> '3';
  end if;

  with fresh as (
    select r.organization_id, r.asset_variant_id
    from content.compliance_results r
    where r.xid >= run.from_xid and r.xid < run.to_xid
  ), moves as (
    -- A variant counts by its newest result: that one is added, and what it was counted by before is taken back.
    select v.organization_id, v.asset_variant_id, newest.scored_at, newest.verdict, newest.score, side.sign
    from (select distinct f.organization_id, f.asset_variant_id from fresh f) v
    cross join (values (1, run.to_xid), (-1, run.from_xid)) as side (sign, before)
    cross join lateral (
      select r.scored_at, r.verdict, r.score
      from content.compliance_results r
      where r.organization_id = v.organization_id and r.asset_variant_id = v.asset_variant_id and r.xid < side.before
      order by r.id desc
      limit 1
    ) as newest
  ), totals as (
    insert into analytics.brand_compliance_analytics as t
      (organization_id, brand_profile_id, day, platform, scored, passed, warned, failed, incomplete, score_sum)
    select m.organization_id, q.brand_profile_id, (m.scored_at at time zone 'utc')::date, v.platform, sum(m.sign),
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
  )
  select count(*) into facts from fresh;

  perform system.end_rollup('brand_compliance_analytics', run.to_xid);
  return facts;
end $$;
comment on function analytics.advance_compliance() is
  'Rolls new compliance results up into brand_compliance_analytics and returns their number. Rebuilds after a restore on another server. A transaction left open anywhere in the cluster holds it up.';
grant execute on function analytics.advance_compliance() to vp_worker;
