-- include: fixtures/two_tenants.sql
begin;
set local search_path = extensions;
select no_plan();

insert into integration.providers (key, name, currency) values ('shop', 'Shop', 'EUR');
insert into integration.provider_operations (provider, operation, is_repeatable, is_async, description) values
  ('shop', 'buy', false, false, 'At once.'), ('shop', 'make', false, true, 'A task.'), ('shop', 'see', true, false, 'Free.');
insert into integration.provider_prices (provider, operation, amount, currency, valid_from, source) values
  ('shop', 'buy', 0.1, 'EUR', '2020-01-01', 'test'), ('shop', 'make', 0.1, 'EUR', '2020-01-01', 'test'), ('shop', 'see', 0, 'EUR', '2020-01-01', 'test');
insert into integration.rate_limits (provider, quota, scope, operations, calls, per, valid_from, valid_to, source) values
  ('shop', 'calls', 'address', null, 5, '24 seconds', '2020-01-01', null, 'test'),
  ('shop', 'purchases', 'key', '{buy}', 7, '1 day', '2020-01-01', null, 'test'),
  ('shop', 'former', 'address', null, 1, '1 day', '2020-01-01', '2021-01-01', 'test');

-- A clock that the tests turn: noon, plus so many seconds.
create function pg_temp.at(seconds numeric) returns timestamptz language sql as $$
  select timestamptz '2026-03-02 12:00:00+00' + seconds * interval '1 second'
$$;
create function pg_temp.admit(seconds numeric, operation text default 'buy', key_id text default 'platform', call_id uuid default gen_random_uuid()) returns numeric language sql as $$
  select extract(epoch from integration.admit_call(pg_temp.id('a', 1), 'shop', operation, key_id, call_id, pg_temp.at(seconds)) - pg_temp.at(0))
$$;

-- Rates.
select is((select array_agg(pg_temp.admit(n * 0.1)) from generate_series(0, 4) n), array_fill(null::numeric, array[5]), 'calls go out at once, up to the rate');
select is(pg_temp.admit(0.9), 25.0, 'the next one is told when the oldest are past');
select is((select sum(n) from integration.rate_buckets b, unnest(b.counts) n where b.quota = 'purchases'), 5::bigint, 'and does not count, nowhere');
select is(pg_temp.admit(0.9, key_id => 'own'), 25.0, 'what is counted by address holds for every key');
select is(pg_temp.admit(23.99), 25.0, 'a moment before it is too early');
select is((select array_agg(pg_temp.admit(25)) from generate_series(1, 2) n), array_fill(null::numeric, array[2]), 'then it goes on');
select is(pg_temp.admit(26), extract(epoch from pg_temp.at(90000) - pg_temp.at(0)), 'a day''s limit holds longer');
select is(pg_temp.admit(26, key_id => 'own'), null, 'but by key');
select is(pg_temp.admit(26, 'see'), null, 'and by operation');
update integration.rate_limits set calls = 9 where quota = 'purchases';
select is(pg_temp.admit(26), null, 'a limit that is raised is raised at once');
select is(pg_temp.admit(100), null, 'what is long past is forgotten');
select results_eq($$ select quota, slot, counts[1:2] from integration.rate_buckets where provider = 'shop' and quota = 'calls' $$,
  format($$ values ('calls', %s::bigint, '{1,0}'::int[]) $$, extract(epoch from pg_temp.at(100))::bigint), 'in one row');

-- However they come, never more than the limit in any stretch of its time.
delete from integration.rate_limits where provider = 'shop' and quota <> 'calls';
do $$ begin
  create temporary table admitted (at numeric);
  insert into admitted select n * 0.7 from generate_series(2000, 2400) n where pg_temp.admit(n * 0.7) is null;
end $$;
select is((select max(c) from (select count(*) over (order by at range between 23.999 preceding and current row) c from admitted) w), 5::bigint, 'five in any 24 seconds');
select cmp_ok((select count(*) from admitted)::int, '>=', 50, 'and hardly less, over time');
select isnt_empty($$ select from integration.rate_limits where provider = 'freepik' and operations = '{mystic}' and calls = 6000 and per = '1 day' $$, 'the provider''s are data');
delete from integration.rate_limits where provider = 'shop';

-- The plan of a key.
delete from integration.rate_buckets;
insert into integration.rate_limits (provider, quota, scope, plan, operations, calls, per, valid_from, source) values
  ('shop', 'purchases', 'key', 'free', '{buy}', 1, '1 day', '2020-01-01', 'test'), ('shop', 'purchases', 'key', 'premium', '{buy}', 2, '1 day', '2020-01-01', 'test'),
  ('shop', 'makes', 'key', 'free', '{make}', 0, '1 day', '2020-01-01', 'test'), ('shop', 'makes', 'key', 'premium', '{make}', 9, '1 day', '2020-01-01', 'test');
