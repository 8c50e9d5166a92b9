-- include: fixtures/two_tenants.sql
begin;
set local search_path = extensions;

select plan(91);

-- A seller with one dear and one free operation; prices that change by the day.
insert into integration.providers (key, name, currency) values ('shop', 'Shop', 'EUR'), ('mint', 'Mint', 'CREDITS'), ('shut', 'Shut', 'EUR');
update integration.providers set is_enabled = false where key = 'shut';
insert into integration.provider_operations (provider, operation, is_repeatable, description) values
  ('shop', 'look', true, 'Free.'), ('shop', 'buy', false, 'Dear.'), ('shop', 'future', false, 'Not yet sold.'),
  ('mint', 'buy', false, 'In credits.'), ('shut', 'buy', false, 'Closed.');
insert into integration.provider_prices (provider, operation, model, amount, currency, valid_from, valid_to, source) values
  ('shop', 'look', '', 0, 'EUR', '2020-01-01', null, 'test'),
  ('shop', 'buy', '', 0.05, 'EUR', '2020-01-01', (now() at time zone 'utc')::date, 'test'),
  ('shop', 'buy', '', 0.10, 'EUR', (now() at time zone 'utc')::date, null, 'test'),
  ('shop', 'buy', 'fine', 0.333333, 'EUR', '2020-01-01', null, 'test'),
  ('shop', 'future', '', 1, 'EUR', (now() at time zone 'utc')::date + 1, null, 'test'),
  ('mint', 'buy', '', 75, 'CREDITS', '2020-01-01', null, 'test'),
  ('shut', 'buy', '', 1, 'EUR', '2020-01-01', null, 'test');
delete from integration.api_usage;
delete from integration.spend_months;
delete from integration.subject_spends;
update system.background_jobs set state = 'running', attempts = 1 where id in (pg_temp.id('a', 40), pg_temp.id('b', 40));

create function pg_temp.claim(key text, operation text default 'buy', request jsonb default '{}', provider text default 'shop', tenant text default 'a')
returns integration.provider_calls language sql as $$
  select integration.claim_call(pg_temp.id(tenant, 1), pg_temp.id(tenant, 40), pg_temp.id(tenant, 999), key, provider, operation, request)
$$;
create function pg_temp.call(key text, tenant text default 'a') returns integration.provider_calls language sql as $$
  select c from integration.provider_calls c
  where c.organization_id = pg_temp.id(tenant, 1) and c.call_key = key order by c.attempt desc limit 1
$$;
create function pg_temp.money(tenant text default 'a') returns text language sql as $$
  select string_agg(format('%s reserved, %s spent', m.reserved, m.spent), '; ') from integration.spend_months m
  where m.organization_id = pg_temp.id(tenant, 1) and m.currency = 'EUR'
$$;
create function pg_temp.usage(key text) returns text language sql as $$
  select string_agg(u.outcome || ' ' || u.cost, ', ' order by u.id)
  from integration.api_usage u join integration.provider_calls c on c.organization_id = u.organization_id and c.id = u.provider_call_id
  where u.organization_id = pg_temp.id('a', 1) and c.call_key = key
$$;
create function pg_temp.as_worker(command text) returns text language plpgsql as $$
declare
  answer text;
begin
  set local role vp_worker;
  execute command into answer;
  reset role;
  return answer;
exception when others then
  reset role;
  raise;
end $$;

