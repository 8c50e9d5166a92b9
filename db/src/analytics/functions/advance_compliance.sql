create function analytics.advance_compliance() returns int
  language plpgsql volatile security definer set search_path = '' as $$
declare
  server constant bigint := system.system_identifier();
  cursor_row system.rollup_cursors;
  upto xid8;
  facts int;
begin
  insert into system.rollup_cursors (name, next_xid, system_identifier)
  values ('brand_compliance_analytics', '0', server)
  on conflict (name) do nothing;
  select c.* into strict cursor_row
  from system.rollup_cursors c where c.name = 'brand_compliance_analytics' for update;

  if cursor_row.system_identifier <> server then
    -- Restored from another server, whose transaction ids say nothing here: all that is visible is counted once, now.
    delete from analytics.brand_compliance_analytics;
    update content.compliance_results r set xid = '3' where r.xid <> '3';
    cursor_row.next_xid := '0';
  end if;

  -- Every transaction below has ended, so what it wrote is visible to the next statement, and nothing is added later.
  upto := pg_snapshot_xmin(pg_current_snapshot());
  with fresh as (
    select r.organization_id, r.asset_variant_id
    from content.compliance_results r
    where r.xid >= cursor_row.next_xid and r.xid < upto
  ), moves as (
    -- A variant counts by its newest result: that one is added, and what it was counted by before is taken back.
    select v.organization_id, v.asset_variant_id, newest.scored_at, newest.verdict, newest.score, side.sign
    from (select distinct f.organization_id, f.asset_variant_id from fresh f) v
    cross join (values (1, upto), (-1, cursor_row.next_xid)) as side (sign, before)
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

  update system.rollup_cursors c set next_xid = upto, system_identifier = server, advanced_at = clock_timestamp()
  where c.name = 'brand_compliance_analytics';
  return facts;
end $$;
comment on function analytics.advance_compliance() is
  'Rolls new compliance results up into brand_compliance_analytics and returns their number. Rebuilds after a restore on another server. A transaction left open anywhere in the cluster holds it up.';
grant execute on function analytics.advance_compliance() to vp_worker;