select is((select array_agg(pg_temp.admit(200)) from generate_series(1, 3) n) is not distinct from array[null, null, pg_temp.admit(200)], true, 'a key has the quota of its plan');
insert into system.system_settings (organization_id, key, value) values (pg_temp.id('a', 1), 'integration.key_plan', '"free"');
select is(pg_temp.admit(200, key_id => 'own') is null and pg_temp.admit(200, key_id => 'own') > 80000, true, 'which is the organisation''s for the key that it brought');
select is(integration.plan_of(pg_temp.id('a', 1), 'platform') || ' ' || integration.plan_of(pg_temp.id('a', 1), 'own'), 'premium free', 'and the platform''s for its own');
create function pg_temp.claim_make(key text) returns text language sql as $$
  select (integration.claim_call(pg_temp.id('a', 1), null, null, key, 'shop', 'make', '{}')).state
$$;
select is(pg_temp.claim_make('premium'), 'sent', 'what the plan has is claimed');
update system.system_settings set organization_id = identity.system_organization_id() where key = 'integration.key_plan';
delete from integration.provider_calls where provider = 'shop' and call_key = 'premium';
select throws_ok($$ select pg_temp.claim_make('free') $$, 'VP202', 'The free plan of shop has 0 calls of make a day.', 'what it has not is refused, with the figures');
select is_empty($$ select from integration.provider_calls where call_key = 'free' $$, 'and nothing is claimed');
select throws_like($$ select pg_temp.claim_make('free') $$, '%0 calls%', 'however often');
delete from system.system_settings where key = 'integration.key_plan';
select results_eq($$ select l.operations[1], min(l.calls) filter (where l.plan = 'free'), min(l.calls) filter (where l.plan = 'premium')
    from integration.rate_limits l where l.provider = 'freepik' and l.plan <> 'any' group by 1 order by 1 $$,
  $$ values ('classic_text_to_image', 100, 10000), ('flux_dev', 100, 3000), ('image_expand', 100, 1250), ('image_relight', 0, 1250),
    ('image_style_transfer', 0, 1250), ('image_upscaler', 0, 1250), ('imagen3', 100, 10000), ('mystic', 0, 6000), ('reimagine_flux', 100, 1000),
    ('remove_background', 300, 20000), ('stock_search', 50, 1000) $$, 'the provider''s quotas are those published');
delete from integration.rate_limits where provider = 'shop';
delete from integration.rate_buckets;

-- 429.
select is(integration.note_throttled('shop', 'buy', 'platform', '40 seconds', pg_temp.at(0)), pg_temp.at(40), 'a refusal with Retry-After');
select is(pg_temp.admit(39), 40.0, 'is honoured');
select is(pg_temp.admit(39, key_id => 'own'), null, 'by that key');
select is(pg_temp.admit(39, 'see'), null, 'for that operation');
select is(pg_temp.admit(40), null, 'to the second');
update integration.throttles set refusals = 0, blocked_until = pg_temp.at(0);
select is((select array_agg(extract(epoch from integration.note_throttled('shop', 'buy', 'platform', null, pg_temp.at(1000 * n)) - pg_temp.at(1000 * n))) from generate_series(1, 9) n),
  '{5,10,20,40,80,160,320,600,600}'::numeric[], 'without it the pause doubles, up to ten minutes');
do $$ begin perform integration.note_answer('shop', 'buy', 'platform', true, pg_temp.at(10000)); end $$;
select is(extract(epoch from integration.note_throttled('shop', 'buy', 'platform', null, pg_temp.at(20000)) - pg_temp.at(20000)), 5.0, 'an answer starts it over');

-- The circuit.
create function pg_temp.note(works boolean, seconds numeric) returns text language plpgsql as $$
begin
  perform integration.note_answer('shop', 'see', 'platform', works, pg_temp.at(seconds));
  return (select state from integration.circuits where operation = 'see');
