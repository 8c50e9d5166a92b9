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
-- Beside the plain template one that shows the picture in half of the canvas, and one that does not crop it.
insert into brand.content_templates (organization_id, id, slug, name, layout)
select pg_temp.id('a', 1), pg_temp.id('a', n), slug, slug, jsonb_build_object('layers', jsonb_build_array('{"id": "photo", "type": "image"}'::jsonb || layer))
from (values (55, 'half', '{"box": {"x": 0, "y": 0, "width": 1, "height": 0.5}}'::jsonb), (56, 'whole', '{"fit": "contain"}'), (57, 'bare', '{"optional": true}')) t (n, slug, layer);

-- What is wanted of a picture of some size.
create function pg_temp.plan(width int, height int, placements text[], template int default 54, overrides jsonb default '{}') returns text language sql as $$
  select string_agg(format('%s %s %s', e.direction, e.placements, e.body), '; ' order by e.direction)
  from content.plan_expansions(jsonb_populate_record(null::content.content_requests, jsonb_build_object('template_organization_id', pg_temp.id('a', 1),
    'content_template_id', pg_temp.id('a', template), 'placements', placements, 'layer_overrides', overrides)), width, height) e
$$;
select is(pg_temp.plan(3000, 2000, '{instagram/square,instagram/portrait,facebook/cover,linkedin/post}'), null, 'where a crop keeps half of a picture it is not expanded');
select is(pg_temp.plan(3000, 2000, '{instagram/square,instagram/story}'), 'tall {instagram/story} {"top": 480, "width": 1440, "bottom": 480, "height": 960}',
  'for a story a photograph grows above and below, until a crop of it keeps three quarters; it is sent as small as the story allows');
select is(pg_temp.plan(3000, 2000, '{pinterest/pin,instagram/story}'), 'tall {pinterest/pin,instagram/story} {"top": 480, "width": 1440, "bottom": 480, "height": 960}',
  'what suits the tallest is for all tall ones');
select is(pg_temp.plan(600, 400, '{instagram/story}'), 'tall {instagram/story} {"top": 200, "width": 600, "bottom": 200, "height": 400}', 'it is never enlarged');
select is(pg_temp.plan(3000, 2000, '{linkedin/cover}'), 'wide {linkedin/cover} {"left": 1000, "right": 1000, "width": 1024, "height": 683}', 'for a cover it grows to the sides, and is not sent smaller than a model can see');
select is(pg_temp.plan(2000, 3000, '{linkedin/post,instagram/story}'), 'wide {linkedin/post} {"left": 394, "right": 394, "width": 683, "height": 1024}', 'an upright one does for a post');
select is(pg_temp.plan(2000, 2000, '{linkedin/cover,instagram/story}') ~ '^wide .linkedin/cover. [^;]*$', true, 'a square one needs no more for a story');
select is(pg_temp.plan(3000, 1400, '{linkedin/cover,instagram/story}') ~ '^tall .instagram/story. .*; wide .linkedin/cover. ', true, 'one picture may have to grow both ways, each for itself');
select is(pg_temp.plan(3000, 2000, '{instagram/story}', 55), null, 'it is the picture''s place that counts, not the canvas');
select is(pg_temp.plan(3000, 2000, '{x/header}', 55), 'wide {x/header} {"left": 1024, "right": 1024, "width": 1024, "height": 683}', 'which may be wider');
select is(pg_temp.plan(3000, 2000, '{instagram/story}', 56), null, 'nothing that is not cropped');
select is(pg_temp.plan(3000, 2000, '{instagram/story}', 57, '{"photo": {"hidden": true}}'), null, 'or not shown');
insert into content.platform_placements (platform, placement, name, width, height, formats, max_bytes, valid_from, source)
values ('fixture', 'wall', 'Wall', 8192, 1000, '{jpeg}', 1000000, '2020-01-01', 'the fixture');
select is(pg_temp.plan(3000, 3000, '{fixture/wall}'), 'wide {fixture/wall} {"left": 2048, "right": 2048, "width": 796, "height": 796}', 'at no side by more than the provider paints');

