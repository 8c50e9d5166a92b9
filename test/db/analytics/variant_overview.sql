-- include: fixtures/two_tenants.sql
begin;
set search_path = extensions, public;
select plan(17);

-- One request with four current variants and a replaced one; it was billed three times in one currency.
delete from integration.api_usage;
delete from analytics.content_analytics;
insert into content.platform_placements (platform, placement, name, width, height, formats, max_bytes, valid_from, source)
select 'fixture', 'p' || n, 'Fixture', 100, 100, '{jpeg}', 1000, '2020-01-01', 'the test' from generate_series(1, 3) n;
insert into content.asset_variants (organization_id, id, content_request_id, platform, placement, revision, is_current, status, score, verdict)
values
  (pg_temp.id('a', 1), pg_temp.id('a', 201), pg_temp.id('a', 60), 'fixture', 'p1', 1, true, 'scored', 100, 'pass'),
  (pg_temp.id('a', 1), pg_temp.id('a', 202), pg_temp.id('a', 60), 'fixture', 'p2', 2, true, 'approved', 80, 'pass'),
  (pg_temp.id('a', 1), pg_temp.id('a', 203), pg_temp.id('a', 60), 'fixture', 'p3', 1, true, 'failed', null, null),
  (pg_temp.id('a', 1), pg_temp.id('a', 204), pg_temp.id('a', 60), 'fixture', 'p2', 1, false, 'superseded', 10, 'fail');
insert into integration.api_usage (organization_id, provider_call_id, subject_id, provider, operation, outcome, price_id, cost, currency)
select organization_id, id, pg_temp.id('a', 60), provider, operation, 'succeeded', price_id, cost, 'EUR'
from integration.provider_calls, unnest('{0.1,0.033333,0.000001}'::numeric[]) cost where organization_id = pg_temp.id('a', 1);
insert into content.compliance_checks (organization_id, compliance_result_id, check_key, outcome, weight, points, is_gate, message) values
  (pg_temp.id('a', 1), pg_temp.id('a', 64), 'contrast', 'fail', 5, 0, false, 'The headline cannot be read.');

-- The reviewer approves, then the variant is published and measured.
delete from system.system_settings;
select pg_temp.sign_in('a', 'reviewer');
select is(
  (select format('%s of %s by %s, %s', approved, approvals, approved_by, status) from api.variant_overview where asset_variant_id = pg_temp.id('a', 62)),
  '0 of 1 by {}, in_review', 'a review under way');
select lives_ok($$ select api.decide_approvals(array[pg_temp.id('a', 72)], 'approve') $$, 'a decision is made');
select is(
  (select format('%s of %s by %s, %s', approved, approvals, approved_by, status) from api.variant_overview where asset_variant_id = pg_temp.id('a', 62)),
  '1 of 1 by {Reviewer}, approved', 'and seen, with whose it was');
select pg_temp.sign_out();
select pg_temp.sign_in('a', 'editor');
select lives_ok($$ select api.ingest_metrics(jsonb_build_array(
  jsonb_build_object('publication_id', pg_temp.id('a', 65), 'native_metric', 'views', 'value', 200, 'captured_at', now()),
  jsonb_build_object('publication_id', pg_temp.id('a', 65), 'native_metric', 'reactions', 'value', 5, 'captured_at', now()))) $$, 'metrics come in');
select pg_temp.sign_out();
select pg_temp.sign_in('a', 'viewer');
create temporary view overview as select * from api.variant_overview where content_request_id = pg_temp.id('a', 60);

select is((select count(*) from overview), 5::bigint, 'a request''s variants are side by side');
select results_eq($$ select platform, placement, width, bytes, format, score, verdict from overview where asset_variant_id = pg_temp.id('a', 62) $$,
  $$ values ('fixture', 'square', 1080, 1000::bigint, 'jpeg', 90.00, 'pass') $$, 'what a variant is and its score');
select results_eq($$ select worst_check, worst_violation from overview where asset_variant_id = pg_temp.id('a', 62) $$,
  $$ values ('contrast', 'The headline cannot be read.') $$, 'a failed check is worse than a warning of more weight');
select is((select worst_violation from overview where asset_variant_id = pg_temp.id('a', 201)), null, 'a variant without violations has no worst one');
select results_eq($$ select publication_url, views, reactions, comments, metrics, engagements, engagement_base, engagement_rate from overview
    where asset_variant_id = pg_temp.id('a', 62) $$,
  $$ values ('https://example.com/1', 200::numeric, 5::numeric, null::numeric, '{"views": 200, "reactions": 5}'::jsonb, 5::numeric, 'views', 0.025) $$,
  'where it is published and what came of it');
select is((select metrics from overview where asset_variant_id = pg_temp.id('a', 201)), null, 'nothing came of what is not published');

-- 0.133334 among four: the millionths that do not divide are not lost.
select is((select sum(cost) from overview), 0.133334, 'the shares add up to what was booked');
select results_eq($$ select cost from overview where is_current order by asset_variant_id $$,
  $$ values (0.033334), (0.033334), (0.033333), (0.033333) $$, 'equal to the millionth');
select is((select cost from overview where not is_current), 0.000000, 'a replaced revision bears none');
select is((select array_agg(distinct currency) from overview), '{EUR}'::text[], 'in its currency');
select pg_temp.sign_out();
insert into integration.api_usage (organization_id, provider_call_id, subject_id, provider, operation, outcome, price_id, cost, currency)
select organization_id, id, pg_temp.id('a', 60), provider, operation, 'succeeded', price_id, 8, 'CREDITS'
from integration.provider_calls where organization_id = pg_temp.id('a', 1);
select pg_temp.sign_in('a', 'viewer');
select results_eq($$ select cost, currency, costs from overview where asset_variant_id = pg_temp.id('a', 62) $$,
  $$ values (null::numeric, null, '{"EUR": 0.033334, "CREDITS": 2.000000}'::jsonb) $$, 'amounts in several currencies are told apart, never summed');
select pg_temp.sign_out();

select pg_temp.sign_in('b', 'owner');
select is_empty($$ select from api.variant_overview where content_request_id = pg_temp.id('a', 60) $$, 'another tenant sees none of it');
select is((select distinct organization_id from api.variant_overview), pg_temp.id('b', 1), 'but their own');

select * from finish();
rollback;
