-- include: fixtures/two_tenants.sql
begin;
set search_path = extensions, public;
select plan(14);

-- Eight decided variants: verdict, outcome of the palette check, and what people said.
delete from content.compliance_checks;
delete from analytics.review_decisions;
insert into content.platform_placements (platform, placement, name, width, height, formats, max_bytes, valid_from, source)
select 'fixture', 'p' || n, 'Fixture', 100, 100, '{jpeg}', 1000, '2020-01-01', 'the test' from generate_series(1, 8) n;
create temporary table story (n int, verdict text, palette text, status text);
insert into story values (1, 'fail', 'fail', 'rejected'), (2, 'fail', 'fail', 'changes_requested'), (3, 'fail', 'fail', 'approved'), (4, 'pass', 'fail', 'approved'),
  (5, 'pass', 'pass', 'rejected'), (6, 'warn', 'warn', 'approved'), (7, 'pass', 'not_applicable', 'approved'), (8, 'pass', 'fail', 'open');
insert into content.asset_variants (organization_id, id, content_request_id, platform, placement, status)
select pg_temp.id('a', 1), pg_temp.id('a', 200 + n), pg_temp.id('a', 60), 'fixture', 'p' || n, 'in_review' from story;
insert into content.measurements (organization_id, id, asset_variant_id, measured)
select pg_temp.id('a', 1), pg_temp.id('a', 220 + n), pg_temp.id('a', 200 + n), '{"version": 1}' from story;
insert into content.compliance_results (organization_id, id, asset_variant_id, measurement_id, brand_guideline_id, score, verdict, observations)
select pg_temp.id('a', 1), pg_temp.id('a', 240 + n), pg_temp.id('a', 200 + n), pg_temp.id('a', 220 + n), pg_temp.id('a', 51), 50, verdict, array[case palette when 'not_applicable' then -1 when 'pass' then 0 else 7 end] from story;
insert into content.compliance_checks (organization_id, compliance_result_id, check_key, outcome, weight, points, is_gate, message)
select pg_temp.id('a', 1), pg_temp.id('a', 240 + n), 'palette', palette, 25, case palette when 'warn' then 60 when 'fail' then 0 end, false, 'The test.' from story where palette in ('warn', 'fail');
insert into approval.content_approvals (organization_id, id, asset_variant_id, approval_workflow_id, approval_step_id, position, approver_role, status, opened_at)
select pg_temp.id('a', 1), pg_temp.id('a', 260 + n), pg_temp.id('a', 200 + n), pg_temp.id('a', 70), pg_temp.id('a', 71), 1, 'reviewer', 'open', now() from story;
update approval.content_approvals a
set status = s.status, comment = case when s.status <> 'approved' then 'No.' end, decided_by = pg_temp.id('a', 12), decided_at = now(), compliance_result_id = pg_temp.id('a', 240 + s.n)
from story s where a.id = pg_temp.id('a', 260 + s.n) and s.status <> 'open';
-- An edit takes back an approval: that it was given, on what the score was, stays.
update approval.content_approvals set status = 'voided' where id = pg_temp.id('a', 264);
select results_eq($$ select count(*), count(*) filter (where is_approved), count(*) filter (where brand_profile_id = pg_temp.id('a', 50)) from analytics.review_decisions d
  where d.compliance_result_id in (select pg_temp.id('a', 240 + n) from story) $$, $$ values (7::bigint, 4::bigint, 7::bigint) $$, 'each decision is kept, once');

-- In transactions that have ended: a roll-up counts no other.
update analytics.review_decisions set xid = '10';
delete from analytics.check_decisions;
select is(analytics.advance_agreement(), 7, 'new decisions are read');
select is(analytics.advance_agreement(), 0, 'once');

select pg_temp.sign_in('a', 'viewer');
select results_eq($$ select check_key, decisions, failed, declined, confirmed, overruled, overruled_rate, precision, recall from api.check_agreement order by 1 $$, $$ values
  ('palette', 6::bigint, 4::bigint, 3::bigint, 2::bigint, 2::bigint, 0.5000, 0.5000, 0.6667),
  ('verdict', 7, 3, 3, 2, 1, 0.3333, 0.6667, 0.6667) $$, 'decisions against what the check, and the score, said');
select results_eq($$ select precision_low, precision_high from api.check_agreement where check_key = 'palette' $$, $$ values (0.1500, 0.8500) $$, 'with how sure that is');
select throws_ok('select from analytics.review_decisions', '42501', null, 'what was decided is read from approvals');
select pg_temp.sign_out();
select pg_temp.sign_in('b', 'viewer');
select is_empty('select from api.check_agreement', 'others see nothing of it');
select pg_temp.sign_out();

-- What a decision keeps.
select pg_temp.sign_in('a', 'reviewer');
select lives_ok(format('select api.decide_approvals(%L, %L)', array[pg_temp.id('a', 268)], 'approve'), 'a reviewer approves what failed');
select is((select compliance_result_id from api.content_approvals where id = pg_temp.id('a', 268)), pg_temp.id('a', 248), 'and the score that was overruled is kept with it');
select pg_temp.sign_out();
update system.rollup_cursors set next_xid = '11' where name = 'check_decisions';
update analytics.review_decisions set xid = '12' where compliance_result_id = pg_temp.id('a', 248);
select is(analytics.advance_agreement(), 1, 'the next reading');
select results_eq($$ select check_key, decisions, failed, declined, confirmed, overruled from analytics.check_decisions where organization_id = pg_temp.id('a', 1) order by 1 $$, $$ values
  ('palette', 7::bigint, 5::bigint, 3::bigint, 2::bigint, 3::bigint), ('verdict', 8, 3, 3, 2, 1) $$, 'adds it to those before');
update analytics.review_decisions set xid = '5000000000';
update system.rollup_cursors set system_identifier = system_identifier - 1, next_xid = '6000000000' where name = 'check_decisions';
select is(analytics.advance_agreement(), 8, 'after a restore all is read anew');
select is((select decisions from analytics.check_decisions where check_key = 'palette' and organization_id = pg_temp.id('a', 1)), 7::bigint, 'and counted once');
select is((select compliance_result_id from approval.content_approvals where id = pg_temp.id('a', 72)), null, 'one that is open has none yet');

select * from finish();
rollback;