-- Claim, then succeed.
select is((pg_temp.claim('one')).state, 'sent', 'a first claim is to be sent');
select is((pg_temp.call('one')).reserved_amount, 0.10, 'at the price of the day, not the former one');
select is(pg_temp.money(), '0.100000 reserved, 0.000000 spent', 'its price is reserved');
select is(pg_temp.usage('one'), null, 'nothing is booked before it ends');
select is((pg_temp.call('one')).spend_month, date_trunc('month', now() at time zone 'utc')::date, 'in the UTC month of the claim');
select is(pg_temp.as_worker(format('select integration.complete_call(%L, %L, 200, %L)', pg_temp.id('a', 1), (pg_temp.call('one')).id, '{"url": "u"}')), '', 'the worker completes it');
select is((pg_temp.call('one')).state, 'succeeded', 'it has succeeded');
select is(pg_temp.money(), '0.000000 reserved, 0.100000 spent', 'the reservation is spent');
select is(pg_temp.usage('one'), 'succeeded 0.100000', 'one usage row, at the frozen price');
select is((pg_temp.claim('one')).response, '{"url": "u"}', 'claimed again it answers what it brought');
select is((select count(*) from integration.provider_calls where call_key = 'one'), 1::bigint, 'and makes no second call');
do $$ begin perform integration.complete_call(pg_temp.id('a', 1), (pg_temp.call('one')).id, 200, '{"url": "other"}'); end $$;
select is((pg_temp.call('one')).response, '{"url": "u"}', 'a second answer changes nothing');
select is(pg_temp.usage('one'), 'succeeded 0.100000', 'and books nothing');
update integration.provider_prices set amount = 9 where provider = 'shop' and operation = 'buy' and model = '' and valid_to is null;
select is(pg_temp.usage('one'), 'succeeded 0.100000', 'a new price does not change what was booked');
update integration.provider_prices set amount = 0.10 where provider = 'shop' and operation = 'buy' and model = '' and valid_to is null;
select is((pg_temp.claim('fine', 'buy', '{"model": "fine"}')).reserved_amount, 0.333333, 'a model has its own price, to the sixth place');
select is((pg_temp.claim('one', tenant => 'b')).attempt, 1, 'another organisation has its own keys');
select is(pg_temp.money('b'), '0.100000 reserved, 0.000000 spent', 'and its own money');
select is((select u.occurred_at from integration.api_usage u where u.provider_call_id = (pg_temp.call('one')).id), now(), 'the row has the time of its end');

-- Fail: costs nothing.
select is((pg_temp.claim('two')).attempt, 1, 'a claim');
select is(integration.fail_call(pg_temp.id('a', 1), (pg_temp.call('two')).id, 503, 'Service Unavailable'), 'retry', '503 may heal');
select is(pg_temp.usage('two'), 'failed 0.000000', 'a failed call costs nothing');
select is(pg_temp.money(), '0.333333 reserved, 0.100000 spent', 'and gives its reservation back');
select is((pg_temp.claim('two')).attempt, 2, 'the next claim is a new attempt');
select is(integration.fail_call(pg_temp.id('a', 1), (pg_temp.call('two')).id, 402, 'No credits'), 'failed', '402 does not heal');
select is((pg_temp.call('two')).error, 'No credits', 'the reason is kept');
select is(integration.fail_call(pg_temp.id('a', 1), (pg_temp.call('two')).id, 402, 'No credits'), 'failed', 'said twice');
select is(pg_temp.usage('two'), 'failed 0.000000, failed 0.000000', 'each attempt is booked once');
select is(string_agg(verdict, ' ' order by status), 'failed failed failed failed failed retry retry retry retry', 'what heals')
from (
  select status, (select integration.fail_call(pg_temp.id('a', 1), (pg_temp.claim('heal ' || status)).id, status, 'no')) as verdict
  from unnest('{400,401,402,403,404,408,429,500,503}'::int[]) status) s;
select is(integration.fail_call(pg_temp.id('a', 1), (pg_temp.claim('unsent')).id, null, 'connection refused'), 'retry', 'what was never sent is sent later');
select is(pg_temp.money(), '0.333333 reserved, 0.100000 spent', 'and is free');

