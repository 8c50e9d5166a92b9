create function analytics.advance_agreement() returns int
  language plpgsql volatile security definer set search_path = '' as $$
declare
  run record;
  facts int;
begin
  select b.from_xid, b.to_xid, b.is_restored into strict run from system.begin_rollup('check_decisions') b;
  if run.is_restored then
    -- Restored from another server, whose transaction ids say nothing here: all that is visible is counted once, now.
    delete from analytics.check_decisions;
    update analytics.review_decisions d set xid = '3' where d.xid <> '3';
  end if;

  with fresh as materialized (
    select d.organization_id, d.brand_profile_id, d.compliance_result_id, d.is_approved
    from analytics.review_decisions d
    where d.xid >= run.from_xid and d.xid < run.to_xid
  ), scored as materialized (
    select f.organization_id, f.brand_profile_id, f.is_approved, r.verdict, r.observations,
      array(select k.check_key from content.compliance_checks k where k.organization_id = f.organization_id and k.compliance_result_id = f.compliance_result_id and k.outcome = 'fail') as failed
    from fresh f
    -- Kept apart, so that each is looked up: what was read before is not read again.
    cross join lateral (
      select c.verdict, c.observations
      from content.compliance_results c
      where c.organization_id = f.organization_id and c.id = f.compliance_result_id
      offset 0
    ) r
  ), judged as (
    select s.organization_id, s.brand_profile_id, c.check_key, s.is_approved, c.check_key = any(s.failed) as is_failed
    from scored s
    cross join lateral unnest(s.observations) with ordinality o (value, n)
    join brand.rule_catalogue() c on c."position" = o.n
    where o.value >= 0
    union all
    select s.organization_id, s.brand_profile_id, 'verdict', s.is_approved, s.verdict = 'fail'
    from scored s
    where s.verdict <> 'incomplete'
  ), totals as (
    insert into analytics.check_decisions as t (organization_id, brand_profile_id, check_key, decisions, failed, declined, confirmed, overruled)
    select j.organization_id, j.brand_profile_id, j.check_key, count(*), count(*) filter (where j.is_failed), count(*) filter (where not j.is_approved),
      count(*) filter (where j.is_failed and not j.is_approved), count(*) filter (where j.is_failed and j.is_approved)
    from judged j
    group by 1, 2, 3
    on conflict (organization_id, brand_profile_id, check_key) do update
    set decisions = t.decisions + excluded.decisions, failed = t.failed + excluded.failed, declined = t.declined + excluded.declined,
      confirmed = t.confirmed + excluded.confirmed, overruled = t.overruled + excluded.overruled
  )
  select count(*) into facts from fresh;

  perform system.end_rollup('check_decisions', run.to_xid);
  return facts;
end $$;
comment on function analytics.advance_agreement() is
  'Rolls new decisions up into check_decisions, and returns their number. Rebuilds after a restore on another server. A transaction left open anywhere in the cluster holds it up.';
grant execute on function analytics.advance_agreement() to vp_worker;
