-- include: fixtures/two_tenants.sql
begin;
set local search_path = extensions;
select no_plan();

-- Ways in which a picture could be bought twice, or one organisation's become another's.
delete from integration.api_usage;
delete from integration.spend_months;
delete from integration.subject_spends;
create temporary table made (name text primary key, id uuid);
grant select, insert on made to public;
insert into integration.foreign_tasks (provider, operation, key_id, task_id)
select 'freepik', o.operation, 'platform', '' from integration.provider_operations o where o.provider = 'freepik' and o.is_async;

create function pg_temp.ask(name text, tenant text default 'a') returns void language plpgsql as $$
begin
  perform pg_temp.sign_in(tenant, 'editor');
  with inserted as (
    insert into api.content_requests (brand_profile_id, content_template_id, title, search_term, sources, placements, alt_text)
    values (pg_temp.id(tenant, 50), pg_temp.id(tenant, 54), ask.name, ask.name, '[{"type": "ai", "model": "flux_dev"}]', '{instagram/square}', 'Flowers')
    returning id)
  insert into made select ask.name, id from inserted;
  perform pg_temp.sign_out();
end $$;
create function pg_temp.call(name text, attempt int default 1) returns integration.provider_calls language sql as $$
  select c from integration.provider_calls c join made m on m.id = c.subject_id where m.name = call.name and c.attempt = call.attempt
$$;
-- The live job of a request, or the last one.
create function pg_temp.job(name text) returns system.background_jobs language sql as $$
  select j from system.background_jobs j join made m on m.id = j.subject_id
  where m.name = job.name order by j.state in ('queued', 'dispatched', 'running', 'waiting') desc, j.id desc limit 1
$$;
create function pg_temp.run(job system.background_jobs) returns jsonb language plpgsql as $$
declare
  answer jsonb;
begin
  update system.background_jobs j set state = 'dispatched', wake_at = null where j.id = job.id and j.state in ('queued', 'waiting');
  perform system.begin_job(job.organization_id, job.id);
  set local role vp_worker;
  answer := case job.kind when 'settle_call' then integration.next_settle_step(job.organization_id, job.id)
    else content.next_source_step(job.organization_id, job.id) end;
  reset role;
  return answer;
end $$;
-- The job that sees to the end of a call.
create function pg_temp.settling(call integration.provider_calls) returns system.background_jobs language sql as $$
  select j from system.background_jobs j where j.subject_id = call.id and j.kind = 'settle_call' order by j.id desc limit 1
$$;
create function pg_temp.step(name text) returns text language sql as $$ select s ->> 'action' from pg_temp.run(pg_temp.job(name)) s $$;
create function pg_temp.accept(name text, task text, attempt int default 1) returns void language sql as $$
  select integration.accept_call((pg_temp.call(name, attempt)).organization_id, (pg_temp.call(name, attempt)).id, task, 200)
$$;
create function pg_temp.usage(name text) returns text language sql as $$
  select string_agg(format('%s: %s %s', c.attempt, u.outcome, trim_scale(u.cost)), ', ' order by c.attempt, u.id)
  from integration.api_usage u join integration.provider_calls c on c.organization_id = u.organization_id and c.id = u.provider_call_id
  join made m on m.id = c.subject_id where m.name = usage.name
$$;
create function pg_temp.act(name text, command text) returns void language plpgsql as $$
begin
  perform pg_temp.sign_in(case when (pg_temp.call(name)).organization_id = pg_temp.id('b', 1) then 'b' else 'a' end, 'editor');
  execute format('select api.%I((select m.id from made m where m.name = %L))', command, name);
  perform pg_temp.sign_out();
end $$;

-- Cancelled with its task under way, then wanted after all: while its job waits, another one sees to the task's end.
do $$ begin perform pg_temp.ask('tulips'); perform pg_temp.step('tulips'); perform pg_temp.accept('tulips', 'task 1');
  perform pg_temp.act('tulips', 'cancel_content_request'); perform integration.recover_calls(); end $$;
