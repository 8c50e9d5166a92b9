-- include: fixtures/two_tenants.sql
begin;
set local search_path = extensions;

select plan(47);

delete from integration.api_usage;
delete from integration.spend_months;
insert into integration.provider_operations (provider, operation, is_repeatable, is_async, kind, description)
values ('freepik', 'paint', false, true, 'text_to_image', 'A task.');
insert into integration.provider_prices (provider, operation, amount, currency, valid_from, source)
values ('freepik', 'paint', 0.25, 'EUR', '2020-01-01', 'test');

create function pg_temp.org() returns uuid language sql as $$ select pg_temp.id('a', 1) $$;
create function pg_temp.job() returns uuid language sql as $$ select pg_temp.id('a', 40) $$;
create function pg_temp.run() returns void language sql as $$
  update system.background_jobs set state = 'running', wake_at = null, attempts = 1 where id = pg_temp.job()
$$;
create function pg_temp.claim(key text) returns integration.provider_calls language sql as $$
  select integration.claim_call(pg_temp.org(), pg_temp.job(), pg_temp.id('a', 60), key, 'freepik', 'paint', '{}')
$$;
create function pg_temp.call(key text) returns integration.provider_calls language sql as $$
  select c from integration.provider_calls c where c.organization_id = pg_temp.org() and c.call_key = key order by c.attempt desc limit 1
$$;
create function pg_temp.step(key text) returns jsonb language sql as $$
  select integration.call_step(pg_temp.org(), pg_temp.job(), (pg_temp.call(key)).id)
$$;
create function pg_temp.accept(key text, task text) returns void language sql as $$
  select integration.accept_call(pg_temp.org(), (pg_temp.call(key)).id, task, 200)
$$;
create function pg_temp.list(key text, variadic tasks text[]) returns text language sql as $$
  select integration.find_lost_call(pg_temp.org(), (pg_temp.call(key)).id, tasks)
$$;
create function pg_temp.usage(key text) returns text language sql as $$
  select string_agg(u.outcome || ' ' || trim_scale(u.cost), ', ' order by u.id)
  from integration.api_usage u join integration.provider_calls c on c.organization_id = u.organization_id and c.id = u.provider_call_id
  where c.call_key = key
$$;
create function pg_temp.job_state() returns text language sql as $$ select state from system.background_jobs where id = pg_temp.job() $$;
select pg_temp.run();

-- A task's life.
select is((pg_temp.claim('one')).state, 'sent', 'a task begins as a call to be sent');
select throws_ok($$ select pg_temp.claim('two') $$, 'VP111', null, 'of an operation with tasks one answer is outstanding at a time');
select is(pg_temp.usage('two'), null, 'what may not go out yet leaves nothing behind');
do $$ begin perform pg_temp.accept('one', 'task 1'); end $$;
select is((pg_temp.call('one')).state, 'accepted', 'its answer names the task');
select is(pg_temp.usage('one'), null, 'which is booked when it ends');
select is((select reserved from integration.spend_months where organization_id = pg_temp.org()), 0.25, 'its price stays reserved');
select is((pg_temp.claim('one')).state, 'accepted', 'claimed again it is asked about, not made again');
select is(pg_temp.step('one') ->> 'action', 'wait', 'not at once');
select is(pg_temp.job_state(), 'waiting', 'meanwhile the job makes room');
select is((select attempts from system.background_jobs where id = pg_temp.job()), 0, 'waiting is no attempt');
select is(system.wake_jobs(pg_temp.org(), array[pg_temp.job()]), 1, 'it is woken');
select pg_temp.run();
update integration.provider_calls set next_poll_at = now() where call_key = 'one';
select is(pg_temp.step('one') - 'call_id', '{"action": "poll", "operation": "paint", "task_id": "task 1"}', 'then the task is asked for');
select ok((pg_temp.call('one')).next_poll_at > now() + interval '2 seconds', 'with a longer pause before the next time');
select is(integration.update_task('task 1', 'IN_PROGRESS', '{}', 'poll'), 'accepted', 'it is at work');
select is(integration.update_task('task 1', 'CREATED', '{}', 'webhook'), 'accepted', 'an older webhook comes late');
select is((pg_temp.call('one')).task_status, 'IN_PROGRESS', 'and does not take it back');
do $$ begin perform pg_temp.step('one'); end $$;
select is(integration.update_task('task 1', 'COMPLETED', '{"generated": ["https://x/1"]}', 'webhook'), 'succeeded', 'it completes');
select isnt(pg_temp.job_state(), 'waiting', 'which wakes the job');
select is(pg_temp.usage('one'), 'succeeded 0.25', 'it is booked');
select is(integration.update_task('task 1', 'FAILED', '{}', 'webhook'), 'succeeded', 'what has ended does not end otherwise');
select is(integration.update_task('task 1', 'COMPLETED', '{"generated": ["https://x/2"]}', 'poll'), 'succeeded', 'nor twice');
select is((pg_temp.call('one')).response, '{"generated": ["https://x/1"]}', 'its result stays');
select is(pg_temp.usage('one'), 'succeeded 0.25', 'and is booked once');
select is(integration.update_task('nobody''s', 'COMPLETED', '{}', 'webhook'), null, 'a task that no call knows changes nothing');

