-- include: fixtures/two_tenants.sql
-- include: fixtures/findings.sql
begin;
set search_path = extensions, public;
select plan(30);

select is(core.describe_age(age), told, format('%s is %s', age, told))
from (values (interval '-5 seconds', '0 s'), ('59.9 seconds', '59 s'), ('60 seconds', '1 min'), ('192 minutes', '3 h 12 min'), ('5 hours', '5 h'),
  ('2 days 4 hours 30 minutes', '2 d 4 h'), ('24 hours', '1 d')) a (age, told);
select is(core.describe_age(null), null, 'nobody knows');
select is(core.describe_count(1, 'call'), '1 call', 'one call');
select is(core.describe_count(0, 'call'), '0 calls', 'no calls');

-- The schema
select is(array[pg_temp.found('catalogue.constraint_not_valid'), pg_temp.found('catalogue.index_not_valid'), pg_temp.found('catalogue.trigger_disabled'),
  pg_temp.found('deploy.object_missing')], array_fill(null::text, array[4]), 'a schema as it was deployed is sound');
alter table system.files add constraint planted check (bytes > 1) not valid;
select is(pg_temp.found('catalogue.constraint_not_valid'), 'warning system.files.planted', 'a constraint that was not validated');
select ok(pg_temp.told('catalogue.constraint_not_valid') like '%alter table system.files validate constraint planted%', 'and how to');
alter table system.files validate constraint planted;
select is(pg_temp.found('catalogue.constraint_not_valid'), null, 'until it is');
update pg_index set indisvalid = false where indexrelid = 'system.files_sha256_idx'::regclass;
select is(pg_temp.found('catalogue.index_not_valid'), 'error system.files_sha256_idx', 'an index that is not valid');
alter table brand.brand_profiles disable trigger brand_profiles__touch;
select is(pg_temp.found('catalogue.trigger_disabled'), 'error brand.brand_profiles.brand_profiles__touch', 'a trigger that is disabled');

-- The ledger of the deploy
update core.deployed set deployed_at = now() - interval '2 days';
drop trigger brand_profiles__touch on brand.brand_profiles;
select is(pg_temp.found('deploy.object_missing'), 'error brand_profiles__touch on brand.brand_profiles 2 d', 'a trigger that was dropped by hand');
drop policy vp_member__select on brand.brand_profiles;
drop function api.search_assets;
drop view api.spend_months;
select bag_eq(
  $$ select f.subject from core.find_missing_objects() f $$,
  $$ values ('trigger'), ('policy'), ('function'), ('view') $$, 'and a policy, a function, a view');

-- Partitions
create function pg_temp.detach(months int) returns void language plpgsql as $$
begin
  execute format('alter table integration.api_usage detach partition integration.api_usage_%s',
    to_char(date_trunc('month', now() at time zone 'utc') + months * interval '1 month', 'YYYY_MM'));
end $$;
select is(pg_temp.found('partitions.missing'), null, 'this month and the next are there');
select pg_temp.detach(2);
select is(pg_temp.found('partitions.missing'), null, 'which is enough');
select pg_temp.detach(1);
select is(pg_temp.found('partitions.missing'), format('warning integration.api_usage_%s', to_char(date_trunc('month', now() at time zone 'utc') + interval '1 month', 'YYYY_MM')),
  'without the next month''s there is time left');
select pg_temp.detach(0);
select ok(pg_temp.found('partitions.missing') like format('error integration.api_usage_%s; warning%%', to_char(now() at time zone 'utc', 'YYYY_MM')),
  'without this month''s nothing can be written');

-- The queue
do $$ begin
  perform core.enqueue('[{"task": "test_work", "job_key": "one"}, {"task": "test_work", "job_key": "two"}]');
end $$;
select is(pg_temp.found('queue.lag'), null, 'jobs that were just queued are no lag');
update graphile_worker._private_jobs set run_at = now() - interval '10 minutes' where key = 'one';
select is(pg_temp.found('queue.lag'), 'warning ' || (select id from graphile_worker._private_jobs where key = 'one') || ' 10 min', 'one that could have run for ten minutes is');
update graphile_worker._private_jobs set run_at = now() - interval '2 hours' where key = 'two';
select is(pg_temp.found('queue.lag'), 'error ' || (select id from graphile_worker._private_jobs where key = 'two') || ' 2 h', 'two hours are an outage');
select ok(pg_temp.told('queue.lag') like '2 jobs could run%', 'both are counted');
update graphile_worker._private_jobs set locked_at = now(), locked_by = 'pool';
select is(pg_temp.found('queue.lag'), null, 'not when a worker has them');
update graphile_worker._private_jobs set locked_at = null, locked_by = null, attempts = max_attempts, last_error = 'It broke.', updated_at = now() - interval '1 hour'
where key = 'one';
select is(pg_temp.found('queue.given_up'), 'error ' || (select id from graphile_worker._private_jobs where key = 'one') || ' 1 h', 'one that is out of attempts is given up');
select ok(pg_temp.told('queue.given_up') like '%1 test_work, the last with: It broke.%', 'and says of what');
update graphile_worker._private_jobs set attempts = 1;
select is(pg_temp.found('queue.given_up'), null, 'until it is tried again');

select * from finish();
rollback;
