begin;
set local search_path = extensions;

select plan(53);

insert into identity.organizations (id, name, slug) values
  ('00000000-0000-7000-8000-0000000000a1', 'Acme', 'acme-jobs'),
  ('00000000-0000-7000-8000-0000000000b1', 'Bolt', 'bolt-jobs');
insert into identity.users (id, email, full_name) values
  ('00000000-0000-7000-8000-0000000000a2', 'viewer@jobs.test', 'Vic'),
  ('00000000-0000-7000-8000-0000000000b2', 'other@jobs.test', 'Bob');
insert into identity.user_organizations (organization_id, user_id, role) values
  ('00000000-0000-7000-8000-0000000000a1', '00000000-0000-7000-8000-0000000000a2', 'viewer'),
  ('00000000-0000-7000-8000-0000000000b1', '00000000-0000-7000-8000-0000000000b2', 'owner');
insert into system.system_settings (organization_id, key, value)
values ('00000000-0000-7000-8000-0000000000a1', 'jobs.per_organization', '2');

create function pg_temp.acme() returns uuid language sql immutable as $$ select '00000000-0000-7000-8000-0000000000a1'::uuid $$;
create function pg_temp.subject(n int) returns uuid language sql immutable as $$
  select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid;
$$;
create function pg_temp.job(n int) returns uuid language sql as $$
  select id from system.background_jobs
  where organization_id = pg_temp.acme() and subject_id = pg_temp.subject(n) order by id desc limit 1;
$$;
create function pg_temp.state(n int) returns text language sql as $$
  select state from system.background_jobs where id = pg_temp.job(n);
$$;
create function pg_temp.queue() returns setof text language sql as $$
  select q.key from graphile_worker.jobs q where q.key like 'test_%' order by q.priority, q.run_at, q.id;
$$;
grant select on system.background_jobs to vp_worker;
create policy test on system.background_jobs for select to vp_worker using (true);

-- Dispatching
select set_config('request.jwt.claims', json_build_object('role', 'vp_member',
  'sub', '00000000-0000-7000-8000-0000000000a2', 'org', pg_temp.acme())::text, true);
select isnt(system.create_job(pg_temp.acme(), 'test_work', pg_temp.subject(1)), null, 'a job is made');
select is(pg_temp.state(1), 'dispatched', 'and dispatched at once when there is room');
select is((select requested_by from system.background_jobs where id = pg_temp.job(1)),
  '00000000-0000-7000-8000-0000000000a2', 'the caller is its requester');
select is(system.create_job(pg_temp.acme(), 'test_work', pg_temp.subject(1)), pg_temp.job(1),
  'a live job of the same kind and subject is returned instead');
select set_config('request.jwt.claims', '', true);
select results_eq(
  $$ select t.identifier, j.key, j.max_attempts >= 25 from graphile_worker.jobs j
     join graphile_worker._private_tasks t on t.identifier = j.task_identifier
     where j.key like 'test_%' $$,
  $$ select 'test_work', 'test_work:' || pg_temp.job(1), true $$,
  'the queue has the task under the job''s key');
select is(
  (select p.payload::jsonb from graphile_worker._private_jobs p where p.key = 'test_work:' || pg_temp.job(1)),
  jsonb_build_object('organization_id', pg_temp.acme(), 'job_id', pg_temp.job(1)),
  'its payload is ids alone');

do $$ begin
  perform system.create_job(pg_temp.acme(), 'test_work', pg_temp.subject(2));
  perform system.create_job(pg_temp.acme(), 'test_work', pg_temp.subject(3));
  perform system.create_job(pg_temp.acme(), 'test_work', pg_temp.subject(4), due_at => now() + interval '2 days');
  perform system.create_job(pg_temp.acme(), 'test_work', pg_temp.subject(5), due_at => now() + interval '1 day');
  perform system.create_job(pg_temp.acme(), 'test_work', pg_temp.subject(6), priority => 5);
  perform system.create_job(pg_temp.acme(), 'test_work', pg_temp.subject(7), priority => -5, due_at => now());
end $$;
select results_eq(
  $$ select pg_temp.state(n) from generate_series(1, 7) n $$,
  $$ values ('dispatched'), ('dispatched'), ('queued'), ('queued'), ('queued'), ('queued'), ('queued') $$,
  'beyond jobs.per_organization they wait');