select is((pg_temp.settling(pg_temp.call('tulips'))).state, 'dispatched', 'a cancelled request''s task is seen to its end');
do $$ begin perform pg_temp.act('tulips', 'retry_content_request'); end $$;
select is(pg_temp.step('tulips'), 'wait', 'retried, the request waits for the same task');
select is(pg_temp.run(pg_temp.settling(pg_temp.call('tulips'))) ->> 'action', 'stop', 'which is its own again');
select is((pg_temp.call('tulips')).job_id, (pg_temp.job('tulips')).id, 'for good');
do $$ begin perform integration.update_task('task 1', 'FAILED', '{}', 'poll'); end $$;
select is(pg_temp.step('tulips'), 'stop', 'so that when it fails the request does');
select is((pg_temp.call('tulips', 2)).id, null, 'and nobody buys another one unasked');
select is(pg_temp.usage('tulips'), '1: unknown 0.02', 'one is booked');

-- Two calls are answered with one task.
do $$ begin perform pg_temp.ask('roses'); perform pg_temp.step('roses'); perform pg_temp.accept('roses', 'task 2');
  perform pg_temp.ask('lilies', 'b'); perform pg_temp.step('lilies'); end $$;
select lives_ok($$ select pg_temp.accept('lilies', 'task 2') $$, 'a task that is another organisation''s is no answer');
select is((pg_temp.call('lilies')).state || ' ' || pg_temp.usage('lilies'), 'needs_attention 1: unknown 0.02', 'but it may be paid: a person decides');
select is(pg_temp.step('lilies'), 'stop', 'and the request waits for that');
do $$ begin perform integration.update_task('task 2', 'COMPLETED', '{"generated": ["https://x/roses"]}', 'poll'); end $$;
select is((pg_temp.call('roses')).response ->> 'generated', '["https://x/roses"]', 'the picture is whose the task was first');
select is((pg_temp.call('lilies')).response, null, 'and nobody else''s');
do $$ begin perform pg_temp.ask('daisies', 'b'); perform pg_temp.step('daisies');
  perform integration.complete_call(c.organization_id, c.id, 200, '{"task_id": "task 2", "generated": ["https://x/roses"]}') from pg_temp.call('daisies') c; end $$;
select is(concat_ws(' ', (pg_temp.call('daisies')).state, (pg_temp.call('daisies')).response, pg_temp.usage('daisies')), 'needs_attention 1: unknown 0.02', 'nor when it is answered at once');

-- Two attempts turn up, the later one last.
do $$ begin perform pg_temp.ask('irises'); perform pg_temp.step('irises');
  for n in 1..2 loop
    perform integration.lose_call(c.organization_id, c.id, 'cut') from pg_temp.call('irises', n) c;
    update integration.provider_calls set sent_at = sent_at - interval '91 seconds', next_poll_at = now() - interval '1 second' where id = (pg_temp.call('irises', n)).id;
    perform integration.find_lost_call(c.organization_id, c.id, '{}') from pg_temp.call('irises', n) c;
    perform pg_temp.step('irises');
  end loop;
  perform integration.fail_call(c.organization_id, c.id, 503, 'down') from pg_temp.call('irises', 3) c;
  perform pg_temp.accept('irises', 'irises 1', 1);
end $$;
select lives_ok($$ select pg_temp.accept('irises', 'irises 2', 2) $$, 'an attempt that turns up after an earlier one did');
select is(pg_temp.usage('irises'), '2: wasted 0.02, 3: failed 0', 'is booked as wasted');

