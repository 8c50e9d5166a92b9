-- include: fixtures/two_tenants.sql
begin;
set local search_path = extensions;

select no_plan();

-- Calls whose answers were lost, and whose tasks turn up in the provider's list, if ever, early or late.
delete from integration.api_usage;
delete from integration.spend_months;
delete from integration.subject_spends;
insert into integration.provider_operations (provider, operation, is_repeatable, is_async, kind, description)
values ('freepik', 'paint', false, true, 'text_to_image', 'A task.');
insert into integration.provider_prices (provider, operation, amount, currency, valid_from, source)
values ('freepik', 'paint', 0.25, 'EUR', '2020-01-01', 'test');
update system.background_jobs set state = 'running', wake_at = null, attempts = 1 where id in (pg_temp.id('a', 40), pg_temp.id('b', 40));
select integration.note_tasks('freepik', 'paint', 'platform', '{old}');

create function pg_temp.claim(key text, tenant text default 'a') returns integration.provider_calls language sql as $$
  select integration.claim_call(pg_temp.id(tenant, 1), pg_temp.id(tenant, 40), pg_temp.id(tenant, 999), key, 'freepik', 'paint', '{}')
$$;
create function pg_temp.call(key text, attempt int default 1) returns integration.provider_calls language sql as $$
  select c from integration.provider_calls c where c.call_key = call.key and c.attempt = call.attempt
$$;
-- Claims a call and loses its answer; its worker could not say whether it arrived.
create function pg_temp.lose(key text, tenant text default 'a') returns text language sql as $$
  select integration.lose_call(c.organization_id, c.id, 'cut') from pg_temp.claim(key, tenant) c
$$;
-- What the provider lists now, read for this call.
create function pg_temp.list(key text, attempt int, variadic tasks text[]) returns text language sql as $$
  select integration.find_lost_call((pg_temp.call(key, attempt)).organization_id, (pg_temp.call(key, attempt)).id, array_prepend('old', tasks))
$$;
create function pg_temp.age(span interval) returns void language sql as $$
  update integration.provider_calls set sent_at = sent_at - span, next_poll_at = next_poll_at - span where operation = 'paint';
  update integration.foreign_tasks set seen_at = seen_at - span where operation = 'paint';
$$;
create function pg_temp.accept(key text, attempt int, task text) returns void language sql as $$
  select integration.accept_call((pg_temp.call(key, attempt)).organization_id, (pg_temp.call(key, attempt)).id, task, 200)
$$;
create function pg_temp.complete(task text) returns void language sql as $$
  select integration.update_task(task, 'COMPLETED', format('{"generated": ["https://x/%s"]}', task)::jsonb, 'poll')
$$;
create function pg_temp.usage(key text) returns text language sql as $$
  select string_agg(u.outcome || ' ' || trim_scale(u.cost), ', ' order by c.attempt, u.id)
  from integration.api_usage u join integration.provider_calls c on c.organization_id = u.organization_id and c.id = u.provider_call_id
  where c.call_key = key
$$;
create function pg_temp.money(tenant text default 'a') returns text language sql as $$
  select format('%s reserved, %s spent', trim_scale(m.reserved), trim_scale(m.spent)) from integration.spend_months m
  where m.organization_id = pg_temp.id(tenant, 1) and m.currency = 'EUR'
$$;
-- What the bookings, the totals and the calls say of each other.
create function pg_temp.ledger_faults() returns setof text language sql as $$
  select format('call %s: booked %s, rows %s', c.call_key, c.booked_amount, sum(u.cost))
  from integration.provider_calls c
  left join integration.api_usage u on u.organization_id = c.organization_id and u.provider_call_id = c.id
  where c.operation = 'paint'
  group by c.organization_id, c.id having c.booked_amount is distinct from sum(u.cost)
  union all
  select format('month of %s: %s', m.organization_id, m.spent) from integration.spend_months m
  where m.spent <> (select coalesce(sum(u.cost), 0) from integration.api_usage u where u.organization_id = m.organization_id)
    or m.reserved <> (select coalesce(sum(c.reserved_amount), 0) from integration.provider_calls c
      where c.organization_id = m.organization_id and c.operation = 'paint' and c.ended_at is null)
  union all
  select format('request: %s', s.spent) from integration.subject_spends s
  where (s.reserved, s.spent) <> (select m.reserved, m.spent from integration.spend_months m where m.organization_id = s.organization_id)
$$;