select is(system.dispatch(pg_temp.acme()), 0, 'another dispatch adds none');
select isnt(system.create_job('00000000-0000-7000-8000-0000000000b1', 'test_work', pg_temp.subject(1)), pg_temp.job(1),
  'another organisation has its own');
select is((select state from system.background_jobs where organization_id = '00000000-0000-7000-8000-0000000000b1'),
  'dispatched', 'and is not held up');

-- The life of a job
set local role vp_worker;
select results_eq(
  $$ select state, attempts, progress from system.begin_job(pg_temp.acme(), pg_temp.job(1)) $$,
  $$ values ('running', 1, 0) $$, 'the worker begins it');
select is((core.actor(), core.user_id())::text, '(worker,00000000-0000-7000-8000-0000000000a2)',
  'and acts on behalf of the requester');
select ok(system.report_progress(pg_temp.acme(), pg_temp.job(1), 40), 'progress is taken while it runs');
select ok(system.report_progress(pg_temp.acme(), pg_temp.job(1), 10), 'less than before too');
reset role;
select is((select progress from system.background_jobs where id = pg_temp.job(1)), 40, 'but what was shown stays');
set local role vp_worker;
select lives_ok($$ select system.end_job(pg_temp.acme(), pg_temp.job(1), 'succeeded') $$, 'it ends');
reset role;
select is((select (state, progress, finished_at is not null)::text from system.background_jobs where id = pg_temp.job(1)),
  '(succeeded,100,t)', 'as succeeded, complete');
select is(pg_temp.state(6), 'dispatched', 'the next is the one of the highest priority');
do $$ begin perform system.end_job(pg_temp.acme(), pg_temp.job(2), 'failed', 'broken'); end $$;
select is((select (state, last_error)::text from system.background_jobs where id = pg_temp.job(2)), '(failed,broken)', 'an error is kept');
select is(pg_temp.state(5), 'dispatched', 'then the one that is due first');
do $$ begin perform system.end_job(pg_temp.acme(), pg_temp.job(5), 'needs_attention', 'a person decides'); end $$;
do $$ begin perform system.end_job(pg_temp.acme(), pg_temp.job(6), 'cancelled'); end $$;
select is(pg_temp.state(4) || ' ' || pg_temp.state(3) || ' ' || pg_temp.state(7), 'dispatched dispatched queued',
  'then the later due, then the one without a date, the lowest priority last');
select is(
  array(select q from pg_temp.queue() q where q in ('test_work:' || pg_temp.job(3), 'test_work:' || pg_temp.job(4))),
  array['test_work:' || pg_temp.job(4), 'test_work:' || pg_temp.job(3)], 'the queue keeps that order');
do $$ begin perform system.end_job(pg_temp.acme(), pg_temp.job(1), 'failed', 'too late'); end $$;
select is(pg_temp.state(1), 'succeeded', 'what has ended stays as it is');
select throws_ok($$ select system.end_job(pg_temp.acme(), pg_temp.job(3), 'running') $$, 'P0001', null, 'running is not an end');
set local role vp_worker;
select is_empty($$ select * from system.begin_job(pg_temp.acme(), pg_temp.job(1)) $$, 'a job that has ended is not begun again');
select is_empty($$ select * from system.begin_job(pg_temp.acme(), pg_temp.job(7)) $$, 'nor one that was not dispatched');

-- Attempts
reset role;
update system.background_jobs set max_attempts = 2 where id = pg_temp.job(3);
set local role vp_worker;
select is((select attempts from system.begin_job(pg_temp.acme(), pg_temp.job(3))), 1, 'first attempt');
select is(system.retry_or_fail_job(pg_temp.acme(), pg_temp.job(3), 'no answer'), 'retry', 'there is one more');
select results_eq($$ select state, last_error from system.background_jobs where id = pg_temp.job(3) $$,
  $$ values ('dispatched', 'no answer') $$, 'it waits for it, with its error');
select is(pg_temp.state(7), 'dispatched', 'another has its place meanwhile: what fails holds nobody up');
select is((select attempts from system.begin_job(pg_temp.acme(), pg_temp.job(3))), 2, 'second attempt');
select is(system.retry_or_fail_job(pg_temp.acme(), pg_temp.job(3), 'no answer again'), 'failed', 'there is no third');
select results_eq($$ select state, last_error, attempts from system.background_jobs where id = pg_temp.job(3) $$,
  $$ values ('failed', 'no answer again', 2) $$, 'it has failed');
