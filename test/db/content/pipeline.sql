-- include: fixtures/two_tenants.sql
begin;
set local search_path = extensions;

select plan(77);

-- The same search would be asked once.
insert into system.system_settings (organization_id, key, value) values (identity.system_organization_id(), 'integration.search_lifetime_s', '0');
delete from integration.api_usage;
delete from integration.spend_months;
delete from approval.content_approvals;
update approval.approval_workflows set status = 'retired';
create temporary table made (name text primary key, id uuid);
grant select, insert on made to public;

create function pg_temp.org() returns uuid language sql as $$ select pg_temp.id('a', 1) $$;
create function pg_temp.request(name text) returns content.content_requests language sql as $$
  select r from content.content_requests r join made m on m.id = r.id where m.name = request.name
$$;
-- As an editor asks for it.
create function pg_temp.ask(name text, placements text[] default '{instagram/square,instagram/story,facebook/link}') returns void language plpgsql as $$
begin
  perform pg_temp.sign_in('a', 'editor');
  with inserted as (
    insert into api.content_requests (brand_profile_id, content_template_id, title, search_term, placements, caption, alt_text)
    values (pg_temp.id('a', 50), pg_temp.id('a', 54), ask.name, 'spring flowers', ask.placements, 'Spring', 'Flowers')
    returning id)
  insert into made select ask.name, id from inserted;
  perform pg_temp.sign_out();
end $$;
create function pg_temp.job(name text, kind text default 'source_assets') returns system.background_jobs language sql as $$
  select j from system.background_jobs j join made m on m.id = j.subject_id
  where m.name = job.name and j.kind = job.kind order by j.created_at desc, j.state in ('queued', 'dispatched', 'running') desc, j.id desc limit 1
$$;
-- As the worker does it: begin the job, then call a function for it.
create function pg_temp.work(name text, call text, kind text default 'source_assets') returns jsonb language plpgsql as $$
declare
  job_id constant uuid := (pg_temp.job(name, kind)).id;
  answer jsonb;
begin
  update system.background_jobs set state = 'dispatched' where id = job_id and state = 'queued';
  set local role vp_worker;
  if not exists (select from system.begin_job(pg_temp.org(), job_id)) then
    raise exception 'the job has ended';
  end if;
  execute 'select to_jsonb(' || format(call, pg_temp.org(), job_id) || ')' into answer;
  reset role;
  return answer;
exception when others then
  reset role;
  raise;
end $$;
create function pg_temp.step(name text) returns jsonb language sql as $$ select pg_temp.work(name, 'content.next_source_step(%L, %L)') $$;
create function pg_temp.answer(step jsonb, response jsonb) returns text language plpgsql as $$
begin
  set local role vp_worker;
  perform integration.complete_call(pg_temp.org(), (step ->> 'call_id')::uuid, 200, response);
  reset role;
  return '';
end $$;
create function pg_temp.found() returns jsonb language sql as $$ select '{"total": 3, "items": [
  {"id": "11", "title": "A vector", "content_type": "vector", "orientation": "square", "license": "freemium"},
  {"id": "12", "title": "Wide", "content_type": "photo", "orientation": "landscape", "license": "freemium"},
  {"id": "13", "title": "Square", "content_type": "photo", "orientation": "square", "license": "premium", "license_url": "https://x/13", "author": "Ann", "page_url": "https://x/p"},
  {"id": "14", "title": "Square too", "content_type": "photo", "orientation": "square", "license": "premium"}]}'::jsonb $$;
create function pg_temp.file(content text, width int, height int) returns jsonb language sql as $$
  select jsonb_build_object('sha256', encode(sha256(convert_to(content, 'UTF8')), 'hex'), 'bytes', 1000, 'mime_type', 'image/jpeg', 'width', width, 'height', height,
    'placeholder', '3OcRJYB4d3h/iIeHeEh3eIhw+j3A', 'phash', '00000000000000f0')
$$;
create function pg_temp.status(name text) returns text language sql as $$ select (pg_temp.request(name)).status $$;
create function pg_temp.variants(name text) returns text language sql as $$
  select string_agg(format('%s %s', v.placement, v.status), ', ' order by v.platform, v.placement, v.revision)
  from content.asset_variants v join made m on m.id = v.content_request_id where m.name = variants.name