create function pg_temp.ask(name text, source jsonb default '{"type": "stock"}', placements text[] default '{instagram/square,instagram/story}') returns void language plpgsql as $$
begin
  perform pg_temp.sign_in('a', 'editor');
  with inserted as (
    insert into api.content_requests (brand_profile_id, content_template_id, title, search_term, sources, placements, alt_text)
    values (pg_temp.id('a', 50), pg_temp.id('a', 54), ask.name, ask.name, jsonb_build_array(ask.source || '{"expand": true}'), ask.placements, 'Flowers')
    returning id)
  insert into made select ask.name, id from inserted;
  perform pg_temp.sign_out();
end $$;
create function pg_temp.request(name text) returns content.content_requests language sql as $$
  select r from content.content_requests r join made m on m.id = r.id where m.name = request.name
$$;
create function pg_temp.job(name text) returns uuid language sql as $$
  select j.id from system.background_jobs j join made m on m.id = j.subject_id
  where m.name = job.name and j.kind = 'source_assets' order by j.id desc limit 1
$$;
create function pg_temp.step(name text) returns jsonb language plpgsql as $$
declare
  job_id constant uuid := pg_temp.job(name);
  answer jsonb;
begin
  update system.background_jobs set state = 'dispatched', wake_at = null where id = job_id and state in ('queued', 'waiting');
  if (select j.state from system.background_jobs j where j.id = job_id) = 'dispatched' then
    perform system.begin_job(pg_temp.id('a', 1), job_id);
  end if;
  set local role vp_worker;
  answer := content.next_source_step(pg_temp.id('a', 1), job_id);
  reset role;
  return answer;
end $$;
create function pg_temp.receive(name text, call_id uuid, sha text, width int, height int) returns boolean language plpgsql as $$
declare
  job_id constant uuid := pg_temp.job(name);
  goes_on boolean;
begin
  set local role vp_worker;
  goes_on := content.receive_source(pg_temp.id('a', 1), job_id, call_id,
    jsonb_build_object('sha256', repeat(sha, 32), 'bytes', 1000, 'mime_type', 'image/jpeg', 'width', width, 'height', height));
  reset role;
  return goes_on;
end $$;
create temporary table step (now jsonb);
insert into step values ('{}');
-- Buys the photograph of a request; returns whether there is more to be done.
create function pg_temp.buy(name text, width int default 3000, height int default 2000) returns boolean language plpgsql as $$
begin
  update step set now = pg_temp.step(name);
  if (select now ->> 'operation' from step) = 'stock_search' then
    perform integration.complete_call(pg_temp.id('a', 1), (select (now ->> 'call_id')::uuid from step), 200,
      '{"items": [{"id": "12", "content_type": "photo", "orientation": "portrait", "title": "Tulips", "license": "premium", "license_url": "https://x/12", "author": "Ann"}]}');
    update step set now = pg_temp.step(name);
  end if;
  perform integration.complete_call(pg_temp.id('a', 1), (select (now ->> 'call_id')::uuid from step), 200, '{"url": "https://cdn.example/12.jpg"}');
  return pg_temp.receive(name, (pg_temp.step(name) ->> 'call_id')::uuid, 'cd', width, height);
end $$;
-- What came of a request: its status, each variant with what its picture was expanded for, and why not.
create function pg_temp.outcome(name text) returns text language sql as $$
  select concat_ws('; ', (r.r).status, (select string_agg(format('%s %s', v.placement, coalesce(a.expanded_for::text, 'as it is')), ', ' order by v.placement)
      from content.asset_variants v left join content.generated_assets a on a.id = v.generated_asset_id where v.content_request_id = (r.r).id and v.generated_asset_id is not null),
    (r.r).expansion_failure)
  from (select pg_temp.request(name) as r) r
