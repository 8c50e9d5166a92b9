-- include: fixtures/two_tenants.sql
begin;
set local search_path = extensions;

select plan(30);

-- Now is the test vector's moment, so to speak: signatures are made here with the product's own clock in mind.
create function pg_temp.sign(id text, sent bigint, body text, secret bytea) returns text language sql as $$
  select 'v1,' || encode(hmac(convert_to(format('%s.%s.%s', id, sent, body), 'UTF8'), secret, 'sha256'), 'base64')
$$;
create function pg_temp.receive(body text, id text, sent bigint, signature text) returns jsonb language plpgsql as $$
declare
  answer jsonb;
begin
  set local role vp_anon;
  answer := integration.receive_webhook(body, jsonb_build_object('webhook-id', id, 'webhook-timestamp', sent::text, 'webhook-signature', signature));
  reset role;
  return answer;
exception when others then
  reset role;
  raise;
end $$;
create function pg_temp.now() returns bigint language sql as $$ select extract(epoch from now())::bigint $$;
create function pg_temp.deliver(id text, body text, secret text default 'a secret of ours, long', age int default 0) returns jsonb language sql as $$
  select pg_temp.receive(body, id, pg_temp.now() - age, pg_temp.sign(id, pg_temp.now() - age, body, convert_to(secret, 'UTF8')))
$$;
create function pg_temp.body(task text, status text) returns text language sql as $$
  select format('{"task_id":"%s", "status":"%s",  "generated":["https://x/%s.jpg"],"has_nsfw":[false]}', task, status, task)
$$;

-- The published test vector.
select integration.install_webhook_secret('c2ltdWxhdG9yLXdlYmhvb2stc2VjcmV0');
create temporary table vector as select 'msg_2b1f6c9e.1767225600.{"task_id":"046b6c7f-0b8a-43b9-b35d-6489e6daee91","status":"COMPLETED","generated":["https://ai-statics.freepik.com/completed_task_image.jpg"],"has_nsfw":[false]}'::text as message;
select ok(integration.is_signed(message, 'v1,DKIMjNJcVUDzxEUrW/caSok6XRyIYDOiO1XPLyBnSN0='), 'the secret''s characters are its bytes') from vector;
select ok(not integration.is_signed(message, 'v1,nN0lyc1LmMmqkoTdIoJZ/ykQw2b4grbDGCMQzBjsVr0='), 'and not what they decode to') from vector;
select ok(integration.is_signed(message, 'v1,AAAA v2,DKIMjNJcVUDzxEUrW/caSok6XRyIYDOiO1XPLyBnSN0='), 'any of several signatures will do') from vector;
select ok(not integration.is_signed(replace(message, '{"task_id":', '{"task_id": '), 'v1,DKIMjNJcVUDzxEUrW/caSok6XRyIYDOiO1XPLyBnSN0='), 'every byte counts') from vector;
insert into system.system_settings (organization_id, key, value) values (identity.system_organization_id(), 'integration.webhook_secret_encoding', '"base64"');
select ok(integration.is_signed(message, 'v1,nN0lyc1LmMmqkoTdIoJZ/ykQw2b4grbDGCMQzBjsVr0='), 'by setting the secret is decoded from base64') from vector;
select throws_ok($$ select integration.install_webhook_secret('this is no base64 at all') $$, 'VP201', 'The webhook secret is not base64, which the setting integration.webhook_secret_encoding says.', 'one that cannot be decoded is not installed');
insert into integration.webhook_secrets (provider, secret) values ('freepik', 'installed as characters!');
select ok(not integration.is_signed(message, 'v1,DKIMjNJcVUDzxEUrW/caSok6XRyIYDOiO1XPLyBnSN0='), 'and signs nothing when the setting changes later') from vector;
delete from integration.webhook_secrets where secret = 'installed as characters!';
delete from system.system_settings where key = 'integration.webhook_secret_encoding';
select throws_ok($$ select integration.install_webhook_secret('too short') $$, 'VP201', 'A webhook secret has 16 to 500 printable characters.', 'a short one is refused, and not shown');
select throws_ok($$ select integration.install_webhook_url('ftp://x/y') $$, 'VP201', null, 'webhooks go to an address of the web');
select integration.install_webhook_url('https://api.example/rpc/freepik_webhook');
select is(system.setting('integration.webhook_url', null), '"https://api.example/rpc/freepik_webhook"', 'which is sent with calls');
select integration.install_webhook_url(null);
select is(system.setting('integration.webhook_url', null), 'null', 'or to none');
select throws_ok($$ select pg_temp.receive(split_part(message, '.', 3), 'msg_2b1f6c9e', 1767225600, 'v1,DKIMjNJcVUDzxEUrW/caSok6XRyIYDOiO1XPLyBnSN0=') from vector $$,
  'VP112', 'The webhook''s time is too far from now.', 'a signature of the past is not good for ever');

