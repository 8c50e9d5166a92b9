-- include: fixtures/two_tenants.sql
-- include: fixtures/findings.sql
begin;
set search_path = extensions, public;
select plan(52);
set local session_replication_role = replica;

create function pg_temp.this_month() returns date language sql as $$ select date_trunc('month', now() at time zone 'utc')::date $$;
create function pg_temp.call(tenant text, n int, state text, since interval, currency text default 'EUR') returns void language sql as $$
  insert into integration.provider_calls (organization_id, id, call_key, provider, operation, request, state, price_id, reserved_amount, currency,
    spend_month, sent_at, accepted_at, provider_task_id, ended_at, error)
  values (pg_temp.id(tenant, 1), pg_temp.id(tenant, n), 'call ' || n, 'fixture', 'download', '{}', state, pg_temp.id('f', 1), 0.1, currency,
    pg_temp.this_month(), now() - since, case when state = 'accepted' then now() - since end, case when state = 'accepted' then tenant || n end,
    case when state not in ('sent', 'accepted', 'lost') then now() - since end, case when state = 'needs_attention' then 'The worker stopped at ' || n || '.' end)
$$;

-- Calls that wait for a decision
select is(pg_temp.found('calls.unresolved'), null, 'no call waits for a decision');
select pg_temp.call('a', 100, 'needs_attention', '3 hours 12 minutes');
select is(pg_temp.found('calls.unresolved'), 'warning a ' || pg_temp.id('a', 100) || ' 3 h 12 min', 'one does');
select is(pg_temp.told('calls.unresolved'), format('A paid call waits for a decision, booked with 0.1 EUR. The oldest: The worker stopped at 100. | '
  'One of the organisation''s 2 admins calls resolve_call with id %s and the decision retry, which costs again, or write_off.', pg_temp.id('a', 100)),
  'with its money, its reason and who decides: admin and owner');
select pg_temp.call('a', 101, 'needs_attention', '2 days 1 hour'), pg_temp.call('a', 102, 'needs_attention', '1 hour', 'CREDITS'), pg_temp.call('b', 103, 'needs_attention', '5 minutes');
select is(pg_temp.found('calls.unresolved'), format('error a %s 2 d 1 h; warning a %s 1 h; warning b %s 5 min', pg_temp.id('a', 101), pg_temp.id('a', 102), pg_temp.id('b', 103)),
  'by organisation and currency, the oldest of each; after a day it is an error');
select ok(pg_temp.told('calls.unresolved') like '2 paid calls wait for a decision, booked with 0.2 EUR. The oldest: The worker stopped at 101.%', 'sums are of one currency');
update identity.user_organizations set status = 'removed', removed_at = now() where organization_id = pg_temp.id('b', 1) and role = 'admin';
select ok(pg_temp.told('calls.unresolved') like '%organisation''s 1 admin calls resolve_call with id ' || pg_temp.id('b', 103) || '%', 'who has left decides nothing');
update integration.provider_calls set state = 'written_off' where state = 'needs_attention';
select is(pg_temp.found('calls.unresolved'), null, 'until it is decided');

-- Calls whose end is overdue
select pg_temp.call('a', 110, 'sent', '14 minutes'), pg_temp.call('b', 111, 'lost', '16 minutes'), pg_temp.call('b', 112, 'accepted', '14 minutes');
select is(pg_temp.found('calls.overdue'), null, 'calls within their time are not overdue');
update integration.provider_calls set sent_at = now() - interval '20 minutes' where state = 'sent';
select is(pg_temp.found('calls.overdue'), 'error a ' || pg_temp.id('a', 110) || ' 20 min', 'an answer that nobody has');
select is(pg_temp.told('calls.overdue') ~ '^1 call sent, and nobody has its answer; 0.1 EUR is reserved for it. ', true, 'holds money');
update integration.provider_calls set state = 'failed', ended_at = now() where state = 'sent';
update integration.provider_calls set sent_at = now() - interval '17 minutes' where state = 'lost';
select is(pg_temp.found('calls.overdue'), 'error b ' || pg_temp.id('b', 111) || ' 17 min', 'one that was not looked for, after its grace');
update system.setting_definitions set default_value = '600' where key = 'integration.lost_call_grace_s';
select is(pg_temp.found('calls.overdue'), null, 'which is a setting');
update integration.provider_calls set accepted_at = now() - interval '16 minutes' where state = 'accepted';
select is(pg_temp.found('calls.overdue'), 'warning b ' || pg_temp.id('b', 112) || ' 16 min', 'a task that takes unusually long');
update integration.provider_calls set accepted_at = now() - interval '46 minutes' where state = 'accepted';
select is(pg_temp.found('calls.overdue'), 'error b ' || pg_temp.id('b', 112) || ' 46 min', 'and one that should have been given up');
update integration.provider_calls set state = 'failed', ended_at = now() where state in ('lost', 'accepted');