end $$;
select is((select array_agg(pg_temp.note(false, n)) from generate_series(1, 4) n), array_fill('closed'::text, array[4]), 'some failures are borne');
select is(pg_temp.note(true, 5), 'closed', 'an answer between them');
select is((select array_agg(pg_temp.note(false, n * 301)) from generate_series(1, 6) n), array_fill('closed'::text, array[6]), 'and failures long apart are no outage');
select is((select array_agg(pg_temp.note(false, 3000 + n)) from generate_series(1, 5) n), '{closed,closed,closed,closed,open}', 'five in a row open the circuit');
select is(pg_temp.admit(3006, 'see'), 3020.0, 'nothing goes out');
select is(pg_temp.admit(3006, 'buy', 'own'), null, 'of that operation');
select ok(integration.is_failing('shop', 'see'), 'which is known to fail');
select is(pg_temp.admit(3020, 'see'), null, 'after a while one call finds out');
select is(pg_temp.admit(3021, 'see'), 3026.0, 'and one only');
select is(pg_temp.note(false, 3022), 'open', 'if it fails too');
select is(pg_temp.admit(3023, 'see'), 3052.0, 'the pause doubles');
select is(pg_temp.admit(3052, 'see'), null, 'another one');
select is(pg_temp.admit(3082, 'see'), null, 'or, if nobody hears of it any more, the next');
select is(pg_temp.note(true, 3173), 'closed', 'an answer closes the circuit');
select is((select array_agg(pg_temp.admit(3174, 'see')) from generate_series(1, 3) n), array_fill(null::numeric, array[3]), 'for all');

-- Calls tell how they ended.
create function pg_temp.claim(key text, operation text default 'buy') returns uuid language sql as $$
  select (integration.claim_call(pg_temp.id('b', 1), pg_temp.id('b', 40), pg_temp.id('b', 999), key, 'shop', operation, '{}')).id
$$;
create function pg_temp.fail(key text, status int) returns text language plpgsql as $$
begin
  perform integration.fail_call(pg_temp.id('b', 1), pg_temp.claim(key), status, 'no');
  return (select state || ' ' || failures from integration.circuits where provider = 'shop' and operation = 'buy');
end $$;
delete from integration.throttles;
delete from integration.circuits;
select is((select array_agg(pg_temp.fail('f' || n, 503)) from generate_series(1, 3) n), '{closed 1,closed 2,closed 3}', 'a service in trouble is counted');
select is(pg_temp.fail('f5', 404), 'closed 0', 'one that refuses works');
do $$ begin perform pg_temp.fail('e' || n, 503) from generate_series(1, 4) n; end $$;
select is((select array_agg(pg_temp.fail('key ' || status, status)) from unnest('{401,402,403,429}'::int[]) status), array_fill('closed 4'::text, array[4]),
  'what a key is refused for says nothing about the operation');
select is(pg_temp.fail('f6', 404), 'closed 0', 'unlike any other refusal');
do $$ begin perform pg_temp.fail('g' || n, 500) from generate_series(1, 5) n; end $$;
select throws_ok($$ select pg_temp.claim('h') $$, 'VP111', 'The provider takes no call of buy now.', 'then nothing is claimed');
select is((select count(*) from integration.provider_calls c where c.call_key = 'h'), 0::bigint, 'nor sent');
select is((select m.reserved from integration.spend_months m where m.organization_id = pg_temp.id('b', 1) and m.currency = 'EUR'), 0.0, 'nor reserved');
update integration.circuits set open_until = now();
select isnt(pg_temp.claim('h'), null, 'until its time comes');
do $$ begin perform integration.complete_call(pg_temp.id('b', 1), (select c.id from integration.provider_calls c where c.call_key = 'h'), 200, '{}'); end $$;
select is((select state from integration.circuits where operation = 'buy'), 'closed', 'its answer closes the circuit');

-- Gateways have statuses of their own for an answer that they lost.
select is((select array_agg(integration.fail_call(pg_temp.id('b', 1), pg_temp.claim('gateway ' || status), status, 'no')) from unnest('{502,504,520,524}'::int[]) status),
  array_fill('needs_attention'::text, array[4]), 'what may have been bought is not bought again unasked');

-- One answer a key is outstanding of an operation with tasks.
select isnt(pg_temp.claim('t1', 'make'), null, 'a task is begun');
select throws_ok($$ select pg_temp.claim('t2', 'make') $$, 'VP111', null, 'the next waits for its answer');
do $$ begin perform integration.accept_call(pg_temp.id('b', 1), (select c.id from integration.provider_calls c where c.call_key = 't1'), 'task of t1', 200); end $$;
select isnt(pg_temp.claim('t2', 'make'), null, 'not for its end');

