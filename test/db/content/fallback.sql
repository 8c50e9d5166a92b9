-- include: fixtures/two_tenants.sql
begin;
set local search_path = extensions;
select no_plan();

delete from integration.api_usage;
delete from integration.spend_months;
delete from integration.subject_spends;
create temporary table made (name text primary key, id uuid);
grant select, insert on made to public;
-- The lists of tasks have been read.
insert into integration.foreign_tasks (provider, operation, key_id, task_id)
select 'freepik', o.operation, 'platform', '' from integration.provider_operations o where o.provider = 'freepik' and o.is_async;

create function pg_temp.ask(name text, sources jsonb) returns void language plpgsql as $$
begin
  perform pg_temp.sign_in('a', 'editor');
  with inserted as (
    insert into api.content_requests (brand_profile_id, content_template_id, title, search_term, sources, placements, alt_text)
    values (pg_temp.id('a', 50), pg_temp.id('a', 54), ask.name, ask.name, ask.sources, '{instagram/square}', 'Flowers')
    returning id)
  insert into made select ask.name, id from inserted;
  perform pg_temp.sign_out();
end $$;
create function pg_temp.job(name text) returns uuid language sql as $$
  select j.id from system.background_jobs j join made m on m.id = j.subject_id where m.name = job.name and j.kind = 'source_assets'
$$;
create function pg_temp.state(name text) returns text language sql as $$
  select j.state from system.background_jobs j where j.id = pg_temp.job(name)
$$;
create function pg_temp.step(name text) returns jsonb language plpgsql as $$
declare
  job_id constant uuid := pg_temp.job(name);
  answer jsonb;
begin
  update system.background_jobs set state = 'dispatched', wake_at = null where id = job_id and state in ('queued', 'waiting');
  -- One attempt, however many steps.
  if (select j.state from system.background_jobs j where j.id = job_id) = 'dispatched' then
    perform system.begin_job(pg_temp.id('a', 1), job_id);
  end if;
  set local role vp_worker;
  answer := content.next_source_step(pg_temp.id('a', 1), job_id);
  reset role;
  return answer;
end $$;
create function pg_temp.fail(name text, step jsonb, status int, retry_after_ms bigint default null) returns text language plpgsql as $$
declare
  job_id constant uuid := pg_temp.job(name);
  verdict text;
begin
  set local role vp_worker;
  verdict := content.fail_source_call(pg_temp.id('a', 1), job_id, (step ->> 'call_id')::uuid, false, status, 'It was refused.', retry_after_ms);
  reset role;
  return verdict;
end $$;
create function pg_temp.reason(name text) returns text language sql as $$
  select r.fallback_reason from content.content_requests r join made m on m.id = r.id where m.name = reason.name
$$;
create temporary view paid as
select m.name, string_agg(format('%s %s %s', u.operation, u.outcome, u.cost), ', ' order by u.id) as calls
from integration.api_usage u join made m on m.id = u.subject_id group by m.name;
create function pg_temp.ai(more jsonb default '{}') returns jsonb language sql as $$
  select jsonb_build_array('{"type": "ai", "model": "flux_dev", "fallback": "stock"}'::jsonb || more)
$$;

-- A model that refuses.
do $$ begin perform pg_temp.ask('tulips', pg_temp.ai()); end $$;
create temporary table step as select pg_temp.step('tulips') as now;
select is((select now ->> 'operation' from step), 'flux_dev', 'first the model is asked');
select is(pg_temp.fail('tulips', (select now from step), 400), 'again', 'when it refuses there is a next step');
update step set now = pg_temp.step('tulips');
select is((select now ->> 'operation' from step), 'stock_search', 'which is stock');
do $$ begin perform integration.complete_call(pg_temp.id('a', 1), (select (now ->> 'call_id')::uuid from step), 200, '{"items": [{"id": "12", "content_type": "photo", "orientation": "square"}]}'); end $$;
update step set now = pg_temp.step('tulips');
do $$ begin perform integration.complete_call(pg_temp.id('a', 1), (select (now ->> 'call_id')::uuid from step), 200, '{"url": "https://cdn.example/12.jpg"}'); end $$;
update step set now = pg_temp.step('tulips');
do $$ begin perform content.receive_source(pg_temp.id('a', 1), pg_temp.job('tulips'), (select (now ->> 'call_id')::uuid from step),
  jsonb_build_object('sha256', repeat('cd', 32), 'bytes', 1000, 'mime_type', 'image/jpeg', 'width', 2000, 'height', 2000)); end $$;
select pg_temp.sign_in('a', 'viewer');
select is((select (a.kind, a.metadata ->> 'fallback_for')::text from api.generated_assets a join made m on m.id = a.content_request_id where m.name = 'tulips'),
  ('stock', 'flux_dev')::text, 'the picture says what it stands for');
select is((select r.fallback_reason from api.content_requests r join made m on m.id = r.id where m.name = 'tulips'), 'It was refused.', 'the request says why');
select pg_temp.sign_out();
select is((select calls from paid where name = 'tulips'), 'flux_dev failed 0.000000, stock_search succeeded 0.000000, stock_download succeeded 0.100000', 'and it is booked as what it is');

