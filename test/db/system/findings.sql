-- include: fixtures/two_tenants.sql
-- include: fixtures/findings.sql
begin;
set search_path = extensions, public;
select plan(37);

-- Workers
select is(pg_temp.found('workers.none'), null, 'a worker is alive');
select is(system.works_since(), now() - interval '1 hour', 'for an hour');
insert into system.workers (id, host, pid, queue_worker_ids, started_at, heartbeat_at)
values (pg_temp.id('f', 43), 'other', 8, '{pool-8}', now() - interval '2 hours', now() - interval '5 minutes');
select is(pg_temp.found('workers.silent'), 'warning ' || pg_temp.id('f', 43) || ' 5 min', 'another has fallen silent');
select ok(pg_temp.told('workers.silent') like '%on other (process 8)%', 'it is told where it was');
select is(system.works_since(), now() - interval '1 hour', 'a silent one does not count');
update system.workers set queue_worker_ids = '{}', heartbeat_at = now() - interval '3 hours' where id = pg_temp.id('f', 42);
select is(pg_temp.found('workers.none'), 'error 5 min', 'without one that lives there is none, since the last was heard of');
delete from system.workers;
select is(pg_temp.found('workers.none'), 'error', 'nor was there ever');
insert into system.workers (id, host, pid, queue_worker_ids, started_at, heartbeat_at)
values (pg_temp.id('f', 42), 'host', 7, '{pool}', now() - interval '1 hour', now() + interval '1 hour');

-- Jobs
create function pg_temp.job(tenant text, n int, state text, kind text default 'test_work') returns void language sql as $$
  insert into system.background_jobs (organization_id, id, kind, subject_id, state, wake_at, finished_at)
  values (pg_temp.id(tenant, 1), pg_temp.id(tenant, n), kind, pg_temp.id(tenant, n), state, case when state = 'waiting' then now() end,
    case when state in ('failed', 'succeeded') then now() end)
$$;
select pg_temp.job(x, 100, 'queued') from tenants;
select is(pg_temp.found('jobs.not_dispatched'), null, 'a job that was just queued is not forgotten');
update system.background_jobs set created_at = now() - interval '6 minutes' where id = pg_temp.id('b', 100);
select is(pg_temp.found('jobs.not_dispatched'), 'error b ' || pg_temp.id('b', 100) || ' 6 min', 'after a few minutes it is');
update system.background_jobs set created_at = now() - interval '1 day' where id = pg_temp.id('a', 100);
select is(pg_temp.found('jobs.not_dispatched'), 'error a ' || pg_temp.id('a', 100) || ' 1 d; error b ' || pg_temp.id('b', 100) || ' 6 min', 'each organisation''s');
select pg_temp.job('a', n, 'running') from generate_series(101, 104) n;
update system.background_jobs set started_at = now() where state = 'running';
select is(pg_temp.found('jobs.not_dispatched'), 'error b ' || pg_temp.id('b', 100) || ' 6 min', 'but not while there is no room');
delete from system.background_jobs where state = 'queued';

select is(pg_temp.found('jobs.not_held'), null, 'a job that has only just begun may be ahead of the queue');
update system.background_jobs set started_at = now() - interval '4 minutes' where id = pg_temp.id('a', 102);
update system.background_jobs set started_at = now() - interval '200 minutes' where id = pg_temp.id('a', 101);
select is(pg_temp.found('jobs.not_held'), 'error a ' || pg_temp.id('a', 101) || ' 3 h 20 min', 'running for long, and in no queue');
select ok(pg_temp.told('jobs.not_held') like '2 jobs said to be running, and no worker%', 'both are counted');
do $$ begin
  perform core.enqueue(jsonb_agg(jsonb_build_object('task', 'test_work', 'job_key', system.job_key('test_work', pg_temp.id('a', n)))))
  from generate_series(101, 102) n;
end $$;
select ok(pg_temp.told('jobs.not_held') like '2 jobs said%', 'in the queue, but nobody''s');
update graphile_worker._private_jobs set locked_at = now(), locked_by = 'pool';
select is(pg_temp.found('jobs.not_held'), null, 'a worker has them');
select pg_temp.job('b', 105, 'dispatched');
update system.background_jobs set dispatched_at = now() - interval '5 minutes' where id = pg_temp.id('b', 105);
select is(pg_temp.found('jobs.not_held'), 'error b ' || pg_temp.id('b', 105) || ' 5 min', 'handed to the queue, which does not have it');
do $$ begin perform core.enqueue(jsonb_build_array(jsonb_build_object('task', 'test_work', 'job_key', system.job_key('test_work', pg_temp.id('b', 105))))); end $$;
select is(pg_temp.found('jobs.not_held'), null, 'there it waits its turn');