-- Prices
select is(pg_temp.found('prices.missing'), null, 'all that is sold has a price');
update integration.provider_prices set valid_to = (now() at time zone 'utc')::date + 1 where provider = 'fixture';
select is(pg_temp.found('prices.missing'), null, 'today still');
update integration.provider_prices set valid_to = (now() at time zone 'utc')::date where provider = 'fixture';
select ok(pg_temp.found('prices.missing') like 'error fixture download %', 'not after its last day');
insert into integration.provider_prices (provider, operation, model, amount, currency, valid_from, source)
values ('fixture', 'download', 'large', 1, 'EUR', (now() at time zone 'utc')::date + 1, 'the fixture');
select ok(pg_temp.found('prices.missing') like '%error fixture download large%', 'nor before its first');
update integration.providers set is_enabled = false where key = 'fixture';
select is(pg_temp.found('prices.missing'), null, 'of what is switched off nobody asks the price');
update integration.providers set is_enabled = true where key = 'fixture';
update integration.provider_prices set valid_to = null, valid_from = '2020-01-01' where provider = 'fixture';

-- Caps
insert into system.system_settings (organization_id, key, value) values (pg_temp.id('a', 1), 'spend.monthly_cap', '10'), (pg_temp.id('b', 1), 'spend.monthly_cap', '20');
update integration.spend_months set spent = 8, reserved = 1;
select is(array[pg_temp.found('caps.nearly_exhausted'), pg_temp.found('caps.exhausted')], '{null,null}', 'nine tenths of a cap leave room');
update integration.spend_months set reserved = 1.000001;
select is(pg_temp.found('caps.nearly_exhausted'), 'warning a ' || to_char(now() at time zone 'utc', 'YYYY-MM'), 'more do not');
update integration.spend_months set spent = 19, reserved = 1 where organization_id = pg_temp.id('b', 1);
select is(pg_temp.found('caps.exhausted'), 'warning b ' || to_char(now() at time zone 'utc', 'YYYY-MM'), 'nor does all of it');
select ok(pg_temp.told('caps.exhausted') like '20 of 20 EUR for % is spent (19) or reserved (1).%', 'with the figures');
delete from system.system_settings where key = 'spend.monthly_cap';
select is(pg_temp.found('caps.exhausted'), null, 'without a cap there is room for ever');

-- The books
update integration.spend_months set spent = 0.1, reserved = 0;
select is(pg_temp.found('spend.differs'), null, 'what was spent is what was booked');
select pg_temp.call('b', 130, 'sent', '1 minute');
select is(pg_temp.told('spend.differs') ~ '^The books do not balance: spend_months has 0 EUR as reserved, the calls under way hold 0.1.', true, 'a call under way that nothing is reserved for');
select is(pg_temp.found('spend.differs'), 'error b ' || to_char(now() at time zone 'utc', 'YYYY-MM'), 'is an error of that organisation');
update integration.spend_months set reserved = 0.1 where organization_id = pg_temp.id('b', 1);
select is(pg_temp.found('spend.differs'), null, 'its reservation puts it right');
update integration.spend_months set spent = 0.100001 where organization_id = pg_temp.id('a', 1);
select is(pg_temp.told('spend.differs') ~ '^The books do not balance: spend_months has 0.100001 EUR as spent, api_usage has 0.1.', true, 'a millionth too much is seen');
update integration.spend_months set spent = 0.1 where organization_id = pg_temp.id('a', 1);
-- A call of last month, booked in this one: the quick sum has it, the books must not.
insert into integration.provider_calls (organization_id, id, call_key, provider, operation, request, state, price_id, reserved_amount, currency, spend_month, sent_at, ended_at)
values (pg_temp.id('a', 1), pg_temp.id('a', 131), 'call 131', 'fixture', 'download', '{}', 'succeeded', pg_temp.id('f', 1), 0.5, 'EUR',
  pg_temp.this_month() - interval '1 month', now() - interval '1 month', now());
insert into integration.api_usage (organization_id, provider_call_id, provider, operation, outcome, price_id, cost, currency)
values (pg_temp.id('a', 1), pg_temp.id('a', 131), 'fixture', 'download', 'succeeded', pg_temp.id('f', 1), 0.5, 'EUR');
select is(pg_temp.found('spend.differs'), null, 'a call counts for the month in which it was claimed');
insert into system.rollup_cursors (name, next_xid, system_identifier) values ('daily_usage_summaries', '9999999', system.system_identifier())
on conflict (name) do update set next_xid = excluded.next_xid;
select is(pg_temp.found('spend.differs'), null, 'whatever the roll-up has counted');
update integration.spend_months set spent = 0.6 where organization_id = pg_temp.id('a', 1);
select is(pg_temp.found('spend.differs'), 'error a ' || to_char(now() at time zone 'utc', 'YYYY-MM'), 'and for no other');
update integration.spend_months set spent = 0.1 where organization_id = pg_temp.id('a', 1);
insert into integration.spend_months (organization_id, month, currency, reserved) values (pg_temp.id('a', 1), pg_temp.this_month() - interval '1 month', 'EUR', 1);
select is(pg_temp.found('spend.differs'), 'error a ' || to_char(pg_temp.this_month() - interval '1 month', 'YYYY-MM'), 'money of last month that no call holds any more');