-- Without a fallback it fails.
do $$ begin perform pg_temp.ask('plain', '[{"type": "ai", "model": "flux_dev"}]'); end $$;
select is(pg_temp.fail('plain', pg_temp.step('plain'), 400), 'failed', 'without a fallback the job fails');
select is(pg_temp.state('plain') || coalesce(pg_temp.reason('plain'), ''), 'failed', 'and nothing takes its place');

-- A task that fails; a picture that is kept out.
do $$ begin
  perform pg_temp.ask('roses', pg_temp.ai());
  perform integration.accept_call(pg_temp.id('a', 1), (pg_temp.step('roses') ->> 'call_id')::uuid, 'task of roses', 200);
  perform integration.update_task('task of roses', 'FAILED', '{}', 'webhook');
end $$;
select is(pg_temp.step('roses') ->> 'operation', 'stock_search', 'a task that failed is replaced');
do $$ begin
  perform pg_temp.ask('nudes', pg_temp.ai());
  perform integration.accept_call(pg_temp.id('a', 1), (pg_temp.step('nudes') ->> 'call_id')::uuid, 'task of nudes', 200);
  perform integration.update_task('task of nudes', 'COMPLETED', '{"generated": ["https://cdn.example/n.jpg"], "has_nsfw": [true]}', 'webhook');
end $$;
select is(pg_temp.step('nudes') ->> 'operation', 'stock_search', 'so is a picture that is not safe for work');
select is((select calls from paid where name = 'nudes'), 'flux_dev succeeded 0.020000', 'which is booked all the same');

-- Money.
insert into system.system_settings (organization_id, key, value) values (pg_temp.id('a', 1), 'spend.per_request_cap', '0.15');
do $$ begin perform pg_temp.ask('dear', pg_temp.ai('{"model": "mystic", "resolution": "4k"}')); end $$;
select is(pg_temp.step('dear') ->> 'operation', 'stock_search', 'what the cap does not allow is replaced by what it does');
select matches(pg_temp.reason('dear'), '^The spend cap of 0\.15 EUR for this request is reached', 'and says so');
update system.system_settings set value = '0.01' where key = 'spend.per_request_cap';
select is(pg_temp.step('nudes') ->> 'operation', 'stock_search', 'a free call is made all the same');
do $$ begin perform pg_temp.ask('poor', pg_temp.ai()); perform integration.complete_call(pg_temp.id('a', 1), (pg_temp.step('poor') ->> 'call_id')::uuid, 200,
  '{"items": [{"id": "13", "content_type": "photo", "orientation": "square"}]}'); end $$;
select is(pg_temp.step('poor') ->> 'state', 'needs_attention', 'when nothing is affordable a person decides');
delete from system.system_settings where key = 'spend.per_request_cap';

-- A model in trouble, and one that is busy.
do $$ begin perform pg_temp.ask('wait', '[{"type": "ai", "model": "flux_dev"}]'); perform pg_temp.ask('asters', pg_temp.ai()); end $$;
update step set now = pg_temp.step('wait');
select is(pg_temp.fail('wait', (select now from step), 429, 60000), 'again', 'a busy model is not given up');
update step set now = pg_temp.step('wait');
select is((select now ->> 'action' from step), 'wait', 'its job waits');
select cmp_ok((select (now ->> 'run_at')::timestamptz from step), '>', now() + interval '59 seconds', 'for as long as it says');
select is((select (j.state, j.attempts, j.last_error)::text from system.background_jobs j where j.id = pg_temp.job('wait')),
  ('waiting', 0, 'The provider takes no call of flux_dev now.')::text, 'without an attempt, and says why');
select is(pg_temp.step('asters') ->> 'action', 'wait', 'so does one with a fallback');
delete from integration.throttles;
do $$ begin perform integration.note_answer('freepik', 'flux_dev', 'platform', false) from generate_series(1, 5); end $$;
select is(pg_temp.step('wait') ->> 'action', 'wait', 'a model that fails is waited for');
select is(pg_temp.step('asters') ->> 'operation', 'stock_search', 'or replaced');

delete from integration.circuits;

-- A key that is refused even the list of tasks that is read before a first call.
delete from integration.foreign_tasks where operation = 'flux_dev';
do $$ begin perform pg_temp.ask('locked', pg_temp.ai()); perform pg_temp.ask('locked out', '[{"type": "ai", "model": "flux_dev"}]'); end $$;
create function pg_temp.refuse(name text) returns text language plpgsql as $$
declare
  job_id constant uuid := pg_temp.job(name);
  verdict text := pg_temp.step(name) ->> 'action';
begin
  set local role vp_worker;
  verdict := concat_ws(' ', verdict, content.fail_source_list(pg_temp.id('a', 1), job_id, 'Invalid API key'));
  reset role;
  return verdict;
end $$;
select is(pg_temp.refuse('locked'), 'list again', 'takes the fallback');
select is(pg_temp.reason('locked'), 'Invalid API key', 'and says why');
select is(pg_temp.refuse('locked out') || ' ' || pg_temp.state('locked out'), 'list failed failed', 'or fails the request');

select * from finish();
rollback;