select pg_temp.job('b', 106, 'waiting');
select is(pg_temp.found('jobs.not_woken'), null, 'a job whose time has just come');
update system.background_jobs set wake_at = now() - interval '7 minutes' where state = 'waiting';
select is(pg_temp.found('jobs.not_woken'), 'warning b ' || pg_temp.id('b', 106) || ' 7 min', 'is overslept after a while');

select pg_temp.job('a', 110, 'succeeded');
select is(pg_temp.found('jobs.failed'), null, 'nothing has failed');
select pg_temp.job('a', 111, 'failed', 'render_variants'), pg_temp.job('a', 112, 'failed', 'render_variants'),
  pg_temp.job('b', 113, 'failed', 'render_variants'), pg_temp.job('b', 114, 'failed', 'source_assets'), pg_temp.job('b', 115, 'failed', 'settle_call');
update system.background_jobs set finished_at = now() - interval '2 hours', last_error = 'No font.' where id = pg_temp.id('a', 111);
update system.background_jobs set finished_at = now() - interval '1 hour', last_error = 'No logo.' where id in (pg_temp.id('a', 112), pg_temp.id('b', 114));
update system.background_jobs set finished_at = now() - interval '3 hours', last_error = 'No source.' where id = pg_temp.id('b', 113);
update system.background_jobs set finished_at = now() - interval '25 hours' where id = pg_temp.id('b', 115);
select is(pg_temp.found('jobs.failed'), format('warning %s 3 h; warning %s 1 h', pg_temp.id('a', 112), pg_temp.id('b', 114)), 'what failed in the last day, by kind');
select ok(pg_temp.told('jobs.failed') like '3 render_variants jobs of 2 organisations failed in the last day, the last with: No logo.%', 'in numbers, and why');
select ok(pg_temp.told('jobs.failed') like '%1 source_assets job of 1 organisation %', 'one of one');

-- Roll-ups
insert into system.rollup_cursors (name, next_xid, system_identifier, advanced_at) values ('fixture', '3', 1, now() - interval '4 minutes');
select is(pg_temp.found('rollups.lagging'), null, 'four minutes are no lag');
update system.rollup_cursors set advanced_at = now() - interval '20 minutes';
select is(pg_temp.found('rollups.lagging'), 'warning fixture 20 min', 'twenty are');
update system.rollup_cursors set advanced_at = now() - interval '2 hours';
select is(pg_temp.found('rollups.lagging'), 'error fixture 2 h', 'two hours are a failure');
update system.workers set started_at = now() - interval '1 minute';
select is(pg_temp.found('rollups.lagging'), null, 'not of a worker that has only just come');
update system.workers set queue_worker_ids = '{}';
select is(pg_temp.found('rollups.lagging'), null, 'nor while there is none: that is another fault');
select is(pg_temp.found('rollups.held'), null, 'no writer holds them');
alter function system.rollup_lags() rename to rollup_lags_as_they_are;
create function system.rollup_lags() returns table (name text, advanced_at timestamptz, waiting_transactions bigint, held_since timestamptz) language sql stable
  as $$ select 'fixture', now(), 5::bigint, now() - interval '6 hours' union all select 'other', now(), 5, now() - interval '6 hours' $$;
select is(pg_temp.found('rollups.held'), 'warning 6 h', 'a writer that is open for hours does, told once');

-- Uploads
insert into system.files (organization_id, id, kind, filename, mime_type, bytes, sha256, upload_expires_at)
select pg_temp.id('b', 1), pg_temp.id('b', 120 + n), 'image', 'a.png', 'image/png', 1, repeat('0', 64), now() - n * interval '10 minutes' from generate_series(0, 1) n;
select is(pg_temp.found('uploads.not_expired'), null, 'an upload whose time is over is expired soon');
update system.files set upload_expires_at = upload_expires_at - interval '10 minutes' where id in (pg_temp.id('b', 120), pg_temp.id('b', 121));
select is(pg_temp.found('uploads.not_expired'), 'warning b ' || pg_temp.id('b', 121) || ' 20 min', 'or forgotten');
do $$ begin perform system.expire_uploads(); end $$;
select is(pg_temp.found('uploads.not_expired'), null, 'until somebody expires it');

-- Whom it is for
select is(array(select has_function_privilege(r, p.oid, 'execute') from unnest('{vp_anon,vp_member,vp_worker}'::text[]) r, pg_proc p
  where p.prorettype = 'core.finding'::regtype and has_function_privilege(r, p.oid, 'execute')), '{}', 'no client and no worker calls any of it');
select is(array(select p.oid::regprocedure::text from unnest('{vp_dba,vp_monitor}'::text[]) r, pg_proc p
  where p.prorettype = 'core.finding'::regtype and not has_function_privilege(r, p.oid, 'execute')), '{}', 'DBAs and monitors call all of it');
set local role vp_dba;
select lives_ok('select * from analytics.diagnose()', 'a DBA too is told');
reset role;

select * from finish();
rollback;