select is(system.retry_or_fail_job(pg_temp.acme(), pg_temp.job(3), 'late'), 'failed', 'said again, it is what it was');
select throws_ok($$ select system.retry_or_fail_job(pg_temp.acme(), pg_temp.subject(99), 'x') $$, 'VP200', null, 'an unknown job is an error');
reset role;
update system.background_jobs set attempts = max_attempts, state = 'running', last_error = 'timeout' where id = pg_temp.job(4);
set local role vp_worker;
select is_empty($$ select * from system.begin_job(pg_temp.acme(), pg_temp.job(4)) $$, 'a worker that died in the last attempt gets no further one');
reset role;
select results_eq($$ select state, last_error from system.background_jobs where id = pg_temp.job(4) $$,
  $$ values ('failed', 'The worker stopped during the last of 8 attempts. The error before: timeout') $$, 'the job says so');

-- Cancelling
select is(pg_temp.state(7), 'dispatched', 'room came free for the last');
do $$ begin perform system.create_job(pg_temp.acme(), 'test_more', pg_temp.subject(7)); end $$;
do $$ begin perform system.create_job(pg_temp.acme(), 'test_work', pg_temp.subject(8)); end $$;
select is(pg_temp.state(8), 'queued', 'two jobs of a subject take both places');
select is(system.cancel_jobs(pg_temp.acme(), pg_temp.subject(7)), 2, 'all live jobs of a subject are cancelled');
select is(array(select state from system.background_jobs where subject_id = pg_temp.subject(7)), array['cancelled', 'cancelled'], 'they say so');
select is_empty(
  $$ select q from pg_temp.queue() q join system.background_jobs j on q = j.kind || ':' || j.id
     where j.organization_id = pg_temp.acme() and j.subject_id = pg_temp.subject(7) $$,
  'and the queue has them no more');
select is(pg_temp.state(8), 'dispatched', 'the next has their place');
select is(system.cancel_jobs(pg_temp.acme(), pg_temp.subject(7)), 0, 'nothing is cancelled twice');
set local role vp_worker;
select ok(not system.report_progress(pg_temp.acme(), pg_temp.job(7), 50), 'the worker learns of it when it reports');

-- Many at once
reset role;
create temporary table made on commit drop as
select * from system.create_jobs((
  select jsonb_agg(jsonb_build_object('organization_id', o, 'kind', 'test_bulk', 'subject_id', pg_temp.subject(n),
    'priority', case when n = 14 then 1 end, 'payload', jsonb_build_object('n', n)) order by n)
  from unnest(array[pg_temp.acme(), '00000000-0000-7000-8000-0000000000b1']) o, generate_series(11, 14) n));
select is((select count(*) from made), 8::bigint, 'many jobs are made in one statement');
-- Jobs of one millisecond have no order on servers whose UUIDs have none within it.
select is((select array_agg(payload ->> 'n' = '14' order by priority desc) from system.background_jobs
           where organization_id = '00000000-0000-7000-8000-0000000000b1' and kind = 'test_bulk' and state = 'dispatched'),
  array[true, false, false], 'each organisation''s as far as it has room, the urgent first');
select is((select count(*) from system.background_jobs
           where organization_id = pg_temp.acme() and kind = 'test_bulk' and state = 'queued'), 3::bigint, 'the others wait');
select is_empty($$ select system.create_jobs((select jsonb_agg(jsonb_build_object('organization_id', organization_id, 'kind', kind,
  'subject_id', subject_id)) from system.background_jobs where kind = 'test_bulk')) $$, 'those that are live are not made again');

-- Who sees and does what
select set_config('request.jwt.claims', json_build_object('role', 'vp_member',
  'sub', '00000000-0000-7000-8000-0000000000a2', 'org', pg_temp.acme())::text, true);
set local role vp_member;
select is((select count(distinct organization_id) from api.background_jobs), 1::bigint, 'a member sees the own organisation''s jobs alone');
select ok((select count(*) > 5 from api.background_jobs), 'all of them');
select throws_ok($$ select system.end_job(pg_temp.acme(), null, 'failed') $$, '42501', null, 'members end no jobs');
select throws_ok($$ update api.background_jobs set priority = 100 $$, '42501', null, 'nor change them');

select finish();
rollback;