$$;
create temporary view paid as
select m.name, string_agg(format('%s %s %s', u.operation, u.outcome, trim_scale(u.cost)), ', ' order by u.id) as calls
from integration.api_usage u join made m on m.id = u.subject_id group by m.name;

-- All goes well.
do $$ begin perform pg_temp.ask('tulips'); end $$;
select ok(pg_temp.buy('tulips'), 'when the photograph is there, there is a next step');
select is((pg_temp.request('tulips')).status, 'sourcing', 'before anything is rendered');
update step set now = pg_temp.step('tulips');
select is((select now - '{call_id,request}'::text[] from step), jsonb_build_object('action', 'call', 'operation', 'image_expand',
  'source', (select f.storage_key from system.files f where f.organization_id = pg_temp.id('a', 1) and f.sha256 = repeat('cd', 32))), 'the photograph is sent to be expanded');
select is((select now -> 'request' from step), jsonb_build_object('top', 480, 'bottom', 480, 'width', 1440, 'height', 960, 'placements', '["instagram/story"]'::jsonb,
  'generated_asset_id', (select a.id from content.generated_assets a where a.content_request_id = (pg_temp.request('tulips')).id),
  'prompt', content.build_prompt(pg_temp.request('tulips'))), 'as the plan says, with words that say what is in it');
select is((select (c.state, c.reserved_amount, c.call_key)::text from integration.provider_calls c where c.id = (select (now ->> 'call_id')::uuid from step)),
  ('sent', 0.05::numeric(18, 6), format('request:%s:image_expand:tall', (pg_temp.request('tulips')).id))::text, 'its price is reserved before it goes out');
do $$ begin
  perform integration.accept_call(pg_temp.id('a', 1), (select (now ->> 'call_id')::uuid from step), 'task of tulips', 200);
  perform integration.update_task('task of tulips', 'COMPLETED', '{"generated": ["https://cdn.example/e.jpg"], "has_nsfw": [false]}', 'webhook');
end $$;
update step set now = pg_temp.step('tulips');
select is((select now - 'call_id' from step), '{"action": "fetch", "url": "https://cdn.example/e.jpg"}', 'what comes is fetched');
select ok(not pg_temp.receive('tulips', (select (now ->> 'call_id')::uuid from step), 'ce', 1440, 1920), 'then the picture is complete');
select is(pg_temp.outcome('tulips'), 'rendering; square as it is, story {instagram/story}', 'each variant has the picture that suits it');
select is((select calls from paid where name = 'tulips'), 'stock_search succeeded 0, stock_download succeeded 0.1, image_expand succeeded 0.05', 'each call is paid once');
select pg_temp.sign_in('a', 'viewer');
select is((select (e.kind, e.license, e.title, e.metadata, e.expanded_for, o.title)::text
  from api.generated_assets e join api.generated_assets o on o.id = e.expanded_from join made m on m.id = e.content_request_id where m.name = 'tulips'),
  ('stock', '{"type": "premium", "url": "https://x/12"}'::jsonb, 'Tulips', '{"author": "Ann", "expanded_by": "image_expand"}'::jsonb, '{instagram/story}'::text[], 'Tulips')::text,
  'the expanded picture has licence and author of the photograph');
select pg_temp.sign_out();
select is((select jsonb_object_agg(v.placement, (i.picture -> 'disclosure') - 'description') from content.asset_variants v
  join content.render_inputs(pg_temp.id('a', 1), array(select v.id from content.asset_variants v where v.content_request_id = (pg_temp.request('tulips')).id)) i on i.asset_variant_id = v.id),
  '{"square": {"digital_source_type": null, "credit": "Ann / Freepik", "license_url": "https://x/12"},
    "story": {"digital_source_type": "compositeWithTrainedAlgorithmicMedia", "credit": "Ann / Freepik", "license_url": "https://x/12"}}', 'and its file says that a model added to it');