-- The books of a request
select is(pg_temp.found('spend.request_differs'), null, 'what is reserved for a request is what its calls hold');
update integration.subject_spends set reserved = 0.3 where organization_id = pg_temp.id('a', 1);
select is(pg_temp.found('spend.request_differs'), 'error a ' || pg_temp.id('a', 60), 'money that no call of a request holds any more');
update integration.subject_spends set reserved = 0;
update integration.provider_calls set subject_id = pg_temp.id('b', 60) where organization_id = pg_temp.id('b', 1) and state = 'sent';
select ok(pg_temp.told('spend.request_differs') like 'The books do not balance for 1 content request: subject_spends has 0 EUR as reserved, the calls under way hold 0.1. |%', 'a call that nothing is reserved for');
update integration.subject_spends set reserved = 0.1 where organization_id = pg_temp.id('b', 1);
select is(pg_temp.found('spend.request_differs'), null, 'its reservation puts it right');

-- Circuits and throttles
select is(pg_temp.found('provider.failing'), null, 'what is called works');
insert into integration.circuits (provider, operation, state, failures, failed_at, openings, open_until)
values ('fixture', 'download', 'open', 7, now() - interval '2 minutes', 3, now() + interval '45 seconds');
select is(pg_temp.found('provider.failing'), 'warning fixture download 2 min', 'an open circuit');
select ok(pg_temp.told('provider.failing') like 'fixture download fails: 7 failures in a row. Nothing is sent for 45 s. |%', 'and until when');
update integration.circuits set openings = 5;
select is(pg_temp.found('provider.failing'), 'error fixture download 2 min', 'time and again is an outage');
update integration.circuits set open_until = now() - interval '1 minute';
select ok(pg_temp.told('provider.failing') like '%The next call finds out%', 'one that may be tried');
update integration.circuits set state = 'closed';
select is(pg_temp.found('provider.failing'), null, 'an answer closes it');
insert into integration.throttles (provider, operation, key_id, blocked_until, refusals)
values ('fixture', 'download', 'platform', now() + interval '59 seconds', 1), ('fixture', 'download', 'key-b', now() + interval '3 hours', 4);
select is(pg_temp.found('provider.throttled'), 'warning b fixture download key-b', 'a long pause after 429 is the key owner''s');
select ok(pg_temp.told('provider.throttled') like 'fixture refuses download with 429 (4 times in a row): nothing is sent for 3 h. |%', 'with its end');

-- Webhooks
select is(pg_temp.found('webhooks.not_applied'), null, 'no webhook is about nothing');
insert into integration.provider_events (provider, event_key, provider_task_id, body, received_at, state)
select 'fixture', 'event ' || n, 'task ' || n, '{}', now() - age, state
from (values (1, interval '10 minutes', 'received'), (2, '20 minutes', 'applied'), (3, '2 days', 'received')) e (n, age, state);
select is(pg_temp.found('webhooks.not_applied'), null, 'those that were applied, are only just here, or long gone');
insert into integration.provider_events (id, provider, event_key, provider_task_id, body, received_at)
select pg_temp.id('f', 200 + n), 'fixture', 'event ' || n, 'task ' || n, '{}', now() - n * interval '10 minutes' from generate_series(4, 5) n;
select is(pg_temp.found('webhooks.not_applied'), 'warning ' || pg_temp.id('f', 205) || ' 50 min', 'those of the last day that no call could take');
delete from integration.webhook_secrets;
select is(pg_temp.found('webhooks.secret_missing'), null, 'who polls needs no secret');
update system.setting_definitions set default_value = '"https://api.example.com/rpc/freepik_webhook"' where key = 'integration.webhook_url';
select is(pg_temp.found('webhooks.secret_missing'), 'error freepik', 'who asks for webhooks does');
insert into integration.webhook_secrets (provider, secret, expires_at) values ('freepik', 'a secret of some length', now() - interval '1 hour');
select is(pg_temp.found('webhooks.secret_missing'), 'error freepik 1 h', 'one that has expired is none');
do $$ begin perform integration.install_webhook_secret('another secret of some length'); end $$;
select is(pg_temp.found('webhooks.secret_missing'), null, 'a new one is');

select * from finish();
rollback;