$$;
create function pg_temp.variant(name text, placement text) returns uuid language sql as $$
  select v.id from content.asset_variants v join made m on m.id = v.content_request_id
  where m.name = variant.name and v.placement = variant.placement and v.is_current
$$;
create function pg_temp.render_key(name text, placement text) returns text language sql as $$
  select v.render_key from content.asset_variants v where v.id = pg_temp.variant(render_key.name, render_key.placement)
$$;
create function pg_temp.usage(name text) returns text language sql as $$
  select string_agg(format('%s %s %s', u.operation, u.outcome, u.cost), ', ' order by u.operation desc, u.cost, u.outcome)
  from integration.api_usage u join made m on m.id = u.subject_id where m.name = usage.name
$$;
create function pg_temp.source(name text) returns void language plpgsql as $$
declare
  step jsonb;
begin
  perform pg_temp.ask(name);
  perform pg_temp.answer(pg_temp.step(name), pg_temp.found());
  perform pg_temp.answer(pg_temp.step(name), '{"url": "https://cdn.example/13.jpg"}');
  step := pg_temp.step(name);
  perform pg_temp.work(name, format('content.receive_source(%%L, %%L, %L, %L)', step ->> 'call_id', pg_temp.file(name, 3000, 3000)));
end $$;
create function pg_temp.render(name text, placement text) returns void language plpgsql as $$
begin
  perform pg_temp.work(name, format('content.receive_render(%%L, %%L, %L, %L, %L)', pg_temp.variant(name, placement),
    pg_temp.file(name || placement, 1080, 1080) || jsonb_build_object('render_key', pg_temp.render_key(name, placement)),
    '{"version": 1, "width": 1080, "height": 1080, "bytes": 1000, "format": "jpeg", "palette": [{"hex": "#1DB954", "l": 66, "a": -60, "b": 45, "share": 1}], "texts": [], "logo": null}'), 'render_variants');
end $$;

-- One request, from the search to the scores.
do $$ begin perform pg_temp.ask('whole'); end $$;
create temporary table step as select pg_temp.step('whole') as now;
select is((select now - 'call_id' from step), '{"action": "call", "operation": "stock_search",
  "request": {"term": "spring flowers", "content_type": "photo", "orientation": "square", "limit": 20}}', 'first it is searched, in the orientation that suits the placements');