-- It never arrived.
do $$ begin perform pg_temp.lose('never'); perform pg_temp.age('91 seconds'); end $$;
select is(pg_temp.list('never', 1, 'old'), 'missing', 'after the grace it is missing');
select is(pg_temp.money(), '0.25 reserved, 0 spent', 'its price stays reserved: the task may yet turn up');
select is((select string_agg(j.kind || ' ' || j.state, ', ') from system.background_jobs j where j.subject_id = (pg_temp.call('never')).id), 'settle_call dispatched', 'a job goes on looking');
select is((pg_temp.claim('never')).attempt, 2, 'meanwhile it is made again');
do $$ begin perform pg_temp.accept('never', 2, 'never 2'); perform pg_temp.complete('never 2'); end $$;
select is(pg_temp.money(), '0.25 reserved, 0.25 spent', 'and the second attempt is paid');
do $$ begin perform pg_temp.age('1 hour'); end $$;
select is(pg_temp.list('never', 1, 'never 2'), 'missing', 'after an hour');
select is(pg_temp.usage('never') || '; ' || pg_temp.money(), 'failed 0, succeeded 0.25; 0 reserved, 0.25 spent', 'it is booked for nothing, and its price is free again');
do $$ begin perform pg_temp.age('7 days'); end $$;
select is(pg_temp.list('never', 1, 'never 2'), 'failed', 'after a week nobody asks any more');
select is(pg_temp.usage('never'), 'failed 0, succeeded 0.25', 'each attempt is booked once');
select is_empty('select pg_temp.ledger_faults()', 'the books agree');

-- It arrives after the grace, and nobody has made it again.
do $$ begin perform pg_temp.lose('late'); perform pg_temp.age('91 seconds'); perform pg_temp.list('late', 1, 'never 2'); end $$;
update integration.provider_calls c set job_id = (select j.id from system.background_jobs j where j.subject_id = c.id) where c.call_key = 'late';
update system.background_jobs set state = 'waiting', wake_at = now() + interval '1 hour' where subject_id = (pg_temp.call('late')).id;
update integration.provider_calls set next_poll_at = now() + interval '1 hour' where call_key = 'late';
select integration.install_webhook_secret('a secret of ours, long');
do $$ declare body constant text := '{"task_id": "late 1", "status": "IN_PROGRESS"}'; sent constant text := extract(epoch from now())::bigint::text; begin
  perform integration.receive_webhook(body, jsonb_build_object('webhook-id', 'm1', 'webhook-timestamp', sent, 'webhook-signature',
    'v1,' || encode(extensions.hmac('m1.' || sent || '.' || body, 'a secret of ours, long', 'sha256'), 'base64'))); end $$;
select is((pg_temp.call('late')).next_poll_at, now(), 'a webhook about a task that no call knows has it looked for at once');
select isnt((select state from system.background_jobs where subject_id = (pg_temp.call('late')).id), 'waiting', 'and wakes the job that looks');
select is(pg_temp.list('late', 1, 'never 2', 'late 1'), 'accepted', 'a task that turns up after the grace is taken');
select is((pg_temp.call('late')).task_status, 'IN_PROGRESS', 'as the webhook said');
select is((pg_temp.claim('late')).attempt, 1, 'claimed again it is not made again');
do $$ begin perform pg_temp.complete('late 1'); end $$;
select is(pg_temp.usage('late') || ' ' || ((pg_temp.call('late')).response -> 'generated' ->> 0), 'succeeded 0.25 https://x/late 1', 'paid once, and its result is used');

-- It arrives after another attempt was made: paid, and of no use.
do $$ begin perform pg_temp.lose('twice'); perform pg_temp.age('91 seconds'); perform pg_temp.list('twice', 1, 'never 2', 'late 1'); end $$;
do $$ begin perform pg_temp.claim('twice'); end $$;
select is(pg_temp.list('twice', 1, 'never 2', 'late 1', 'twice 1'), 'missing', 'while an answer is awaited, an unknown task may be that call''s');
do $$ begin perform pg_temp.accept('twice', 2, 'twice 2'); perform pg_temp.claim('flight'); end $$;
update integration.provider_calls set sent_at = clock_timestamp() where call_key = 'flight';
select is(pg_temp.list('twice', 1, 'never 2', 'late 1', 'twice 1', 'twice 2'), 'failed', 'with the answer it is told apart, whatever has gone out since');
select is(pg_temp.usage('twice'), 'wasted 0.25', 'what turned up late is booked as wasted');
select matches((pg_temp.call('twice')).error, 'had been made again by then: its price is booked, its result is not used', 'and says so');
do $$ begin perform pg_temp.accept('flight', 1, 'flight'); perform pg_temp.complete('flight');  perform pg_temp.complete('twice 1'); perform pg_temp.complete('twice 2'); end $$;
select is(pg_temp.usage('twice'), 'wasted 0.25, succeeded 0.25', 'both are paid, each once');
select is((pg_temp.call('twice')).state || ' ' || (pg_temp.call('twice', 2)).state, 'failed succeeded', 'the second one''s result is used');
select is_empty('select pg_temp.ledger_faults()', 'the books agree');

