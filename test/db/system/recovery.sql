begin;
set local search_path = extensions;

select plan(24);

insert into identity.organizations (id, name, slug) values ('00000000-0000-7000-8000-0000000000a1', 'Acme', 'acme-recovery');
delete from system.workers;
delete from system.background_jobs;
delete from graphile_worker._private_jobs;

create function pg_temp.acme() returns uuid language sql immutable as $$ select '00000000-0000-7000-8000-0000000000a1'::uuid $$;
create function pg_temp.job(n int) returns uuid language sql as $$
  select id from system.background_jobs where subject_id = lpad(n::text, 32, '0')::uuid;
$$;
create function pg_temp.states() returns text language sql as $$
  select string_agg(state, ' ' order by subject_id) from system.background_jobs;
$$;
-- What graphile-worker does when it takes a job.
create function pg_temp.lock(n int, pool text) returns void language sql as $$
  update graphile_worker._private_jobs set locked_by = pool, locked_at = now(), attempts = attempts + 1
  where key = 'test_work:' || pg_temp.job(n);
$$;
create function pg_temp.locked() returns text language sql as $$
  select coalesce(string_agg(locked_by, ' ' order by locked_by), '') from graphile_worker._private_jobs;
$$;

do $$ begin
  for n in 1..5 loop
    perform system.create_job(pg_temp.acme(), 'test_work', lpad(n::text, 32, '0')::uuid);
  end loop;
end $$;
select is(pg_temp.states(), 'dispatched dispatched dispatched dispatched queued', 'four jobs are with the workers');

-- Two workers, one of which is killed
set local role vp_worker;
select ok(not system.register_worker('00000000-0000-7000-8000-00000000000a', 'host', 1, 'http://a.test', '{pool-a}'), 'nobody is silent at first');
select ok(not system.register_worker('00000000-0000-7000-8000-00000000000b', 'host', 2, 'http://b.test', '{pool-b}'), 'nor among two');
reset role;
do $$ begin
  perform pg_temp.lock(1, 'pool-a');
  perform pg_temp.lock(2, 'pool-b');
end $$;
set local role vp_worker;
select is((select count(*) from system.begin_job(pg_temp.acme(), '00000000-0000-7000-8000-000000000099')), 0::bigint, 'an unknown job is not begun');
reset role;
do $$ begin
  perform system.begin_job(pg_temp.acme(), pg_temp.job(1));
  perform system.begin_job(pg_temp.acme(), pg_temp.job(2));
end $$;
select is(pg_temp.states(), 'running running dispatched dispatched queued', 'each works on one');
set local role vp_worker;
select is(system.recover_jobs(), 0, 'while both live there is nothing to recover');
reset role;
update system.workers set heartbeat_at = now() - interval '14 seconds' where id = '00000000-0000-7000-8000-00000000000a';
select is(system.recover_jobs(), 0, 'nor after 14 seconds of silence');
select is(pg_temp.locked(), 'pool-a pool-b', 'the locks stay');
update system.workers set heartbeat_at = now() - interval '16 seconds' where id = '00000000-0000-7000-8000-00000000000a';
set local role vp_worker;
select ok(system.register_worker('00000000-0000-7000-8000-00000000000b', 'host', 2, 'http://b.test', '{pool-b}'), 'after 16 the other''s heartbeat says so');
select is(system.recover_jobs(), 1, 'its job is taken back');
reset role;
select is(pg_temp.locked(), 'pool-b', 'its lock is released, the live one''s is not');
select is(pg_temp.states(), 'dispatched running dispatched dispatched queued', 'the job waits again');
select is((select attempts from system.background_jobs where id = pg_temp.job(1)), 1, 'the attempt counts');
set local role vp_worker;
select ok(not system.register_worker('00000000-0000-7000-8000-00000000000b', 'host', 2, 'http://b.test', '{pool-b}'), 'the dead one is not reported again');
reset role;
select is((select attempts from system.begin_job(pg_temp.acme(), pg_temp.job(1))), 2, 'another worker begins it anew');

-- What the queue has lost
delete from graphile_worker._private_jobs where key = 'test_work:' || pg_temp.job(3);
select is(system.recover_jobs(), 2, 'a job that the queue has lost is taken back, and one that nobody holds');
select is(pg_temp.states(), 'dispatched running dispatched dispatched queued', 'and dispatched again');
select is((select count(*) from graphile_worker._private_jobs where key = 'test_work:' || pg_temp.job(3)), 1::bigint, 'the queue has it once more');
select is(system.recover_jobs(), 0, 'then all is well');

-- Cancelled while a worker held it that then died
do $$ begin
  perform pg_temp.lock(4, 'pool-c');
  perform system.begin_job(pg_temp.acme(), pg_temp.job(4));
  perform system.cancel_jobs(pg_temp.acme(), lpad('4', 32, '0')::uuid);
end $$;
select is(pg_temp.locked(), 'pool-b pool-c', 'a job that is cancelled while it runs stays with its worker');
do $$ begin perform core.unlock_workers('{pool-c}'); end $$;
select is_empty($$ select from graphile_worker._private_jobs where key is null $$, 'and goes with it');

-- Ending
set local role vp_worker;
select lives_ok($$ select system.unregister_worker('00000000-0000-7000-8000-00000000000b') $$, 'a worker that ends says so');
reset role;
update system.workers set heartbeat_at = now() - interval '3 days' where id = '00000000-0000-7000-8000-00000000000a';
update system.workers set heartbeat_at = now() - interval '2 days' where id = '00000000-0000-7000-8000-00000000000b';
do $$ begin perform system.recover_jobs(); end $$;
select is((select string_agg(public_url, ' ') from system.workers), 'http://b.test', 'rows of old workers go, the newest stays for its URL');
select is_empty($$ select * from system.silent_workers() $$, 'and nobody waits for it');

select finish();
rollback;