-- Rotation: the old secret stays good for a while, also when the new one is installed twice.
select integration.install_webhook_secret('a secret of ours, long');
select integration.install_webhook_secret('a secret of ours, long');
select lives_ok($$ select pg_temp.deliver('old', pg_temp.body('t', 'CREATED'), 'c2ltdWxhdG9yLXdlYmhvb2stc2VjcmV0') $$, 'during a rotation the old secret is good');
update integration.webhook_secrets set expires_at = now() where expires_at is not null;
select throws_ok($$ select pg_temp.deliver('older', pg_temp.body('t', 'CREATED'), 'c2ltdWxhdG9yLXdlYmhvb2stc2VjcmV0') $$, 'VP112', 'The webhook''s signature is wrong.', 'and then no more');

-- What is refused leaves nothing.
select throws_ok($$ select pg_temp.deliver('forged', pg_temp.body('t', 'COMPLETED'), 'nobody knows this one') $$, 'VP112', null, 'a forged one is refused');
select throws_ok($$ select pg_temp.deliver('stale', pg_temp.body('t', 'COMPLETED'), age => 301) $$, 'VP112', null, 'one older than 300 seconds too');
select throws_ok($$ select pg_temp.deliver('early', pg_temp.body('t', 'COMPLETED'), age => -301) $$, 'VP112', null, 'and one from the future');
select throws_ok($$ select pg_temp.receive('{}', null, 1, 'v1,x') $$, 'VP112', null, 'one without its headers');
select throws_ok($$ select pg_temp.deliver('what', '{"status": "COMPLETED"}') $$, 'VP201', null, 'one that names no task');
select throws_ok($$ select pg_temp.deliver('nul', '{"task_id": "t", "status": "COMPLETED", "note": "\u0000"}') $$, 'VP201',
  'The webhook holds text or numbers that cannot be stored, such as \u0000.', 'one with a character that PostgreSQL does not keep');
select throws_ok($$ select pg_temp.deliver('huge', format('{"task_id": "t", "status": "COMPLETED", "note": "%s"}', repeat('x', 1048576))) $$, 'VP307',
  'The webhook has 1048627 bytes; 1048576 are taken.', 'and one that is too large');
select results_eq('select event_key from integration.provider_events', array['old'], 'nothing of them is kept');

-- A call's task.
insert into integration.provider_calls (organization_id, id, call_key, provider, operation, is_async, request, price_id, reserved_amount, currency, spend_month)
select pg_temp.id('a', 1), pg_temp.id('a', 70), 'k', 'freepik', 'flux_dev', true, '{}', p.id, p.amount, p.currency, date_trunc('month', now())::date
from integration.provider_prices p where p.operation = 'flux_dev';
update integration.spend_months set reserved = reserved + 0.02;
create function pg_temp.state() returns text language sql as $$ select state || coalesce(' ' || (response ->> 'status'), '') from integration.provider_calls where id = pg_temp.id('a', 70) $$;
select is(pg_temp.deliver('first', pg_temp.body('mine', 'COMPLETED')), '{"received": true}', 'a webhook can be faster than the answer');
select is(pg_temp.state(), 'sent', 'it waits');
do $$ begin perform integration.accept_call(pg_temp.id('a', 1), pg_temp.id('a', 70), 'mine', 200); end $$;
select is(pg_temp.state(), 'succeeded COMPLETED', 'until the answer comes');
select is(pg_temp.deliver('first', pg_temp.body('mine', 'COMPLETED')), '{"received": true}', 'the same again is welcome');
select is(pg_temp.deliver('second', pg_temp.body('mine', 'IN_PROGRESS')), '{"received": true}', 'and an older one that comes later');
select is(pg_temp.state(), 'succeeded COMPLETED', 'neither changes anything');
select is((select string_agg(outcome || ' ' || trim_scale(cost), ', ') from integration.api_usage where provider_call_id = pg_temp.id('a', 70)), 'succeeded 0.02', 'it is booked once');
select is((select string_agg(event_key || ' ' || state, ', ' order by event_key) from integration.provider_events), 'first applied, old received, second applied', 'each is kept once');

select * from finish();
rollback;