-- Hours later, when it had been booked for nothing.
do $$ begin perform pg_temp.lose('day'); perform pg_temp.age('91 seconds'); perform pg_temp.list('day', 1, 'late 1'); perform pg_temp.age('1 hour'); perform pg_temp.list('day', 1, 'late 1'); end $$;
select is(pg_temp.usage('day'), 'failed 0', 'booked for nothing');
do $$ begin perform pg_temp.age('20 hours'); end $$;
select is(pg_temp.list('day', 1, 'day 1'), 'accepted', 'it turns up a day later');
do $$ begin perform pg_temp.complete('day 1'); end $$;
select is(pg_temp.usage('day'), 'failed 0, corrected 0.25', 'which corrects the booking');
select is((pg_temp.call('day')).booked_outcome, 'succeeded', 'as what it is');
do $$ begin perform pg_temp.lose('day wasted'); perform pg_temp.age('91 seconds'); perform pg_temp.list('day wasted', 1, 'late 1'); perform pg_temp.claim('day wasted');
  perform pg_temp.accept('day wasted', 2, 'day 2'); perform pg_temp.complete('day 2'); perform pg_temp.age('20 hours'); perform pg_temp.list('day wasted', 1, 'day 2'); end $$;
select is(pg_temp.usage('day wasted'), 'failed 0, succeeded 0.25', 'and one that was made again');
select is(pg_temp.list('day wasted', 1, 'day 2', 'day 3') || ' ' || pg_temp.usage('day wasted'), 'failed failed 0, corrected 0.25, succeeded 0.25', 'is corrected, too');
select is_empty('select pg_temp.ledger_faults()', 'the books agree');

-- A later loss: it is not given another's task.
do $$ begin perform pg_temp.lose('mine'); perform pg_temp.age('91 seconds'); perform pg_temp.list('mine', 1, 'day 2'); perform pg_temp.lose('yours', 'b'); end $$;
select is(pg_temp.list('yours', 1, 'whose'), 'needs_attention', 'a task that may be one''s or another''s is given to nobody');
select matches((pg_temp.call('yours')).error, 'whose, the list does not say', 'and the reason is said');
select is(pg_temp.usage('yours') || coalesce(pg_temp.usage('mine'), '; none'), 'unknown 0.25; none', 'as many are booked as there are tasks: the likelier one');
select is(pg_temp.list('mine', 1, 'whose'), 'missing', 'that task is looked at once');
select is(pg_temp.list('mine', 1, 'whose', 'other') || ' ' || pg_temp.usage('mine'), 'failed unknown 0.25', 'when the second turns up both are paid');
select is((pg_temp.call('mine')).response, null, 'and neither gets the other''s picture');
select is_empty('select pg_temp.ledger_faults()', 'the books agree');
do $$ begin perform pg_temp.lose('shared'); end $$;
select is(pg_temp.list('shared', 1, 'whose', 'other', 'x', 'y'), 'needs_attention', 'of two unknown tasks a person decides: the key is used elsewhere');
select is((select string_agg(task_id, ', ' order by task_id) from integration.foreign_tasks where operation = 'paint' and not is_open), ', old, other, whose, x, y', 'which are not taken for others later');
do $$ begin perform pg_temp.lose('next'); end $$;
select is(pg_temp.list('next', 1, 'whose', 'other', 'x', 'y', 'z'), 'accepted', 'so the next loss is found again');

-- A list that cannot be read: it keeps nobody waiting for ever.
create function pg_temp.unread(key text, attempt int default 1) returns text language plpgsql as $$
declare
  call constant integration.provider_calls := pg_temp.call(key, attempt);
begin
  set local role vp_worker;
  perform integration.note_unread_list(call.organization_id, call.id, 'Freepik answered 404: Not Found');
  reset role;
  return concat_ws(' ', (pg_temp.call(key, attempt)).state, (pg_temp.call(key, attempt)).booked_outcome);
end $$;
do $$ begin perform pg_temp.accept('next', 1, 'z'); perform pg_temp.complete('z'); perform pg_temp.lose('dark'); perform pg_temp.age('59 minutes'); end $$;
select is(pg_temp.unread('dark'), 'lost', 'a list that cannot be read tells nothing: the call is looked for');
select throws_ok($$ select pg_temp.claim('waits', 'b') $$, 'VP111', null, 'and others of its key wait for it');
do $$ begin perform pg_temp.age('2 minutes'); end $$;
select is(pg_temp.unread('dark'), 'needs_attention unknown', 'but not for longer than its price is in doubt: then a person decides');
select is((pg_temp.call('dark')).error, 'Its answer was lost, and the provider''s list of tasks cannot be read: Freepik answered 404: Not Found', 'who is told why');
select is((pg_temp.claim('waits', 'b')).state, 'sent', 'and the others go on');
select is(pg_temp.unread('dark') || ' ' || pg_temp.usage('dark'), 'needs_attention unknown unknown 0.25', 'it is booked once');
do $$ begin perform pg_temp.accept('waits', 1, 'waits'); perform pg_temp.complete('waits'); perform pg_temp.lose('dim'); perform pg_temp.age('91 seconds'); perform pg_temp.list('dim', 1, 'z', 'waits');
  perform pg_temp.claim('dim'); perform pg_temp.accept('dim', 2, 'dim 2'); perform pg_temp.complete('dim 2'); perform pg_temp.age('1 hour'); end $$;