-- Lose: a dear call is booked and left to a person.
select is(integration.lose_call(pg_temp.id('a', 1), (pg_temp.claim('three')).id, 'connection reset'), 'needs_attention', 'a dear call that was lost needs a person');
select is(pg_temp.usage('three'), 'unknown 0.100000', 'booked at full price');
select is(pg_temp.money(), '0.333333 reserved, 0.200000 spent', 'and spent');
select is((pg_temp.claim('three')).state, 'needs_attention', 'claimed again it waits');
select is((select count(*) from integration.provider_calls where call_key = 'three'), 1::bigint, 'and is not made again');
select is(integration.lose_call(pg_temp.id('a', 1), (pg_temp.call('three')).id, 'again'), 'needs_attention', 'lost twice');
select is(pg_temp.usage('three'), 'unknown 0.100000', 'is booked once');
do $$ begin perform integration.complete_call(pg_temp.id('a', 1), (pg_temp.call('three')).id, 200, '{"late": true}'); end $$;
select is((pg_temp.call('three')).state, 'succeeded', 'an answer that comes late is welcome');
select is(pg_temp.usage('three'), 'unknown 0.100000', 'and paid already');
select is(integration.fail_call(pg_temp.id('a', 1), (pg_temp.claim('gateway')).id, 504, 'Gateway Timeout'), 'needs_attention', 'a gateway that lost the answer says so');
select is(pg_temp.usage('gateway'), 'unknown 0.100000', 'so it is booked as unknown');

-- Lose: a free one is made again.
select is(integration.lose_call(pg_temp.id('a', 1), (pg_temp.claim('four', 'look')).id, 'connection reset'), 'retry', 'a free call that was lost is made again');
select is(pg_temp.usage('four'), 'unknown 0.000000', 'booked at its price, which is nothing');
select is((pg_temp.call('four')).state, 'retried', 'its attempt has ended');
select is((pg_temp.claim('four', 'look')).attempt, 2, 'the next is a new one');
-- A worker dies between claim and answer.
select is((pg_temp.claim('four', 'look')).attempt, 3, 'a call found sent was lost with its worker: the free one is made again');
select is((pg_temp.claim('five')).state, 'sent', 'a dear one is sent');
select is((pg_temp.claim('five')).state, 'needs_attention', 'found sent by the next worker it needs a person');
select is(pg_temp.usage('five'), 'unknown 0.100000', 'at full price');

-- A person decides.
select pg_temp.sign_in('a', 'editor');
select throws_ok(format('select integration.resolve_call(%L, %L)', id, 'retry'), 'VP103', null, 'an editor does not decide on money')
from api.provider_calls where call_key = 'five';
select pg_temp.sign_in('b', 'admin');
select throws_ok(format('select integration.resolve_call(%L, %L)', pg_temp.id('a', 55), 'retry'), 'VP200', null, 'nor does another organisation''s admin');
select pg_temp.sign_in('a', 'admin');
select throws_ok(format('select integration.resolve_call(%L, %L)', id, 'refund'), 'VP201', null, 'a decision is one of four')
from api.provider_calls where call_key = 'five';
select throws_ok(format('select integration.resolve_call(%L, %L)', id, 'retry'), 'VP202', null, 'there is nothing to decide on a call that succeeded')
from api.provider_calls where call_key = 'one';
select is((select r.state from api.provider_calls c, api.resolve_call(c.id, 'retry') r where c.call_key = 'five'), 'retried', 'an admin has it made again');
select is((select r.state from api.provider_calls c, api.resolve_call(c.id, 'write_off') r where c.call_key = 'gateway'), 'written_off', 'or gives it up');
select pg_temp.sign_out();
select is(((pg_temp.call('five')).resolved_by, (pg_temp.call('five')).resolved_at)::text, (pg_temp.id('a', 14), now())::text, 'who decided is kept');
select is((pg_temp.claim('five')).attempt, 2, 'then it is claimed anew');
select is(pg_temp.usage('five'), 'unknown 0.100000', 'what was booked stays');
do $$ begin perform integration.complete_call(pg_temp.id('a', 1), (pg_temp.call('five')).id, 200, '{}'); end $$;
select is(pg_temp.usage('five'), 'unknown 0.100000, succeeded 0.100000', 'the second one is booked too');

