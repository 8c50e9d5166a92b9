-- include: fixtures/two_tenants.sql
begin;
set local search_path = extensions;

select plan(18);

-- Webhooks.
delete from integration.provider_events;
insert into integration.provider_events (provider, event_key, received_at, body, state)
select 'freepik', 'old ' || n, now() - interval '8 days', '{}', 'applied' from generate_series(1, 5) n
union all select 'freepik', 'new', now() - interval '6 days', '{}', 'applied';
select is(integration.forget_events(3), 3, 'as many webhooks as one transaction may take');
select is(integration.forget_events(3), 2, 'and then the rest');
select results_eq('select event_key from integration.provider_events', array['new'], 'those of this week are kept');

-- Sessions.
delete from identity.sessions;
insert into identity.sessions (user_id, organization_id, refresh_token_hash, refreshed_at, expires_at)
select pg_temp.id('a', 15), pg_temp.id('a', 1), sha256(convert_to(n::text, 'UTF8')), now() - n * interval '20 days', now() + interval '30 days' - n * interval '20 days'
from generate_series(0, 4) n
union all
select pg_temp.id('b', 15), pg_temp.id('b', 1), sha256('\x01'), now() - interval '90 days', now() - interval '60 days';
select is(identity.forget_sessions(10), 3, 'sessions that expired are forgotten');
select is((select count(*) from identity.sessions where user_id = pg_temp.id('a', 15)), 2::bigint, 'not those that live');
select is((select count(*) from identity.sessions where user_id = pg_temp.id('b', 15)), 1::bigint, 'nor a person''s latest');

-- DBAs who acted as members.
delete from identity.acting_transactions;
insert into identity.acting_transactions (xid, organization_id, role, started_at)
values ('11', pg_temp.id('a', 1), 'viewer', now() - interval '2 days'), (pg_current_xact_id(), pg_temp.id('a', 1), 'viewer', now());
select is(identity.forget_acting_transactions(), 1, 'what a transaction of the past was allowed is forgotten');
select is((select count(*) from identity.acting_transactions), 1::bigint, 'not what this one is');

-- Keys.
delete from integration.provider_keys;
delete from integration.foreign_tasks;
insert into integration.provider_keys (organization_id, provider, key_id, secret, replaced_at) values
  (pg_temp.id('a', 1), 'freepik', 'gone', 'secret 1', now() - interval '31 days'),
  (pg_temp.id('a', 1), 'freepik', 'shared', 'secret 2', now() - interval '31 days'), (pg_temp.id('b', 1), 'freepik', 'shared', 'secret 2', null),
  (pg_temp.id('a', 1), 'freepik', 'fresh', 'secret 3', now() - interval '29 days'),
  (pg_temp.id('b', 1), 'freepik', 'busy', 'secret 4', now() - interval '31 days');
insert into integration.foreign_tasks (provider, operation, key_id, task_id)
select 'freepik', 'flux_dev', key, '' from unnest('{gone,shared,fresh,busy,platform}'::text[]) key;
insert into integration.throttles (provider, operation, key_id, blocked_until) values ('freepik', 'flux_dev', 'gone', now()), ('freepik', 'flux_dev', 'platform', now());
insert into integration.rate_buckets (provider, quota, scope, scope_id, per, slot, counts)
select 'freepik', 'test', 'key', key, '1 day', 1, array_fill(0, array[25]) from unnest('{gone,platform}'::text[]) key;
insert into integration.provider_calls (organization_id, call_key, provider, operation, is_async, key_id, request, price_id, reserved_amount, currency, spend_month, state, next_poll_at)
select pg_temp.id('b', 1), 'busy', 'freepik', 'flux_dev', true, 'busy', '{}', p.id, p.amount, p.currency, date_trunc('month', now())::date, 'missing', now()
from integration.provider_prices p where p.operation = 'flux_dev';
insert into integration.webhook_secrets (provider, secret, expires_at) values
  ('freepik', 'a secret that was', now() - interval '2 days'), ('freepik', 'a secret that is', null), ('freepik', 'a secret going out', now() + interval '1 hour');
select is(integration.forget_keys(), 2, 'keys that were replaced a month ago are forgotten');
select results_eq('select key_id from integration.foreign_tasks order by 1', '{busy,fresh,platform,shared}'::text[], 'and the tasks of one that nobody else has');
select results_eq('select key_id from integration.throttles where operation = ''flux_dev'' order by 1', '{platform}'::text[], 'its refusals');
select results_eq('select scope_id from integration.rate_buckets where quota = ''test''', '{platform}'::text[], 'and its rates');
select results_eq('select secret from integration.webhook_secrets where secret like ''a secret %'' order by secret collate "C"', array['a secret going out', 'a secret that is'], 'expired secrets of webhooks go, too');
select is(integration.forget_keys(), 0, 'it is forgotten once');

-- Money stays.
select ok(not has_table_privilege('vp_definer', t, 'delete'), t || ' is never deleted from')
from unnest('{integration.api_usage,integration.provider_calls,integration.spend_months,integration.subject_spends}'::text[]) t;

select * from finish();
rollback;
