-- include: fixtures/two_tenants.sql
begin;
set local search_path = extensions;
select no_plan();

delete from integration.api_usage;
create temporary table made (name text primary key, id uuid);
grant select, insert on made to public;
create function pg_temp.ask(name text, source jsonb) returns void language plpgsql as $$
begin
  perform pg_temp.sign_in('a', 'editor');
  with inserted as (
    insert into api.content_requests (brand_profile_id, content_template_id, title, search_term, sources, placements, alt_text)
    values (pg_temp.id('a', 50), pg_temp.id('a', 54), ask.name, ask.name, jsonb_build_array('{"type": "stock"}'::jsonb || source), '{instagram/square}', 'Flowers')
    returning id)
  insert into made select ask.name, id from inserted;
  perform pg_temp.sign_out();
end $$;
create function pg_temp.step(name text) returns jsonb language plpgsql as $$
declare
  job_id constant uuid := (
    select j.id from system.background_jobs j join made m on m.id = j.subject_id where m.name = step.name and j.kind = 'source_assets');
  answer jsonb;
begin
  update system.background_jobs set state = 'dispatched' where id = job_id and state = 'queued';
  if (select j.state from system.background_jobs j where j.id = job_id) = 'dispatched' then
    perform system.begin_job(pg_temp.id('a', 1), job_id);
  end if;
  set local role vp_worker;
  answer := content.next_source_step(pg_temp.id('a', 1), job_id);
  reset role;
  return answer;
end $$;
create temporary table step (now jsonb);
-- Answers the call that the last step made.
create function pg_temp.answer(name text, response jsonb) returns jsonb language plpgsql as $$
begin
  perform integration.complete_call(pg_temp.id('a', 1), (select (now ->> 'call_id')::uuid from step), 200, response);
  return pg_temp.step(name);
end $$;
create function pg_temp.usage(name text) returns text language sql as $$
  select string_agg(format('%s %s', u.operation, trim_scale(u.cost)), ', ' order by u.provider_call_id)
  from integration.api_usage u join made m on m.id = u.subject_id where m.name = usage.name
$$;

-- Filters go to the provider as they are.
do $$ begin perform pg_temp.ask('roses', '{"license": "premium", "color": "red", "people": "exclude", "period": "last-year", "author": 23, "ai_generated": "excluded", "order": "recent", "page": 2}'); end $$;
insert into step select pg_temp.step('roses');
select is((select now -> 'request' from step), '{"term": "roses", "content_type": "photo", "orientation": "square", "limit": 20, "license": "premium", "color": "red",
  "people": "exclude", "period": "last-year", "author": 23, "ai_generated": "excluded", "order": "recent", "page": 2}', 'a search has the source''s filters and page');
update step set now = pg_temp.answer('roses', '{"items": []}');
select ok((select now -> 'request' @> '{"color": "red", "page": 2}' and not now -> 'request' ? 'orientation' from step), 'widened it keeps them');
update step set now = pg_temp.answer('roses', '{"items": []}');
select is((select now ->> 'state' from step), 'failed', 'when nothing is found it ends');
select matches((select now ->> 'reason' from step), '^No photograph was found for "roses" with the filters \{.*"color": "red".*\}\. Make a request with another search_term or fewer filters\.$', 'and says what was looked for');

-- The same words with another filter are another search; the same is not asked twice.
do $$ begin perform pg_temp.ask('tulips', '{"orientation": "panoramic"}'); end $$;
update step set now = pg_temp.step('tulips');
select is((select now -> 'request' ->> 'orientation' from step), 'panoramic', 'an orientation that is named is asked for');
update step set now = pg_temp.answer('tulips', '{"items": []}');
select is((select now ->> 'state' from step), 'failed', 'and not widened');
select is(pg_temp.usage('tulips'), 'stock_search 0', 'nor asked for again');

-- One picture, by its id.
do $$ begin perform pg_temp.ask('asters', '{"resource_id": "77"}'); end $$;
update step set now = pg_temp.step('asters');
select is((select now ->> 'operation' || (now -> 'request')::text from step), 'stock_details{"resource_id": "77"}', 'a picture that is named is looked at');
update step set now = pg_temp.answer('asters', '{"id": "77", "title": "Asters", "content_type": "photo", "license": "premium", "width": 3000, "height": 2000}');
select is((select now ->> 'operation' || (now -> 'request' ->> 'resource_id') from step), 'stock_download77', 'then bought');
update step set now = pg_temp.answer('asters', '{"url": "https://cdn.example/77.jpg"}');
select is((select now ->> 'action' from step), 'fetch', 'and fetched');
select is(pg_temp.usage('asters'), 'stock_details 0, stock_download 0.1', 'for the price of one download');
do $$ begin perform pg_temp.ask('drawing', '{"resource_id": "78"}'); end $$;
update step set now = pg_temp.step('drawing');
update step set now = pg_temp.answer('drawing', '{"id": "78", "content_type": "vector"}');
select is((select now ->> 'reason' from step), 'Resource 78 is no photograph but a vector. Make a request with another resource_id.', 'what is no photograph is not bought');
select is(pg_temp.usage('drawing'), 'stock_details 0', 'and costs nothing');
select pg_temp.sign_in('a', 'viewer');
select is((select jsonb_agg(c -> 'operation') from api.estimate_content_request(pg_temp.id('a', 50), pg_temp.id('a', 54), '{x/post}', '[{"type": "stock", "resource_id": "77"}]') e,
  jsonb_array_elements(e.calls) c), '["stock_details", "stock_download"]', 'an estimate tells the same calls');

select * from finish();
rollback;