-- What a webhook says was generated is no file of ours.
do $$ begin perform pg_temp.ask('asters'); perform pg_temp.step('asters'); perform pg_temp.accept('asters', 'task 3'); end $$;
do $$ begin perform integration.update_task('task 3', 'COMPLETED', integration.read_task('{"task_id": "task 3", "status": "COMPLETED", "generated": [{"sha256": "00", "bytes": 1}]}'), 'webhook'); end $$;
select is((pg_temp.run(pg_temp.job('asters'))) ->> 'reason', 'The provider''s answer holds no picture; its price is booked. Make a request with another prompt or model.', 'an object among the addresses is no picture');

-- A prompt is not improved for a picture that is refused: beyond a cap, in a currency that has none, without a price, not in the plan.
create function pg_temp.improve(name text, model text) returns text language plpgsql as $$
declare
  step jsonb;
begin
  perform pg_temp.sign_in('b', 'editor');
  with inserted as (
    insert into api.content_requests (brand_profile_id, content_template_id, title, search_term, sources, placements, alt_text)
    values (pg_temp.id('b', 50), pg_temp.id('b', 54), improve.name, improve.name,
      jsonb_build_array(jsonb_build_object('type', 'ai', 'model', improve.model, 'improve_prompt', true)), '{instagram/square}', 'Flowers')
    returning id)
  insert into made select improve.name, id from inserted;
  perform pg_temp.sign_out();
  step := pg_temp.run(pg_temp.job(improve.name));
  return coalesce(step ->> 'reason', step ->> 'operation');
end $$;
-- Nobody's doing: the worker has acted for the last request's editor.
set local session_replication_role = replica;
insert into system.system_settings (organization_id, key, value) values (pg_temp.id('b', 1), 'spend.per_request_cap', '0.105');
set local session_replication_role = origin;
select matches(pg_temp.improve('cap', 'mystic'), '^The spend cap of 0\.105 EUR for this request is reached: 0 EUR spent, 0 EUR reserved, and this call costs 0\.11 EUR', 'a prompt that would leave too little for its picture is not bought');
select matches(pg_temp.improve('currency', 'nano_banana_pro'), '^The spend cap is in EUR, and this call costs 0\.1 USD', 'nor one for a picture in another currency');
delete from system.system_settings where organization_id = pg_temp.id('b', 1) and key = 'spend.per_request_cap';
update integration.provider_prices set valid_to = '2025-01-02' where operation = 'hyperflux';
select matches(pg_temp.improve('price', 'hyperflux'), '^There is no price of freepik hyperflux', 'or without a price');
set local session_replication_role = replica;
insert into system.system_settings (organization_id, key, value) values (identity.system_organization_id(), 'integration.key_plan', '"free"');
set local session_replication_role = origin;
select matches(pg_temp.improve('plan', 'mystic'), '^The free plan of freepik has 0 calls of mystic', 'or not in the plan');
delete from system.system_settings where key = 'integration.key_plan';
select is_empty($$ select c.id from integration.provider_calls c join made m on m.id = c.subject_id where m.name in ('cap', 'currency', 'price', 'plan') $$, 'nothing is bought');
select is(pg_temp.improve('fine', 'mystic'), 'improve_prompt', 'else it is');
select is((pg_temp.call('fine')).reserved_amount, 0.01, 'at its own price');
select is((select sum(m.reserved) from integration.spend_months m where m.organization_id = pg_temp.id('b', 1)), 0.01, 'which alone is reserved');

-- A seed is a whole number, however it is written.
do $$ begin
  perform pg_temp.sign_in('b', 'editor');
  with inserted as (
    insert into api.content_requests (brand_profile_id, content_template_id, title, search_term, sources, placements, alt_text)
    values (pg_temp.id('b', 50), pg_temp.id('b', 54), 'seed', 'seed', '[{"type": "ai", "model": "flux_dev", "seed": 7.0}]', '{instagram/square}', 'Flowers')
    returning id)
  insert into made select 'seed', id from inserted;
  perform pg_temp.sign_out();
end $$;
select is(pg_temp.run(pg_temp.job('seed')) -> 'request' ->> 'seed', '7', '7.0 is 7');

select * from finish();
rollback;