select results_eq($$ select v.placement, (f.facts #>> '{asset,is_ai}')::boolean from content.asset_variants v
  join content.scoring_facts(pg_temp.id('a', 1), array(select v.id from content.asset_variants v where v.content_request_id = (pg_temp.request('tulips')).id)) f on f.asset_variant_id = v.id order by 1 $$,
  $$ values ('square', false), ('story', true) $$, 'which the guideline''s disclosure asks of it');

-- What a person wants to see of a photograph is to be seen in what it was expanded to.
select is(content.expand_point('{"x": 0.25, "y": 0}', '{"width": 1000, "height": 500, "left": 500, "right": 500}'), '{"x": 0.3750, "y": 0.0000}', 'a point moves with the picture to the side');
select pg_temp.sign_in('a', 'editor');
select lives_ok($$ select api.set_focal_point(a.id, 0.5, 1) from api.generated_assets a join made m on m.id = a.content_request_id where m.name = 'tulips' and a.expanded_from is null $$, 'a point is set');
select results_eq($$ select coalesce(a.expanded_for, '{}'), a.focal_point from api.generated_assets a join made m on m.id = a.content_request_id where m.name = 'tulips' order by a.id $$,
  $$ values ('{}'::text[], '{"x": 0.5, "y": 1}'::jsonb), ('{instagram/story}', '{"x": 0.5, "y": 0.75}') $$, 'for a photograph, and where it is in what that was expanded to');
select api.set_focal_point(a.id, null, null) from api.generated_assets a join made m on m.id = a.content_request_id where m.name = 'tulips' and a.expanded_from is null;
select is((select count(a.focal_point) from api.generated_assets a join made m on m.id = a.content_request_id where m.name = 'tulips'), 0::bigint, 'and is taken off both');
select pg_temp.sign_out();
-- An AI picture, both ways, is what a model made.
do $$ begin perform pg_temp.ask('asters', '{"type": "ai", "model": "flux_dev"}', '{instagram/square,linkedin/cover,instagram/story}'); end $$;
update step set now = pg_temp.step('asters');
do $$ begin
  perform integration.complete_call(pg_temp.id('a', 1), (select (now ->> 'call_id')::uuid from step), 200, '{"generated": ["https://cdn.example/a.jpg"]}');
  perform pg_temp.receive('asters', (pg_temp.step('asters') ->> 'call_id')::uuid, 'da', 1500, 760);
end $$;
update step set now = pg_temp.step('asters');
select is((select (c.call_key ~ ':tall$', c.request ->> 'prompt')::text from integration.provider_calls c where c.id = (select (now ->> 'call_id')::uuid from step)),
  (true, (select a.prompt from content.generated_assets a where a.content_request_id = (pg_temp.request('asters')).id))::text, 'an AI picture is expanded by its own prompt');
do $$ begin
  perform integration.complete_call(pg_temp.id('a', 1), (select (now ->> 'call_id')::uuid from step), 200, '{"generated": ["https://cdn.example/t.jpg"]}');
end $$;
select ok(pg_temp.receive('asters', (pg_temp.step('asters') ->> 'call_id')::uuid, 'db', 1000, 1300), 'where it grows both ways');
update step set now = pg_temp.step('asters');
select ok((select c.call_key ~ ':wide$' from integration.provider_calls c where c.id = (select (now ->> 'call_id')::uuid from step)), 'it is bought twice');
do $$ begin
  perform integration.complete_call(pg_temp.id('a', 1), (select (now ->> 'call_id')::uuid from step), 200, '{"generated": ["https://cdn.example/w.jpg"]}');
  perform pg_temp.receive('asters', (pg_temp.step('asters') ->> 'call_id')::uuid, 'dc', 1500, 400);
end $$;
select is(pg_temp.outcome('asters'), 'rendering; cover {linkedin/cover}, square as it is, story {instagram/story}', 'and each placement has its own');
select is((select array_agg(distinct content.disclosure_of(a, null) ->> 'digital_source_type') from content.generated_assets a where a.content_request_id = (pg_temp.request('asters')).id),
  '{trainedAlgorithmicMedia}', 'all of them made by a model');

-- What needs none buys none.
do $$ begin perform pg_temp.ask('daisies'); end $$;
select ok(not pg_temp.buy('daisies', 2000, 2500), 'a picture that suits all placements is not expanded');
select is(pg_temp.outcome('daisies'), 'rendering; square as it is, story as it is', 'and rendered at once');

-- Money: what does not fit under a cap is left out, and said.
insert into system.system_settings (organization_id, key, value) values (pg_temp.id('a', 1), 'spend.per_request_cap', '0.12');
do $$ begin perform pg_temp.ask('dear'); perform pg_temp.buy('dear'); end $$;
select is(pg_temp.step('dear') ->> 'state', 'succeeded', 'an expansion beyond a cap is not made');
select matches(pg_temp.outcome('dear'), '^rendering; square as it is, story as it is; The spend cap of 0\.12 EUR for this request is reached', 'which is said');
select is((select calls from paid where name = 'dear'), 'stock_search succeeded 0, stock_download succeeded 0.1', 'and costs nothing');
select is((select s.reserved from integration.subject_spends s where s.subject_id = (pg_temp.request('dear')).id and s.currency = 'EUR'), 0::numeric, 'nor is anything reserved');
select pg_temp.sign_in('a', 'viewer');
create function pg_temp.estimate(placements text[], sources jsonb) returns text language sql as $$
  select e.price::float8 || ': ' || string_agg(format('%s %s%s', c ->> 'operation', (c ->> 'price')::float8, case when (c ->> 'is_optional')::boolean then ' optional' end), ', ' order by n)
  from api.estimate_content_request(pg_temp.id('a', 50), pg_temp.id('a', 54), placements, sources) e, jsonb_array_elements(e.calls) with ordinality c (c, n) group by e.price
$$;
select is(pg_temp.estimate('{facebook/link,x/post,instagram/story}', '[{"type": "stock", "expand": true}]'),
  '0.15: stock_search 0, stock_download 0.1, image_expand 0.05 optional', 'an estimate tells its price, and that a cap only leaves it out');
select is(pg_temp.estimate('{facebook/link,x/post,instagram/story}', '[{"type": "stock"}]'), '0.1: stock_search 0, stock_download 0.1', 'where it is asked for');
select is(pg_temp.estimate('{facebook/link,x/post}', '[{"type": "ai", "model": "flux_dev", "expand": true}]'), '0.02: flux_dev 0.02', 'and needed');
select throws_ok($$ select pg_temp.estimate('{x/post}', '[{"type": "stock", "expand": "yes"}]') $$, 'VP201', 'expand is true or false.', 'it is yes or no');
select lives_ok($$ select pg_temp.estimate('{x/post}', '[{"type": "stock", "resource_id": "12", "expand": true}]') $$, 'also of a picture that is named');
select pg_temp.sign_out();
delete from system.system_settings where key = 'spend.per_request_cap';

-- Whatever else goes wrong, the picture is there.
create function pg_temp.fail(name text, status int, was_lost boolean default false) returns text language plpgsql as $$
declare
  job_id constant uuid := pg_temp.job(name);
  call_id constant uuid := pg_temp.step(name) ->> 'call_id';
  verdict text;
begin
  set local role vp_worker;
  verdict := content.fail_source_call(pg_temp.id('a', 1), job_id, call_id, was_lost, status, 'It was refused.');
  reset role;
  return verdict;
end $$;
create function pg_temp.task(name text, status text, answer jsonb) returns void language plpgsql as $$
begin
  perform pg_temp.ask(name);
  perform pg_temp.buy(name);
  perform integration.accept_call(pg_temp.id('a', 1), (pg_temp.step(name) ->> 'call_id')::uuid, 'task of ' || name, 200);
  perform integration.update_task('task of ' || name, status, answer, 'webhook');
  update step set now = pg_temp.step(name);
end $$;
do $$ begin perform pg_temp.ask('lilies'); perform pg_temp.buy('lilies'); end $$;
select is(pg_temp.fail('lilies', 400), 'again', 'when the provider refuses there is a next step');
select is(pg_temp.step('lilies') ->> 'state', 'succeeded', 'which is to do without');
select is(pg_temp.outcome('lilies'), 'rendering; square as it is, story as it is; It was refused.', 'and to say why');
do $$ begin perform pg_temp.task('roses', 'FAILED', '{}'); end $$;
select matches(pg_temp.outcome('roses'), '^rendering; square as it is, story as it is; .*could not make it', 'so when its task fails');
select is((select calls from paid where name = 'roses') ~ 'image_expand unknown 0.05$', true, 'which is booked as any task that fails');
do $$ begin perform pg_temp.task('nudes', 'COMPLETED', '{"generated": ["https://cdn.example/n.jpg"], "has_nsfw": [true]}'); end $$;
select matches(pg_temp.outcome('nudes'), '^rendering; square as it is, story as it is; .*not safe for work', 'or its picture is not safe for work');
do $$ begin perform pg_temp.task('tares', 'COMPLETED', '{"generated": ["https://cdn.example/t.html"]}'); end $$;
create function pg_temp.spoil(name text, is_unusable boolean, status int) returns text language plpgsql as $$
declare
  job_id constant uuid := pg_temp.job(name);
  call_id constant uuid := (select now ->> 'call_id' from step);
  verdict text;
begin
  set local role vp_worker;
  verdict := content.fail_source_fetch(pg_temp.id('a', 1), job_id, call_id, is_unusable, status, 'It is no picture.');
  reset role;
  return verdict;
end $$;
select is(pg_temp.spoil('tares', false, 503), 'retry', 'a file that did not come is fetched again');
select is(pg_temp.spoil('tares', true, null), 'again', 'what is no picture is not');
do $$ begin perform pg_temp.step('tares'); end $$;
select is(pg_temp.outcome('tares'), 'rendering; square as it is, story as it is; It is no picture.', 'it is done without');
do $$ begin perform pg_temp.ask('thyme'); perform pg_temp.buy('thyme'); perform system.end_job(pg_temp.id('a', 1), pg_temp.job('thyme'), 'failed', 'It has been tried eight times.'); end $$;
select is(pg_temp.outcome('thyme'), 'rendering; square as it is, story as it is; It has been tried eight times.', 'a job that has failed for good leaves the picture, too');

-- A provider that is busy is waited for, one in trouble is not.
do $$ begin
  perform pg_temp.ask('sage'); perform pg_temp.buy('sage');
  perform integration.note_throttled('freepik', 'image_expand', 'platform', interval '1 minute');
end $$;
select is(pg_temp.step('sage') ->> 'action', 'wait', 'while the provider is busy the request waits');
delete from integration.throttles;
do $$ begin perform integration.note_answer('freepik', 'image_expand', 'platform', false) from generate_series(1, 5); end $$;
select is(pg_temp.step('sage') ->> 'state', 'succeeded', 'while it is in trouble it does without');
select matches(pg_temp.outcome('sage'), 'The provider takes no call of image_expand now\.$', 'and says so');
delete from integration.circuits;

-- Before the first call the list of tasks is read.
delete from integration.foreign_tasks where operation = 'image_expand';
do $$ begin perform pg_temp.ask('mint'); perform pg_temp.buy('mint'); end $$;
select is(pg_temp.step('mint'), '{"action": "list", "operation": "image_expand"}', 'the list of tasks is read before the first call');
insert into integration.foreign_tasks (provider, operation, key_id, task_id) values ('freepik', 'image_expand', 'platform', '');

-- Cancelled while it is under way, it is used when the request goes on.
update step set now = pg_temp.step('mint');
update content.generated_assets set focal_point = '{"x": 0.5, "y": 0}' where content_request_id = (pg_temp.request('mint')).id;
do $$ begin
  perform integration.accept_call(pg_temp.id('a', 1), (select (now ->> 'call_id')::uuid from step), 'task of mint', 200);
  perform pg_temp.sign_in('a', 'editor');
  perform api.cancel_content_request((select id from made where name = 'mint'));
  perform api.retry_content_request((select id from made where name = 'mint'));
  perform pg_temp.sign_out();
  perform integration.update_task('task of mint', 'COMPLETED', '{"generated": ["https://cdn.example/m.jpg"]}', 'webhook');
end $$;
select is((pg_temp.request('mint')).status, 'queued', 'a request that was cancelled meanwhile goes on where it was');
update step set now = pg_temp.step('mint');
select is((select now ->> 'url' from step), 'https://cdn.example/m.jpg', 'with what was paid for');
do $$ begin perform pg_temp.receive('mint', (select (now ->> 'call_id')::uuid from step), 'ee', 1440, 1920); end $$;
select is(pg_temp.outcome('mint'), 'rendering; square as it is, story {instagram/story}', 'and uses it');
select is((select e.focal_point from content.generated_assets e where e.content_request_id = (pg_temp.request('mint')).id and e.expanded_from is not null), '{"x": 0.5, "y": 0.25}', 'with the point that was set meanwhile');

-- A call that a person decides on.
create function pg_temp.doubt(name text) returns void language plpgsql as $$
begin
  perform pg_temp.ask(name);
  perform pg_temp.buy(name);
  perform integration.complete_call(pg_temp.id('a', 1), (pg_temp.step(name) ->> 'call_id')::uuid, 200, '{"generated": ["https://cdn.example/m.jpg"]}');
  perform integration.hold_call(pg_temp.id('a', 1), c.id, 'Whose its task is nobody can say.')
  from integration.provider_calls c where c.subject_id = (select id from made m where m.name = doubt.name) and c.operation = 'image_expand';
  perform pg_temp.step(name);
end $$;
create function pg_temp.decide(name text, decision text) returns void language plpgsql as $$
begin
  perform pg_temp.sign_in('a', 'admin');
  perform api.resolve_call(c.id, decision) from api.provider_calls c join made m on m.id = c.subject_id where m.name = decide.name and c.state = 'needs_attention';
  perform pg_temp.sign_out();
end $$;
do $$ begin perform pg_temp.doubt('rue'); end $$;
select is((pg_temp.request('rue')).status, 'needs_attention', 'a call whose answer nobody knows needs a person');
do $$ begin perform pg_temp.decide('rue', 'write_off'); end $$;
select is(pg_temp.outcome('rue'), 'rendering; square as it is, story as it is; The call that would have brought the picture was written off.', 'written off, the picture is rendered as it is');
do $$ begin perform pg_temp.doubt('dill'); perform pg_temp.decide('dill', 'retry'); end $$;
update step set now = pg_temp.step('dill');
select is((select (c.attempt, c.operation)::text from integration.provider_calls c where c.id = (select (now ->> 'call_id')::uuid from step)), (2, 'image_expand')::text, 'or it is bought again');

-- A request that had all its pictures is not begun anew by another layout.
do $$ begin perform content.transition_request(pg_temp.id('a', 1), id, 'failed') from made where name = 'daisies'; end $$;
update content.content_requests set placements = '{linkedin/cover}' where id = (select id from made where name = 'daisies');
do $$ begin
  perform pg_temp.sign_in('a', 'editor');
  perform api.retry_content_request((select id from made where name = 'daisies'));
  perform pg_temp.sign_out();
end $$;
select is((pg_temp.request('daisies')).status, 'rendering', 'what has its pictures buys no others');

select * from finish();
rollback;