select is((pg_temp.request('whole')).status, 'sourcing', 'the request is being sourced');
select is((pg_temp.job('whole')).progress, 10, 'the job has begun');
select is((select c.call_key from integration.provider_calls c join step on c.id = (now ->> 'call_id')::uuid), format('request:%s:search:1', (pg_temp.request('whole')).id), 'the call is claimed under the request''s key');
do $$ begin perform pg_temp.answer((select now from step), pg_temp.found()); end $$;
update step set now = pg_temp.step('whole');
select is((select now - 'call_id' #- '{request,picture}' from step), '{"action": "call", "operation": "stock_download", "request": {"resource_id": "13"}}',
  'then the first photograph of that orientation is bought');
do $$ begin perform pg_temp.answer((select now from step), '{"url": "https://cdn.example/13.jpg"}'); end $$;
update step set now = now || pg_temp.step('whole');
select is((select now ->> 'action' || ' ' || (now ->> 'url') from step), 'fetch https://cdn.example/13.jpg', 'then fetched');
select is(pg_temp.step('whole') ->> 'action', 'fetch', 'as often as it takes');
select is(pg_temp.usage('whole'), 'stock_search succeeded 0.000000, stock_download succeeded 0.100000', 'and paid for once');
select lives_ok($$ select pg_temp.work('whole', format('content.receive_source(%%L, %%L, %L, %L)', (select now ->> 'call_id' from step), pg_temp.file('whole', 3000, 3000))) $$, 'it is received');
select is((select (a.kind, a.provider_asset_id, a.title, a.width, a.license, a.metadata, f.kind, f.filename, f.state)::text
  from content.generated_assets a join system.files f on f.id = a.file_id where a.content_request_id = (pg_temp.request('whole')).id),
  ('stock', '13', 'Square', 3000, '{"url": "https://x/13", "type": "premium"}'::jsonb, '{"author": "Ann", "page_url": "https://x/p"}'::jsonb, 'source', 'stock-13.jpeg', 'stored')::text,
  'the picture is kept with its licence');
select is((pg_temp.job('whole')).state || ' ' || (pg_temp.job('whole')).progress, 'succeeded 100', 'its job is done');
select is((pg_temp.request('whole')).status, 'rendering', 'the request is being rendered');
select throws_ok($$ select pg_temp.step('whole') $$, 'P0001', 'the job has ended', 'nobody works on a job that has ended');
-- A worker that was thought dead hands back once more.
create function pg_temp.as_worker(call text) returns text language plpgsql as $$
declare
  answer text;
begin
  set local role vp_worker;
  execute 'select ' || call into answer;
  reset role;
  return answer;
end $$;
do $$ begin perform pg_temp.as_worker(format('content.receive_source(%L, %L, %L, %L)', pg_temp.org(), (pg_temp.job('whole')).id,
  (select now ->> 'call_id' from step), pg_temp.file('whole', 3000, 3000))); end $$;
select is((select count(*) from content.generated_assets where content_request_id = (pg_temp.request('whole')).id), 1::bigint, 'the same picture twice is kept once');

create temporary table batch as select pg_temp.work('whole', 'content.claim_render(%L, %L)', 'render_variants') as now;
select is((select (now ->> 'action', now ->> 'logo', now -> 'fonts', jsonb_array_length(now -> 'variants'))::text from batch),
  ('render', 'org/' || pg_temp.org() || '/ab/' || repeat('ab', 32), '[]'::jsonb, 3)::text,
  'the renderer gets logo and fonts, and every pending variant');
select is((select (now -> 'variants' -> 2) - '{render_key,source_size}'::text[] from batch), jsonb_build_object('asset_variant_id', pg_temp.variant('whole', 'story'), 'focal_point', null,
  'layout', '{"background": "#FFFFFF", "layers": [{"id": "photo", "type": "image"}]}'::jsonb,
  'disclosure', '{"digital_source_type": null, "credit": "Ann / Freepik", "license_url": "https://x/13", "description": "Flowers"}'::jsonb,
  'source', 'org/' || pg_temp.org() || '/' || left(pg_temp.file('whole', 1, 1) ->> 'sha256', 2) || '/' || (pg_temp.file('whole', 1, 1) ->> 'sha256'),
  'canvas', '{"width": 1080, "height": 1920, "safe_zone": {"top": 250, "right": 0, "bottom": 250, "left": 0}}'::jsonb,
  'formats', '["jpeg"]'::jsonb, 'max_bytes', 8000000), 'with layout, size, safe zone, formats and source');
do $$ begin perform pg_temp.render('whole', 'square'); end $$;
select is(pg_temp.variants('whole'), 'link pending, square scored, story pending', 'a picture is scored as it comes');
select is(pg_temp.status('whole'), 'rendering', 'the request goes on');
select is((select m.measured -> 'placement' from content.measurements m where m.asset_variant_id = pg_temp.variant('whole', 'square')) ->> 'caption_limit', '2200',
  'the measurement freezes the platform''s limits');
select is((select (m.measured ->> 'caption', m.measured ->> 'alt_text', m.measured -> 'copy')::text from content.measurements m where m.asset_variant_id = pg_temp.variant('whole', 'square')),
  ('Spring', 'Flowers', '{}'::jsonb)::text, 'and the words');
select is((select (v.width, v.height, v.bytes, v.format, v.placeholder, v.phash, v.rendered_at, f.kind, f.filename)::text from content.asset_variants v join system.files f on f.id = v.file_id
  where v.id = pg_temp.variant('whole', 'square')), (1080, 1080, 1000, 'jpeg', '3OcRJYB4d3h/iIeHeEh3eIhw+j3A', '00000000000000f0', now(), 'variant', 'instagram-square-r1.jpeg')::text, 'the variant has its file');
do $$ begin perform pg_temp.render('whole', 'square'); end $$;
select is((select count(*) from content.measurements where asset_variant_id = pg_temp.variant('whole', 'square')), 1::bigint, 'handed back twice it is taken once');
do $$ begin perform pg_temp.render('whole', 'story'); perform pg_temp.render('whole', 'link'); end $$;
select is((pg_temp.request('whole')).status || ' ' || coalesce((pg_temp.request('whole')).failure, '-'), 'ready -', 'after the last one the request is ready');
select is((pg_temp.request('whole')).finished_at, now(), 'and finished');
select is(pg_temp.work('whole', 'content.claim_render(%L, %L)', 'render_variants') ->> 'action', 'stop', 'nothing is left to render');
select is((pg_temp.job('whole', 'render_variants')).state, 'succeeded', 'which ends the job');
select is(pg_temp.usage('whole'), 'stock_search succeeded 0.000000, stock_download succeeded 0.100000', 'it cost one download');

-- Nothing found.
do $$ begin perform pg_temp.ask('nothing', '{x/header}'); end $$;
do $$ begin perform pg_temp.answer(pg_temp.step('nothing'), '{"items": [{"id": "1", "content_type": "psd", "orientation": "landscape"}]}'); end $$;
update step set now = pg_temp.step('nothing');
select is((select now -> 'request' from step), '{"term": "spring flowers", "content_type": "photo", "limit": 20}', 'without a photograph the search is widened');
do $$ begin perform pg_temp.answer((select now from step), '{"items": []}'); end $$;
select is(pg_temp.step('nothing') ->> 'action', 'stop', 'then given up');
select is((pg_temp.request('nothing')).status || ': ' || (pg_temp.request('nothing')).failure,
  'failed: No photograph was found for "spring flowers". Make a request with another search_term.', 'and the request says why');
select is(pg_temp.variants('nothing'), 'header failed', 'its variants fail with it');
select is(pg_temp.usage('nothing'), 'stock_search succeeded 0.000000, stock_search succeeded 0.000000', 'nothing was bought');

-- A call that fails.
create function pg_temp.fail_call(name text, step jsonb, was_lost boolean, status int, error text) returns text language sql as $$
  select pg_temp.as_worker(format('content.fail_source_call(%L, %L, %L, %L, %L, %L)', pg_temp.org(), (pg_temp.job(name)).id, step ->> 'call_id', was_lost, status, error))
$$;
do $$ begin perform pg_temp.ask('refused'); end $$;
select is(pg_temp.fail_call('refused', pg_temp.step('refused'), false, 503, 'Service Unavailable'), 'retry', 'a 503 is tried again');
select is(pg_temp.status('refused'), 'sourcing', 'the request waits');
select is(pg_temp.fail_call('refused', pg_temp.step('refused'), true, null, 'The connection was reset.'), 'retry', 'a search whose answer was lost is made again');
do $$ begin perform pg_temp.answer(pg_temp.step('refused'), pg_temp.found()); end $$;
select is(pg_temp.fail_call('refused', pg_temp.step('refused'), false, 402, 'Freepik answered 402: no credits'), 'failed', 'a 402 is not');
select is((pg_temp.job('refused')).state || ' ' || (pg_temp.request('refused')).status || ': ' || (pg_temp.request('refused')).failure,
  'failed failed: Freepik answered 402: no credits', 'job and request say so');
select is(pg_temp.usage('refused'), 'stock_search failed 0.000000, stock_search succeeded 0.000000, stock_search unknown 0.000000, stock_download failed 0.000000', 'each attempt is booked, at nothing');

-- A download whose answer is lost.
do $$ begin perform pg_temp.ask('lost'); perform pg_temp.answer(pg_temp.step('lost'), pg_temp.found()); end $$;
select is(pg_temp.fail_call('lost', pg_temp.step('lost'), true, 200, 'The answer was HTML, not JSON.'), 'needs_attention', 'a paid answer that was lost needs a person');
select is((pg_temp.job('lost')).state || ' ' || pg_temp.status('lost'), 'needs_attention needs_attention', 'job and request say so');
select is((pg_temp.request('lost')).failure, format('A paid call needs a decision: The answer was HTML, not JSON. An admin calls resolve_call with id %s and retry or write_off.',
  (select c.id from integration.provider_calls c where c.subject_id = (pg_temp.request('lost')).id and c.state = 'needs_attention')), 'and what is to be done');
select is(pg_temp.variants('lost'), 'link pending, square pending, story pending', 'its variants wait');
select pg_temp.sign_in('a', 'editor');
select throws_ok(format('select api.retry_content_request(%L)', id), 'VP202', 'A paid call of this request waits for a decision.', 'nobody goes on before the decision') from made where name = 'lost';
select pg_temp.sign_in('a', 'admin');
select is((select r.state from api.provider_calls c, api.resolve_call(c.id, 'retry') r where c.subject_id = (select id from made where name = 'lost') and c.state = 'needs_attention'), 'retried', 'an admin has it made again');
select pg_temp.sign_out();
select is(pg_temp.status('lost') || ' ' || (pg_temp.job('lost')).state, 'queued dispatched', 'and the request goes on');
do $$ begin perform pg_temp.answer(pg_temp.step('lost'), '{"url": "https://cdn.example/x"}'); end $$;
select is(pg_temp.step('lost') ->> 'action', 'fetch', 'to the file');
select is(pg_temp.usage('lost'), 'stock_search succeeded 0.000000, stock_download succeeded 0.100000, stock_download unknown 0.100000', 'both downloads are booked');

-- The worker dies between claim and answer.
do $$ begin perform pg_temp.ask('killed'); perform pg_temp.step('killed'); end $$;
update step set now = pg_temp.step('killed');
select is((select now ->> 'operation' from step), 'stock_search', 'a search is made again by the next worker');
do $$ begin perform pg_temp.answer((select now from step), pg_temp.found()); perform pg_temp.step('killed'); end $$;
update step set now = pg_temp.step('killed');
select is((select now ->> 'action' from step), 'stop', 'a download is not');
select is(pg_temp.status('killed'), 'needs_attention', 'it needs a person');
select is(pg_temp.usage('killed'), 'stock_search succeeded 0.000000, stock_search unknown 0.000000, stock_download unknown 0.100000', 'booked at full price');
select pg_temp.sign_in('a', 'admin');
select is((select r.state from api.provider_calls c, api.resolve_call(c.id, 'write_off') r where c.subject_id = (select id from made where name = 'killed') and c.state = 'needs_attention'), 'written_off', 'an admin may give it up');
select pg_temp.sign_out();
select is((pg_temp.request('killed')).status || ': ' || (pg_temp.request('killed')).failure, 'failed: The call that would have brought the picture was written off.', 'which fails the request');
select is(pg_temp.variants('killed'), 'link failed, square failed, story failed', 'and its variants');

-- The file does not come.
create function pg_temp.fail_fetch(name text, step jsonb, is_unusable boolean, status int, error text) returns text language sql as $$
  select pg_temp.as_worker(format('content.fail_source_fetch(%L, %L, %L, %L, %L, %L)', pg_temp.org(), (pg_temp.job(name)).id, step ->> 'call_id', is_unusable, status, error))
$$;
do $$ begin
  perform pg_temp.ask('file');
  perform pg_temp.answer(pg_temp.step('file'), pg_temp.found());
  perform pg_temp.answer(pg_temp.step('file'), '{"url": "https://cdn.example/x"}');
end $$;
select is(pg_temp.fail_fetch('file', pg_temp.step('file'), false, 500, 'no'), 'retry', 'a 500 is fetched again');
select is(pg_temp.fail_fetch('file', pg_temp.step('file'), false, null, 'cut'), 'retry', 'a cut connection too');
select is(pg_temp.fail_fetch('file', pg_temp.step('file'), true, null, 'The file is HTML, not a picture.'), 'failed', 'what is no picture is not');
select is((pg_temp.request('file')).status || ': ' || (pg_temp.request('file')).failure, 'failed: The file is HTML, not a picture.', 'the request says so');
select pg_temp.sign_in('a', 'editor');
select is((select r.status from made, api.retry_content_request(made.id) r where made.name = 'file'), 'queued', 'an editor tries again');
select pg_temp.sign_out();
select is(pg_temp.step('file') ->> 'action', 'fetch', 'which pays nothing again');
select is(pg_temp.fail_fetch('file', pg_temp.step('file'), false, 403, 'The address of the file has expired.'), 'needs_attention', 'an address that has expired needs a person');
select is(pg_temp.usage('file'), 'stock_search succeeded 0.000000, stock_download succeeded 0.100000', 'nothing more is booked');
select pg_temp.sign_in('a', 'admin');
select is((select r.state from api.provider_calls c, api.resolve_call(c.id, 'retry') r where c.subject_id = (select id from made where name = 'file') and c.state = 'needs_attention'), 'retried', 'who buys it again');
select pg_temp.sign_out();
select is(pg_temp.step('file') ->> 'operation', 'stock_download', 'by a new download');

-- The cap.
do $$ begin perform pg_temp.ask('capped'); perform pg_temp.answer(pg_temp.step('capped'), pg_temp.found()); end $$;
insert into system.system_settings (organization_id, key, value) values (pg_temp.org(), 'spend.monthly_cap', '0.01');
select is(pg_temp.step('capped') ->> 'action', 'stop', 'under a cap that is reached nothing is bought');
select matches((pg_temp.request('capped')).failure, '^The spend cap of 0.01 EUR for .* is reached: .* EUR spent, .* reserved, and this call costs 0.1 EUR\. An admin raises', 'the request says so, with the figures');
select is(pg_temp.status('capped'), 'needs_attention', 'and needs a person');
delete from system.system_settings where organization_id = pg_temp.org() and key = 'spend.monthly_cap';
select pg_temp.sign_in('a', 'editor');
select is((select r.status from made, api.retry_content_request(made.id) r where made.name = 'capped'), 'queued', 'who goes on when there is room');
select pg_temp.sign_out();
select is(pg_temp.step('capped') ->> 'operation', 'stock_download', 'where it stopped');

-- Renders that fail.
do $$ begin perform pg_temp.source('partial'); perform pg_temp.work('partial', 'content.claim_render(%L, %L)', 'render_variants'); end $$;
create function pg_temp.fail_render(name text, placement text, error text) returns text language sql as $$
  select pg_temp.as_worker(format('content.fail_render(%L, %L, %L, %L, %L)', pg_temp.org(), (pg_temp.job(name, 'render_variants')).id, pg_temp.variant(name, placement), error,
    pg_temp.render_key(name, placement)))
$$;
do $$ begin perform pg_temp.fail_render('partial', 'story', 'The headline does not fit.'); perform pg_temp.render('partial', 'square'); perform pg_temp.render('partial', 'link'); end $$;
select is((pg_temp.request('partial')).status || ': ' || (pg_temp.request('partial')).failure, 'ready: 1 of 3 placements failed. instagram/story: The headline does not fit.', 'a request is ready with what could be made, and says what is missing');
select pg_temp.sign_in('a', 'editor');
select is((select r.status from made, api.retry_content_request(made.id) r where made.name = 'partial'), 'rendering', 'what failed is tried again');
select throws_ok(format('select api.retry_content_request(%L)', id), 'VP202', 'The content request is rendering: it is on its way.', 'once at a time') from made where name = 'partial';
select pg_temp.sign_out();
select is(pg_temp.variants('partial'), 'link scored, square scored, story pending', 'and nothing else');
do $$ begin perform pg_temp.render('partial', 'story'); end $$;
select is((pg_temp.request('partial')).status || ' ' || coalesce((pg_temp.request('partial')).failure, '-'), 'ready -', 'then all is there');
select pg_temp.sign_in('a', 'editor');
select throws_ok(format('select api.retry_content_request(%L)', id), 'VP202', 'The content request is ready: nothing is to be made again.', 'and nothing to retry') from made where name = 'partial';
select pg_temp.sign_out();
do $$ begin perform pg_temp.source('crashed'); perform pg_temp.work('crashed', 'content.claim_render(%L, %L)', 'render_variants'); perform pg_temp.render('crashed', 'square'); end $$;
update system.background_jobs set state = 'failed', finished_at = now(), last_error = 'The disk is full.' where id = (pg_temp.job('crashed', 'render_variants')).id;
select is((pg_temp.request('crashed')).status || ': ' || (pg_temp.request('crashed')).failure, 'ready: The disk is full.', 'a job that dies fails what it has not made');
select is(pg_temp.variants('crashed'), 'link failed, square scored, story failed', 'and keeps what it has');

select * from finish();
rollback;
