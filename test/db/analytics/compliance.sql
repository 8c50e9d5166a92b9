-- include: fixtures/two_tenants.sql
begin;
set search_path = extensions, public;
select plan(39);

-- Results of variants 1 to 3, in transactions that have ended: a roll-up counts no other. Scored on 30 and 31 January.
delete from content.compliance_checks;
delete from content.compliance_results;
delete from analytics.brand_compliance_analytics;
delete from analytics.check_outcomes_daily;
delete from analytics.compliance_times;
delete from analytics.compliance_times_monthly;
delete from system.rollup_cursors;
insert into content.platform_placements (platform, placement, name, width, height, formats, max_bytes, valid_from, source)
select 'fixture', 'p' || n, 'Fixture', 100, 100, '{jpeg}', 1000, '2020-01-01', 'the test' from generate_series(1, 3) n;
insert into content.asset_variants (organization_id, id, content_request_id, platform, placement, status, template_organization_id, content_template_id, rendered_at)
select pg_temp.id('a', 1), pg_temp.id('a', 200 + n), pg_temp.id('a', 60), 'fixture', 'p' || n, 'scored', pg_temp.id('a', 1), pg_temp.id('a', 54), now() from generate_series(1, 3) n;
insert into content.measurements (organization_id, id, asset_variant_id, measured)
select pg_temp.id('a', 1), pg_temp.id('a', 210 + n), pg_temp.id('a', 200 + n), '{"version": 1}' from generate_series(1, 3) n;
insert into brand.brand_guidelines (organization_id, id, brand_profile_id, version, status)
select pg_temp.id('a', 1), pg_temp.id('a', 230 + n), pg_temp.id('a', 50), 10 + n, 'retired' from generate_series(1, 3) n;
create function pg_temp.score(result int, variant int, guideline int, score numeric, verdict text, scored_at timestamptz, xid xid8) returns void language sql as $$
  update content.compliance_results set is_current = false where asset_variant_id = pg_temp.id('a', 200 + variant);
  insert into content.compliance_results (organization_id, id, asset_variant_id, measurement_id, brand_guideline_id, score, verdict, scored_at, xid)
  values (pg_temp.id('a', 1), pg_temp.id('a', 240 + result), pg_temp.id('a', 200 + variant), pg_temp.id('a', 210 + variant), pg_temp.id('a', 230 + guideline),
    score, verdict, scored_at, xid);
$$;
create function pg_temp.found(result int, checks text) returns void language sql as $$
  with line as (
    select c[1] as check_key, c[2] as outcome, c[3]::numeric as weight, c[4]::numeric as points
    from regexp_split_to_table(checks, '; ') line cross join lateral (select string_to_array(line, ' ', '-')) l (c)
  ), seen as (
    update content.compliance_results set observations = array(
      select case l.outcome when 'not_applicable' then -1 when 'error' then null when 'pass' then 0 else 7 * sign(l.weight) end from brand.rule_catalogue() r left join line l on l.check_key = r.check_key order by r."position")
    where id = pg_temp.id('a', 240 + result)
  )
  insert into content.compliance_checks (organization_id, compliance_result_id, check_key, outcome, weight, points, lost_points, is_gate, message)
  select pg_temp.id('a', 1), pg_temp.id('a', 240 + result), l.check_key, l.outcome, l.weight, l.points,
    l.weight * (100 - l.points) / (select sum(w.weight) from line w where w.points is not null), false, 'The test.'
  from line l where l.outcome in ('warn', 'fail', 'error')
$$;
create function pg_temp.outcomes() returns text language sql as $$
  select string_agg(format('%s %s: %s of %s, %s', to_char(day, 'DD'), check_key, warned || '+' || failed || '+' || errors, applied, lost_points), '; ' order by day, check_key)
  from analytics.check_outcomes_daily where applied + errors > 0
$$;
create function pg_temp.times() returns text language sql as $$
  select string_agg(format('%s: %s %s', placement, complied_at - first_scored_at, revision), '; ' order by placement) from analytics.compliance_times