-- Its address has expired.
select ok(integration.refresh_task(pg_temp.org(), (pg_temp.call('one')).id), 'a result can be asked for again');
select is(pg_temp.step('one') ->> 'action', 'poll', 'by its task');
do $$ begin perform integration.update_task('task 1', 'COMPLETED', '{"generated": ["https://x/3"]}', 'poll'); end $$;
select is((pg_temp.call('one')).response, '{"generated": ["https://x/3"]}', 'the new address is taken');
select is(pg_temp.usage('one'), 'succeeded 0.25', 'for nothing');

-- Failed, and given up.
do $$ begin perform pg_temp.claim('three'); perform pg_temp.accept('three', 'task 3'); perform integration.update_task('task 3', 'FAILED', '{}', 'poll'); end $$;
select is((pg_temp.call('three')).state || ' ' || pg_temp.usage('three'), 'failed unknown 0.25', 'a task that failed is booked: the provider took it');
select pg_temp.run();
do $$ begin perform pg_temp.claim('four'); perform pg_temp.accept('four', 'task 4'); end $$;
update integration.provider_calls set polls = 9, next_poll_at = now(), accepted_at = now() - interval '31 minutes' where call_key = 'four';
select is(pg_temp.step('four'), null, 'a task that does not end is given up');
select is((pg_temp.call('four')).state || ' ' || pg_temp.usage('four'), 'failed unknown 0.25', 'and booked');
select is(integration.update_task('task 4', 'COMPLETED', '{"generated": ["https://x/4"]}', 'webhook'), 'succeeded', 'should it end after all, its result is kept');
select is(pg_temp.usage('four'), 'unknown 0.25', 'and not paid again');

-- Lost.
do $$ begin perform pg_temp.claim('five'); end $$;
select is(integration.lose_call(pg_temp.org(), (pg_temp.call('five')).id, 'cut'), 'retry', 'a task whose answer was lost is nobody''s decision');
select throws_ok($$ select pg_temp.claim('six') $$, 'VP111', null, 'until it is found no other call goes out');
select is(pg_temp.step('five') ->> 'action', 'list', 'it is looked for in the list');
select is(pg_temp.list('five', 'task 1', 'task 3', 'task 4'), 'lost', 'which does not have it yet');
select is(pg_temp.list('five', 'task 1', 'task 5'), 'accepted', 'the task that no call knows is it');
select is((pg_temp.call('five')).provider_task_id || coalesce(pg_temp.usage('five'), ', not booked'), 'task 5, not booked', 'and goes on as one');
do $$ begin perform pg_temp.claim('seven'); perform pg_temp.claim('seven'); end $$;
select is((pg_temp.call('seven')).state, 'lost', 'a worker that died before the answer has lost it too');
update integration.provider_calls set sent_at = now() - interval '2 minutes' where call_key = 'seven';
select is(pg_temp.list('seven', 'task 1', 'task 5'), 'missing', 'what is not in the list after a while is missing');
select is((pg_temp.claim('seven')).attempt, 2, 'so it is made again');
do $$ begin perform pg_temp.accept('seven', 'task 7'); end $$;
update integration.provider_calls set sent_at = now() - interval '8 days' where call_key = 'seven' and attempt = 1;
select is(integration.find_lost_call(c.organization_id, c.id, '{task 1,task 5,task 7}') || ' ' || pg_temp.usage('seven'), 'failed failed 0', 'after a week it never arrived, and is free')
from integration.provider_calls c where c.call_key = 'seven' and c.attempt = 1;

-- Before the first call.
do $$ begin perform integration.note_tasks('freepik', 'paint', 'platform', '{old 1,old 2}'); perform integration.note_tasks('freepik', 'paint', 'platform', '{mine}'); end $$;
do $$ begin perform pg_temp.claim('nine'); perform pg_temp.claim('nine'); end $$;
select is(pg_temp.list('nine', 'old 1', 'old 2', 'mine'), 'accepted', 'tasks from before the first call are not taken for it');

-- A job that has gone.
update system.background_jobs set state = 'cancelled', wake_at = null, finished_at = now() where id = pg_temp.job();
select is(integration.recover_calls(), 3, 'tasks of a job that has ended');
select is((select count(*) from system.background_jobs where kind = 'settle_call' and state in ('queued', 'dispatched')), 4::bigint, 'get one that sees to their end');
do $$ begin perform integration.update_task('mine', 'COMPLETED', '{}', 'webhook'); end $$;
select is((select integration.next_settle_step(j.organization_id, j.id) ->> 'state' from system.background_jobs j where j.kind = 'settle_call' and j.subject_id = (pg_temp.call('nine')).id),
  'succeeded', 'which ends when they have');

select * from finish();
rollback;