-- A paid answer that is of no use any more.
do $$ begin perform integration.hold_call(pg_temp.id('a', 1), (pg_temp.call('one')).id, 'the address has expired'); end $$;
select is((pg_temp.call('one')).state, 'needs_attention', 'is left to a person');
do $$ begin perform integration.complete_call(pg_temp.id('a', 1), (pg_temp.call('one')).id, 200, '{"url": "late"}'); end $$;
select is((pg_temp.call('one')).state, 'needs_attention', 'and stays so');
select is(pg_temp.usage('one'), 'succeeded 0.100000', 'nothing is booked for it');

-- The cap.
create function pg_temp.spent() returns numeric language sql as $$
  select m.spent + m.reserved from integration.spend_months m where m.organization_id = pg_temp.id('a', 1) and m.currency = 'EUR'
$$;
insert into system.system_settings (organization_id, key, value) values (pg_temp.id('a', 1), 'spend.monthly_cap', to_jsonb(pg_temp.spent() + 0.15));
select is((pg_temp.claim('six')).state, 'sent', 'under the cap a call is made');
select throws_ok($$ select pg_temp.claim('seven') $$, 'VP111',
  format('The spend cap of %s EUR for %s has room only if calls under way fail: %s EUR spent, %s EUR reserved, and this call costs 0.1 EUR.',
    trim_scale(pg_temp.spent() + 0.05), to_char(now() at time zone 'utc', 'YYYY-MM'), 0.5, 0.433333), 'beyond it it waits for what is reserved, with the figures');
select throws_ok($$ select pg_temp.claim('seven', request => '{"model": "fine"}') $$, 'VP111', null, 'however dear');
update system.system_settings set value = '0.55' where organization_id = pg_temp.id('a', 1) and key = 'spend.monthly_cap';
select throws_ok($$ select pg_temp.claim('seven') $$, 'VP400',
  format('The spend cap of 0.55 EUR for %s is reached: 0.5 EUR spent, 0.433333 EUR reserved, and this call costs 0.1 EUR.',
    to_char(now() at time zone 'utc', 'YYYY-MM')), 'what is spent comes back by nothing: it is refused, with the figures');
update system.system_settings set value = to_jsonb(pg_temp.spent() + 0.05) where organization_id = pg_temp.id('a', 1) and key = 'spend.monthly_cap';
select is(pg_temp.call('seven'), null, 'and leaves no call');
select is((pg_temp.claim('eight', 'look')).state, 'sent', 'a free call is never refused');
do $$ begin perform integration.fail_call(pg_temp.id('a', 1), (pg_temp.call('six')).id, 404, 'gone'); end $$;
select is((pg_temp.claim('seven')).state, 'sent', 'what was given back can be spent, to the cent');
select throws_ok($$ select pg_temp.claim('credits', provider => 'mint') $$, 'VP400', null, 'credits do not count as euros under a cap');
select is((pg_temp.claim('credits', provider => 'mint', tenant => 'b')).currency, 'CREDITS', 'without a cap they are spent');
select is((select reserved from integration.spend_months where organization_id = pg_temp.id('b', 1) and currency = 'CREDITS'), 75.0, 'in a sum of their own');

-- The cap of one request: what all its calls together may cost.
create function pg_temp.claim_for(subject int, key text, request jsonb default '{}') returns text language sql as $$
  select (integration.claim_call(pg_temp.id('b', 1), pg_temp.id('b', 40), pg_temp.id('b', subject), key, 'shop', 'buy', request)).state
$$;
create function pg_temp.subject(subject int) returns text language sql as $$
  select format('%s reserved, %s spent', s.reserved, s.spent) from integration.subject_spends s
  where s.organization_id = pg_temp.id('b', 1) and s.subject_id = pg_temp.id('b', subject) and s.currency = 'EUR'