select is(pg_temp.unread('dim') || ' ' || pg_temp.usage('dim'), 'missing unknown unknown 0.25, succeeded 0.25', 'of one that was made again nothing stays reserved');
select is(pg_temp.money(), (select format('0 reserved, %s spent', trim_scale(sum(u.cost))) from integration.api_usage u where u.organization_id = pg_temp.id('a', 1)), 'for ever');
do $$ begin perform pg_temp.age('7 days'); end $$;
select is(pg_temp.unread('dim'), 'failed unknown', 'and after a week nobody looks any more');
select is_empty('select pg_temp.ledger_faults()', 'the books agree');

-- A price that may not have been charged.
do $$ begin perform pg_temp.accept('shared', 1, 'no'); perform pg_temp.claim('broken'); perform pg_temp.accept('broken', 1, 'broken'); perform integration.update_task('broken', 'FAILED', '{}', 'webhook'); end $$;
do $$ begin perform pg_temp.claim('kept'); perform pg_temp.accept('kept', 1, 'kept'); perform integration.update_task('kept', 'FAILED', '{}', 'webhook'); end $$;
create temporary table made as select c.call_key, c.id from integration.provider_calls c where c.operation = 'paint' and c.attempt = 1;
create temporary table before as select m.spent from integration.spend_months m where m.organization_id = pg_temp.id('a', 1) and m.currency = 'EUR';
grant select on made, before to vp_member;
create function pg_temp.resolve(key text, decision text) returns text language sql as $$
  select concat_ws(' ', r.state, r.booked_outcome, trim_scale(r.booked_amount), r.settled_by is not null)
  from made m, api.resolve_call(m.id, resolve.decision) r where m.call_key = resolve.key
$$;
select pg_temp.sign_in('a', 'editor');
select throws_ok($$ select pg_temp.resolve('broken', 'not_charged') $$, 'VP103', null, 'an editor does not decide on money');
select results_eq($$ select c.call_key, c.error ~ 'its price is booked until an admin says otherwise' from api.provider_calls c where c.booked_outcome = 'unknown' and c.call_key in ('broken', 'kept') order by 1 $$,
  $$ values ('broken', true), ('kept', true) $$, 'tasks that the provider reports failed are booked, listed, and say why');
select pg_temp.sign_out();
select pg_temp.sign_in('a', 'admin');
select is(pg_temp.resolve('broken', 'not_charged'), 'failed not_charged 0 t', 'an admin says that one was not charged');
select is(pg_temp.resolve('kept', 'charged'), 'failed charged 0.25 t', 'and another was');
select is((select string_agg(u.outcome || ' ' || trim_scale(u.cost), ', ' order by u.id) from api.api_usage u join made m on m.id = u.provider_call_id where m.call_key = 'broken'),
  'unknown 0.25, corrected -0.25', 'its price is taken off in a row of its own');
select is((select string_agg(u.outcome || ' ' || trim_scale(u.cost), ', ') from api.api_usage u join made m on m.id = u.provider_call_id where m.call_key = 'kept'),
  'unknown 0.25', 'and that of the other stays');
select is((select b.spent - m.spent from api.spend_months m, before b where m.currency = 'EUR'), 0.25, 'the month has room again');
select throws_ok($$ select pg_temp.resolve('broken', 'charged') $$, 'VP202', 'The call is booked as not_charged: what it cost is no question.', 'it is decided once');
select throws_ok($$ select pg_temp.resolve('late', 'not_charged') $$, 'VP202', 'The call is booked as succeeded: what it cost is no question.', 'and only where it is a question');
select is(pg_temp.resolve('shared', 'not_charged'), 'needs_attention not_charged 0 t', 'a call that needs a decision may have its price settled first');
select is(pg_temp.resolve('shared', 'write_off'), 'written_off not_charged 0 t', 'and be given up after');
select pg_temp.sign_out();
select is_empty('select pg_temp.ledger_faults()', 'the books agree');
do $$ begin perform pg_temp.complete('broken'); end $$;
select is((pg_temp.call('broken')).state, 'failed', 'a failed task does not complete');

select * from finish();
rollback;
