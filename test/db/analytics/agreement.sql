-- include: fixtures/two_tenants.sql
begin;
set search_path = extensions, public;
select plan(8);

-- Eight decided variants: verdict, outcome of the palette check, and what people said.
delete from content.compliance_checks;
insert into content.platform_placements (platform, placement, name, width, height, formats, max_bytes, valid_from, source)
select 'fixture', 'p' || n, 'Fixture', 100, 100, '{jpeg}', 1000, '2020-01-01', 'the test' from generate_series(1, 8) n;
create temporary table story (n int, verdict text, palette text, status text);
insert into story values (1, 'fail', 'fail', 'rejected'), (2, 'fail', 'fail', 'changes_requested'), (3, 'fail', 'fail', 'approved'), (4, 'pass', 'fail', 'approved'),
  (5, 'pass', 'pass', 'rejected'), (6, 'warn', 'warn', 'approved'), (7, 'pass', 'not_applicable', 'approved'), (8, 'pass', 'fail', 'open');
insert into content.asset_variants (organization_id, id, content_request_id, platform, placement, status)
select pg_temp.id('a', 1), pg_temp.id('a', 200 + n), pg_temp.id('a', 60), 'fixture', 'p' || n, 'in_review' from story;
insert into content.measurements (organization_id, id, asset_variant_id, measured)
select pg_temp.id('a', 1), pg_temp.id('a', 220 + n), pg_temp.id('a', 200 + n), '{"version": 1}' from story;
insert into content.compliance_results (organization_id, id, asset_variant_id, measurement_id, brand_guideline_id, score, verdict)
select pg_temp.id('a', 1), pg_temp.id('a', 240 + n), pg_temp.id('a', 200 + n), pg_temp.id('a', 220 + n), pg_temp.id('a', 51), 50, verdict from story;
insert into content.compliance_checks (organization_id, compliance_result_id, check_key, outcome, weight, points, is_gate, message)
select pg_temp.id('a', 1), pg_temp.id('a', 240 + n), 'palette', palette, 25, case palette when 'pass' then 100 when 'warn' then 60 when 'fail' then 0 end, false, 'The test.' from story;
insert into approval.content_approvals (organization_id, id, asset_variant_id, approval_workflow_id, approval_step_id, position, approver_role, status, opened_at, comment, decided_by, decided_at, compliance_result_id)
select pg_temp.id('a', 1), pg_temp.id('a', 260 + n), pg_temp.id('a', 200 + n), pg_temp.id('a', 70), pg_temp.id('a', 71), 1, 'reviewer', status, now(),
  case when status in ('rejected', 'changes_requested') then 'No.' end, case when status <> 'open' then pg_temp.id('a', 12) end, case when status <> 'open' then now() end,
  case when status <> 'open' then pg_temp.id('a', 240 + n) end
from story;
select analytics.refresh_view('check_agreement');

select pg_temp.sign_in('a', 'viewer');
select results_eq($$ select check_key, decisions, failed, declined, confirmed, overruled, overruled_rate, precision, recall from api.check_agreement order by 1 $$, $$ values
  ('palette', 6::bigint, 4::bigint, 3::bigint, 2::bigint, 2::bigint, 0.5000, 0.5000, 0.6667),
  ('verdict', 7, 3, 3, 2, 1, 0.3333, 0.6667, 0.6667) $$, 'decisions against what the check, and the score, said');
select results_eq($$ select precision_low, precision_high from api.check_agreement where check_key = 'palette' $$, $$ values (0.1500, 0.8500) $$, 'with how sure that is');
select ok((select bool_and(refreshed_at is not null) from api.check_agreement), 'as of when');
select throws_ok('select from analytics.check_agreement', '42501', null, 'the materialized view itself is private');
select pg_temp.sign_out();
select pg_temp.sign_in('b', 'viewer');
select is_empty('select from api.check_agreement', 'others see nothing of it');
select pg_temp.sign_out();

-- What a decision keeps.
select pg_temp.sign_in('a', 'reviewer');
select lives_ok(format('select api.decide_approvals(%L, %L)', array[pg_temp.id('a', 268)], 'approve'), 'a reviewer approves what failed');
select is((select compliance_result_id from api.content_approvals where id = pg_temp.id('a', 268)), pg_temp.id('a', 248), 'and the score that was overruled is kept with it');
select pg_temp.sign_out();
select is((select compliance_result_id from approval.content_approvals where id = pg_temp.id('a', 72)), null, 'one that is open has none yet');

select * from finish();
rollback;