$$;
insert into system.system_settings (organization_id, key, value) values (pg_temp.id('b', 1), 'spend.per_request_cap', '0.25');
select is(pg_temp.claim_for(901, 'r1'), 'sent', 'a request spends');
do $$ begin perform integration.complete_call(pg_temp.id('b', 1), (pg_temp.call('r1', 'b')).id, 200, '{}'); end $$;
select is(pg_temp.claim_for(901, 'r2'), 'sent', 'up to its cap');
select is(pg_temp.subject(901), '0.100000 reserved, 0.100000 spent', 'which counts all its calls');
select throws_ok($$ select pg_temp.claim_for(901, 'r3') $$, 'VP111',
  'The spend cap of 0.25 EUR for this request has room only if calls under way fail: 0.1 EUR spent, 0.1 EUR reserved, and this call costs 0.1 EUR.', 'beyond it a call waits');
select is(pg_temp.claim_for(902, 'r4'), 'sent', 'another request has its own');
do $$ begin perform integration.complete_call(pg_temp.id('b', 1), (pg_temp.call('r2', 'b')).id, 200, '{}'); end $$;
select throws_ok($$ select pg_temp.claim_for(901, 'r3') $$, 'VP400',
  'The spend cap of 0.25 EUR for this request is reached: 0.2 EUR spent, 0 EUR reserved, and this call costs 0.1 EUR.', 'and is refused when it is spent');
do $$ begin perform integration.complete_call(pg_temp.id('b', 1), (pg_temp.call('r4', 'b')).id, 200, '{}'); end $$;
delete from system.system_settings where organization_id = pg_temp.id('b', 1);

-- No price, no call.
select throws_ok($$ select pg_temp.claim('later', 'future') $$, 'VP401', null, 'what has no price today is refused, not free');
select throws_ok($$ select pg_temp.claim('odd', 'buy', '{"model": "unheard of"}') $$, 'VP401', null, 'nor is an unknown model');
select throws_ok($$ select pg_temp.claim('closed', provider => 'shut') $$, 'VP202', null, 'a source that is switched off is not called');

-- A call that nobody will claim again.
update integration.provider_calls set sent_at = now() - interval '11 minutes' where call_key in ('seven', 'fine') and organization_id = pg_temp.id('a', 1);
select is(pg_temp.as_worker('select integration.recover_calls()'), '0', 'calls of a running job are left to it');
update system.background_jobs set state = 'cancelled', finished_at = now() where id = pg_temp.id('a', 40);
select is(pg_temp.as_worker('select integration.recover_calls()'), '2', 'those of a job that has ended are given up for lost');
select is((pg_temp.call('seven')).state, 'needs_attention', 'for a person to see');
select is((select m.reserved from integration.spend_months m where m.organization_id = pg_temp.id('a', 1) and m.currency = 'EUR'), 0.0, 'and nothing stays reserved');

-- The ledger adds up.
select results_eq(
  $$ select m.organization_id, m.currency, m.spent from integration.spend_months m order by 1, 2 $$,
  $$ select u.organization_id, u.currency, sum(u.cost) from integration.api_usage u group by 1, 2
     union all select pg_temp.id('b', 1), 'CREDITS', 0 order by 1, 2 $$,
  'what is spent is the sum of what is booked');
select results_eq(
  $$ select s.organization_id, s.subject_id, s.currency, s.spent from integration.subject_spends s where s.currency = 'EUR' and s.spent > 0 order by 1, 2 $$,
  $$ select u.organization_id, u.subject_id, u.currency, sum(u.cost) from integration.api_usage u group by 1, 2, 3 order by 1, 2 $$,
  'what is spent for a request too');
select is_empty(
  $$ select c.id from integration.provider_calls c where c.state <> 'sent' and c.call_key <> 'request:1:download'
       and (select count(*) from integration.api_usage u where u.organization_id = c.organization_id and u.provider_call_id = c.id) <> 1 $$,
  'every call that has ended has one usage row');
select throws_ok('truncate integration.api_usage', 'VP909', null, 'the ledger is not truncated');
select throws_ok($$ set local role vp_definer; delete from integration.api_usage $$, '42501', null, 'nor deleted from');
select throws_ok($$ set local role vp_definer; update integration.api_usage set cost = 0 $$, '42501', null, 'nor changed');

select * from finish();
rollback;