$$;
create function pg_temp.months_are_right(description text) returns text language sql as $$
  select results_eq('select brand_profile_id, month, platform, bucket, pictures, at_once from analytics.compliance_times_monthly where pictures <> 0 order by 4',
    'select brand_profile_id, ''2026-01-01''::date, platform, analytics.time_bucket(complied_at - first_scored_at), count(*), count(*) filter (where revision = 1)
     from analytics.compliance_times group by 1, 3, 4 order by 4', description)
$$;
create function pg_temp.rolled_up() returns text language sql as $$
  select string_agg(format('%s: %s = %s+%s+%s+%s, %s', to_char(day, 'DD'), scored, passed, warned, failed, incomplete, score_sum), '; ' order by day)
  from analytics.brand_compliance_analytics where scored > 0
$$;
-- Reading began here and goes on from this transaction.
create function pg_temp.read_from(xid xid8) returns void language sql as $$
  update system.rollup_cursors set next_xid = xid where name = 'brand_compliance_analytics'
$$;

select pg_temp.score(1, 1, 1, 91.5, 'pass', '2026-01-30 10:00+00', '10');
select pg_temp.score(2, 2, 1, 70.25, 'warn', '2026-01-30 23:59+00', '10');
select pg_temp.score(3, 3, 1, null, 'incomplete', '2026-01-31 00:01+00', '10');
select pg_temp.found(1, 'palette pass 30 100; logo_size fail 10 40');
select pg_temp.found(2, 'palette warn 30 60; logo_size not_applicable 10 -');
select pg_temp.found(3, 'palette error 30 -');
select is(analytics.advance_compliance(), 3, 'new results are read');
select is(pg_temp.rolled_up(), '30: 2 = 1+1+0+0, 161.75; 31: 1 = 0+0+0+1, 0.00', 'and counted by UTC day and verdict');
-- 10 * 60 / 40 and 30 * 40 / 30.
select is(pg_temp.outcomes(), '30 logo_size: 0+1+0 of 1, 15.000; 30 palette: 1+0+0 of 2, 40.000; 31 palette: 0+0+1 of 0, 0.000', 'check by check, with what each took off');
select is(pg_temp.times(), 'p1: 00:00:00 1; p2:  ; p3:  ', 'one has passed at once, the others wait');
select is(analytics.advance_compliance(), 0, 'once');
select is(pg_temp.rolled_up(), '30: 2 = 1+1+0+0, 161.75; 31: 1 = 0+0+0+1, 0.00', 'so that nothing is counted twice');

select pg_temp.read_from('11');
select pg_temp.score(4, 1, 2, 40, 'fail', '2026-01-31 09:00+00', '12');
select pg_temp.found(4, 'palette fail 25 0; logo_size pass 10 100');
select is(analytics.advance_compliance(), 1, 'a variant is scored again');
select is(pg_temp.rolled_up(), '30: 2 = 0+1+1+0, 110.25; 31: 1 = 0+0+0+1, 0.00', 'and counts by its new score and verdict, on the day of its first');
select is(pg_temp.outcomes(), '30 logo_size: 0+0+0 of 1, 0.000; 30 palette: 1+1+0 of 2, 111.429; 31 palette: 0+0+1 of 0, 0.000', 'with its checks');
select is(pg_temp.times(), 'p1: 00:00:00 1; p2:  ; p3:  ', 'that it has passed stays on record');
-- Its picture stays as it is while its request takes a later version of the template.
insert into brand.content_templates (organization_id, id, slug, name, layout) select t.organization_id, pg_temp.id('a', 154), t.slug, t.name, t.layout from brand.content_templates t where t.id = pg_temp.id('a', 54);
update content.content_requests set content_template_id = pg_temp.id('a', 154) where id = pg_temp.id('a', 60);

select pg_temp.read_from('13');
select pg_temp.score(5, 2, 2, 80, 'pass', '2026-01-31 10:00+00', '14');
select pg_temp.score(6, 2, 3, 60, 'warn', '2026-01-31 11:00+00', '15');
select pg_temp.found(5, 'palette pass 25 100');
select pg_temp.found(6, 'palette warn 25 60');
select is(analytics.advance_compliance(), 2, 'scored twice between two readings');
select is(pg_temp.rolled_up(), '30: 2 = 0+1+1+0, 100.00; 31: 1 = 0+0+0+1, 0.00', 'it counts by the last of them');
select is(pg_temp.outcomes(), '30 logo_size: 0+0+0 of 1, 0.000; 30 palette: 1+1+0 of 2, 111.429; 31 palette: 0+0+1 of 0, 0.000', 'its checks too');
select is((select string_agg(format('%s: %s, %s', right(t.id::text, 3), t.violations, t.lost_points), '; ')
  from (select content_template_id as id, sum(warned + failed) as violations, sum(lost_points) as lost_points from analytics.check_outcomes_daily group by 1) t),
  '054: 2, 111.429', 'by the template that its picture was made with');
select is(pg_temp.times(), 'p1: 00:00:00 1; p2: 10:01:00 1; p3:  ', 'though what lies between them was a pass');
select pg_temp.months_are_right('what is kept by month is what the pictures took, though some passed since');

select pg_temp.score(7, 3, 2, 95, 'pass', '2026-01-31 12:00+00', pg_current_xact_id());
select is(analytics.advance_compliance(), 0, 'a transaction that has not ended is not read');

-- A dump restored on another server: its transaction ids mean nothing there.
update content.compliance_results set xid = (xid::text::bigint + 4000000000)::text::xid8;
update system.rollup_cursors set system_identifier = system_identifier - 1, next_xid = '5000000000' where name = 'brand_compliance_analytics';
select is(analytics.advance_compliance(), 7, 'after a restore all is read anew');
select is(pg_temp.rolled_up(), '30: 2 = 0+1+1+0, 100.00; 31: 1 = 1+0+0+0, 95.00', 'and counted once');
select is(pg_temp.outcomes(), '30 logo_size: 0+0+0 of 1, 0.000; 30 palette: 1+1+0 of 2, 111.429', 'with their checks');
select is(analytics.advance_compliance(), 0, 'from then on as ever');
select is((select system_identifier from system.rollup_cursors where name = 'brand_compliance_analytics'), system.system_identifier(), 'on the server that it is now');

-- Who sees it.
select pg_temp.sign_in('a', 'viewer');
select results_eq($$ select scored, mean_score from api.brand_compliance_analytics order by day $$, $$ values (2::bigint, 50.00), (1, 95.00) $$, 'members see their brands, with the mean');
select pg_temp.sign_out();
select pg_temp.sign_in('b', 'viewer');
select is_empty($$ select from api.brand_compliance_analytics $$, 'others do not');
select is_empty($$ select from api.violation_ranking $$, 'nor its violations');
select pg_temp.sign_out();

-- A first result that becomes visible after a later one: counted on the day of that, and then on its own.
savepoint late;
insert into content.asset_variants (organization_id, id, content_request_id, platform, placement, status, revision, is_current, template_organization_id, content_template_id, rendered_at)
select pg_temp.id('a', 1), pg_temp.id('a', 204), pg_temp.id('a', 60), 'fixture', 'p1', 'scored', 2, false, pg_temp.id('a', 1), pg_temp.id('a', 54), now();
insert into content.measurements (organization_id, id, asset_variant_id, measured) values (pg_temp.id('a', 1), pg_temp.id('a', 214), pg_temp.id('a', 204), '{"version": 1}');
select pg_temp.read_from('20');
select pg_temp.score(9, 4, 2, 90, 'pass', '2026-01-31 13:00+00', '20');
select analytics.advance_compliance();
select is(pg_temp.rolled_up(), '30: 2 = 0+1+1+0, 100.00; 31: 2 = 2+0+0+0, 185.00', 'what is visible counts');
select pg_temp.read_from('21');
select pg_temp.score(8, 4, 1, 10, 'fail', '2026-01-30 13:00+00', '21');
select analytics.advance_compliance();
select is(pg_temp.rolled_up(), '30: 3 = 1+1+1+0, 190.00; 31: 1 = 1+0+0+0, 95.00', 'and moves to where it began');
rollback to savepoint late;

-- By month.
select pg_temp.months_are_right('so is what is kept by month after a restore');
select results_eq($$ select analytics.time_bucket(t::interval) from unnest('{NULL,0 s,0.1 s,1 s,1.03 s,36060 s}'::text[]) t $$, '{-1,0,1,1,2,530}'::int[], 'in buckets of two percent');
insert into analytics.brand_compliance_analytics (organization_id, brand_profile_id, day, platform, scored, passed) values (pg_temp.id('a', 1), pg_temp.id('a', 50), '2026-02-01', 'even', 5, 5);
insert into analytics.compliance_times_monthly (organization_id, brand_profile_id, month, platform, bucket, pictures)
select pg_temp.id('a', 1), pg_temp.id('a', 50), '2026-02-01', 'even', b.n, b.pictures from (values (-1, 1), (0, 2), (400, 1), (500, 1)) b (n, pictures);
-- All that was first scored in December has been scored again since.
insert into analytics.compliance_times_monthly (organization_id, brand_profile_id, month, platform, bucket, pictures, at_once) values (pg_temp.id('a', 1), pg_temp.id('a', 50), '2025-12-01', 'fixture', 0, 2, 2);
select analytics.refresh_view('brand_compliance_monthly');
-- A template of the organisation's own may have the id of a shared one.
insert into analytics.check_outcomes_daily
select (jsonb_populate_record(c, jsonb_build_object('template_organization_id', identity.system_organization_id(), 'day', '2026-03-01', 'platform', p.platform))).*
from analytics.check_outcomes_daily c cross join (values ('one'), ('two')) p (platform) where c.check_key = 'palette' and c.failed > 0;
update analytics.check_outcomes_daily set template_organization_id = pg_temp.id('a', 1) where platform = 'two';
select analytics.refresh_view('violation_ranking');
select pg_temp.sign_in('a', 'viewer');
select results_eq($$ select month, platform, scored, passed, warned, failed, incomplete, mean_score, pass_rate, violations from api.brand_compliance_monthly where platform = 'fixture' and month = '2026-01-01' $$,
  $$ values ('2026-01-01'::date, 'fixture', 3::bigint, 1::bigint, 1::bigint, 1::bigint, 0::bigint, 65.00, 0.3333, '{"palette": {"fail": 1, "warn": 1}}'::jsonb) $$,
  'a month counts each variant by its newest result');
select results_eq($$ select started, complied, complied_at_once, median_hours_to_compliance from api.brand_compliance_monthly where platform = 'fixture' and month = '2026-01-01' $$,
  $$ values (3::bigint, 3::bigint, 3::bigint, 9.94) $$, 'and how long they took to comply: the middle one 10:01 hours, within one percent');
select results_eq($$ select scored, passed, mean_score, pass_rate, violations, started, complied from api.brand_compliance_monthly where month = '2025-12-01' $$,
  $$ values (0::bigint, 0::bigint, null::numeric, null::numeric, '{}'::jsonb, 2::bigint, 2::bigint) $$, 'also where all have newer results by now');
select is((select median_hours_to_compliance from api.brand_compliance_monthly where platform = 'even'), round((1.02 ^ 399.5 / 2 / 3600)::numeric, 2), 'of an even number the mean of the two in the middle');
select is((select string_agg(applied || ' ' || lost_points, ', ') from api.violation_ranking where month = '2026-03-01' and dimension = 'template'), '4 222.858', 'templates of one id are one');
select results_eq($$ select dimension, check_key, rank, applied, warned, failed, violation_rate, lost_points from api.violation_ranking where month = '2026-01-01' order by 1 $$,
  $$ select d, 'palette', 1::bigint, 2::bigint, 1::bigint, 1::bigint, 1.0000, 111.429 from unnest('{author,brand,platform,template}'::text[]) d $$,
  'what costs most, of the brand, by platform, template and author; a check that found nothing is left out');
select ok((select bool_and(refreshed_at > now() - interval '1 hour') from api.brand_compliance_monthly), 'and says as of when');
select throws_ok($$ select from analytics.brand_compliance_monthly, analytics.violation_ranking $$, '42501', null, 'the materialized view itself is private');
select throws_ok($$ select analytics.refresh_view('brand_compliance_monthly') $$, '42501', null, 'and not refreshed by members');
select pg_temp.sign_out();
select throws_ok($$ select analytics.refresh_view('pg_authid; drop table x') $$, 'VP200', null, 'only what is there is refreshed');

select * from finish();
rollback;