-- Keys of organisations.
select pg_temp.sign_in('b', 'editor');
select throws_ok($$ select api.set_provider_key('shop', 'secret of b, hush') $$, 'VP103', null, 'an editor brings no key');
select pg_temp.sign_out();
select pg_temp.sign_in('b', 'admin');
select throws_ok($$ select api.set_provider_key('shelf', 'secret-of-b') $$, 'VP201', null, 'nor an admin for a provider that there is not');
select throws_ok($$ select api.set_provider_key('shop', 'short') $$, 'VP201', null, 'nor one that is none');
create temporary table own as select api.set_provider_key('shop', 'secret-of-b') ->> 'key_id' as key_id;
select throws_ok($$ select * from integration.provider_keys $$, '42501', null, 'nobody reads it');
select pg_temp.sign_out();
select throws_ok($$ set local role vp_worker; select * from integration.provider_keys $$, '42501', null, 'not even the worker');
select isnt(pg_temp.claim('k1', 'make'), null, 'calls go out under the key, though the platform''s waits for an answer');
select is((select c.key_id from integration.provider_calls c where c.call_key = 'k1'), (select key_id from own), 'by its name');
select is(integration.call_step(c.organization_id, pg_temp.id('b', 40), c.id) -> 'api_key', '"secret-of-b"', 'the worker is told it with the step') from integration.provider_calls c where c.call_key = 'k1';
select is(integration.call_step(c.organization_id, pg_temp.id('b', 40), c.id) -> 'api_key', null, 'and nothing of the platform''s') from integration.provider_calls c where c.call_key = 't2';
select pg_temp.sign_in('b', 'admin');
select is(api.set_provider_key('shop', null) ->> 'key_id', 'platform', 'it can be taken back');
select pg_temp.sign_out();
select is(integration.key_of(pg_temp.id('b', 1), 'shop'), 'platform', 'for calls from now on');
select is(integration.key_fields(pg_temp.id('b', 1), 'shop', (select key_id from own)) ->> 'api_key', 'secret-of-b', 'those under way keep theirs');
select is(integration.key_fields(pg_temp.id('a', 1), 'shop', (select key_id from own)), '{}', 'which is nobody else''s');
select is_empty(format($$ select from analytics.user_activity_logs l where l.changed::text ~ 'secret-of-b' $$), 'no log holds it');

-- The same search is asked once.
create function pg_temp.search(key text, term text, tenant text default 'b') returns integration.provider_calls language sql as $$
  select integration.claim_call(pg_temp.id(tenant, 1), pg_temp.id(tenant, 40), pg_temp.id(tenant, 60), key, 'freepik', 'stock_search', jsonb_build_object('term', term))
$$;
insert into integration.provider_prices (provider, operation, amount, currency, valid_from, source) values ('freepik', 'stock_search', 0.02, 'EUR', '2026-01-01', 'test');
create temporary table first as select * from pg_temp.search('s1', 'tulips');
select is((select state from first), 'sent', 'a search is asked');
select throws_ok($$ select pg_temp.search('s2', 'tulips') $$, 'VP111', 'The same search is under way.', 'the same one waits for it');
select is((pg_temp.search('s3', 'roses')).state, 'sent', 'another one does not');
do $$ begin perform integration.complete_call(pg_temp.id('b', 1), (select id from first), 200, '{"items": [1]}'); end $$;
select is((select (s.state, s.response, s.cached_call_id, s.reserved_amount, s.saved_amount)::text from pg_temp.search('s2', 'tulips') s),
  (select ('succeeded', '{"items": [1]}'::jsonb, id, 0.000000, 0.020000)::text from first), 'and takes its answer');
select is((pg_temp.search('s2', 'tulips')).attempt, 1, 'once');
select is((select (m.cached_calls, m.saved)::text from integration.spend_months m where m.organization_id = pg_temp.id('b', 1) and m.currency = 'EUR'), '(1,0.020000)', 'what that saved is counted');
select is((select count(*) from integration.api_usage u join integration.provider_calls c on c.id = u.provider_call_id where c.call_key = 's2'), 0::bigint, 'and not booked');
select pg_temp.sign_in('b', 'viewer');
select is((select (m.cached_calls, m.saved)::text from api.spend_months m where m.currency = 'EUR'), '(1,0.020000)', 'clients see it');
select pg_temp.sign_out();
select is((pg_temp.search('s4', 'tulips', 'a')).state, 'sent', 'another organisation asks itself');
update integration.provider_calls set sent_at = sent_at - interval '25 hours' where id = (select id from first);
select is((pg_temp.search('s5', 'tulips')).state, 'sent', 'after its lifetime it is asked again');
insert into system.system_settings (organization_id, key, value) values (pg_temp.id('b', 1), 'integration.search_lifetime_s', '0');
select is((pg_temp.search('s6', 'tulips')).state, 'sent', 'and without a lifetime always');

select * from finish();
rollback;
