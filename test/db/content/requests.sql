-- include: fixtures/two_tenants.sql
begin;
set local search_path = extensions;

select plan(100);

-- Triggers are off for these few rows: their layouts say no more than the test needs.
set local session_replication_role = replica;
insert into brand.content_templates (organization_id, id, slug, name, status, brand_profile_id, layout) values
  (pg_temp.id('a', 1), pg_temp.id('a', 91), 'worded', 'Worded', 'active', null, '{"layers": [
    {"id": "headline", "type": "text", "text": "{{ headline }}: {{price}}"}, {"id": "subline", "type": "text", "text": "{{subline}}", "optional": true}]}'),
  (pg_temp.id('a', 1), pg_temp.id('a', 92), 'old', 'Old', 'retired', null, '{"layers": [{"id": "photo", "type": "image"}]}'),
  (pg_temp.id('a', 1), pg_temp.id('a', 93), 'theirs', 'Other brand', 'active', pg_temp.id('a', 94), '{"layers": [{"id": "photo", "type": "image"}]}'),
  (identity.system_organization_id(), pg_temp.id('f', 95), 'shared', 'Shared', 'active', null, '{"layers": [{"id": "photo", "type": "image"}, {"id": "logo", "type": "logo"}]}');
insert into brand.brand_profiles (organization_id, id, name, status) values
  (pg_temp.id('a', 1), pg_temp.id('a', 94), 'Bare', 'active'), (pg_temp.id('a', 1), pg_temp.id('a', 96), 'Gone', 'archived');
set local session_replication_role = origin;

create function pg_temp.request(fields jsonb default '{}', relation text default 'api.content_requests') returns uuid language plpgsql as $$
declare
  body constant jsonb := jsonb_strip_nulls(jsonb_build_object('brand_profile_id', pg_temp.id('a', 50), 'content_template_id', pg_temp.id('a', 54),
    'title', 'Spring', 'search_term', 'spring flowers', 'placements', '["instagram/square", "instagram/story", "facebook/link"]'::jsonb) || fields);
  made uuid;
begin
  -- As PostgREST does: the columns that were sent, the others take the view's defaults.
  execute format('insert into %s (%s) select %s from jsonb_populate_record(null::api.content_requests, %L) returning id', relation,
    (select string_agg(quote_ident(k), ', ') from jsonb_object_keys(body) k), (select string_agg(quote_ident(k), ', ') from jsonb_object_keys(body) k), body)
  into made;
  return made;
end $$;
create temporary table made (name text primary key, id uuid);
grant select, insert on made to public;

-- What an insert starts.
select pg_temp.sign_in('a', 'editor');
select lives_ok($$ insert into made select 'first', pg_temp.request('{"copy": {"headline": "Hello"}, "caption": "Spring is here", "alt_text": "Flowers", "priority": 7}') $$, 'an editor makes a request');
select is((select (status, template_organization_id, created_by, sources, metadata)::text from api.content_requests join made using (id)),
  ('queued'::text, pg_temp.id('a', 1), pg_temp.id('a', 13), '[{"type": "stock"}]'::jsonb, '{}'::jsonb)::text, 'who asked, whose template and the defaults are filled in');
select bag_eq(
  $$ select platform, placement, revision, is_current, status, copy, caption, alt_text, created_by, url from api.asset_variants
     where content_request_id = (select id from made) $$,
  $$ select p.*, w.* from (values ('instagram', 'square'), ('instagram', 'story'), ('facebook', 'link')) p,
       (values (1, true, 'pending', '{"headline": "Hello"}'::jsonb, 'Spring is here', 'Flowers', pg_temp.id('a', 13), null::text)) w (a, b, c, d, e, f, g, h) $$,
  'it has a pending variant for each placement, with its words');
select results_eq(
  $$ select j.kind, j.state, j.priority, j.requested_by from api.background_jobs j where j.subject_id = (select id from made) $$,
  $$ values ('source_assets', 'dispatched', 7, pg_temp.id('a', 13)) $$, 'and a job that finds the picture');
select lives_ok($$ insert into made select 'shared', pg_temp.request(jsonb_build_object('content_template_id', pg_temp.id('f', 95))) $$, 'a shared template is found too');
select is((select template_organization_id from api.content_requests join made using (id) where name = 'shared'), identity.system_organization_id(), 'under its owner');
insert into api.content_requests (brand_profile_id, content_template_id, title, search_term, placements)
select pg_temp.id('a', 50), pg_temp.id('a', 54), 'Bulk ' || n, 'spring', '{x/post,mastodon/post}' from generate_series(1, 3) n;
select is((select count(*) from api.content_requests where title like 'Bulk %'), 3::bigint, 'several come at once');
select is((select count(*) from api.asset_variants v join api.content_requests r on r.id = v.content_request_id where r.title like 'Bulk %'), 6::bigint, 'each with its variants');
select pg_temp.sign_out();
insert into content.content_requests (organization_id, brand_profile_id, content_template_id, title, search_term, placements)
select pg_temp.id('a', 1), pg_temp.id('a', 50), pg_temp.id('a', 54), 'By SQL ' || n, 'spring', '{x/post,mastodon/post}' from generate_series(1, 2) n;
select is((select count(*) from content.asset_variants v join content.content_requests r on r.organization_id = v.organization_id and r.id = v.content_request_id
  where r.title like 'By SQL %'), 4::bigint, 'a DBA inserts into the table');
select is((select count(*) from system.background_jobs j join content.content_requests r on r.organization_id = j.organization_id and r.id = j.subject_id
  where r.title like 'By SQL %'), 2::bigint, 'and starts the same');

-- The same request again.
create temporary table repeats (n int, id uuid);
grant select, insert on repeats to public;
select pg_temp.sign_in('a', 'editor');
insert into repeats select 1, pg_temp.request('{"idempotency_key": "k1", "due_at": "2030-01-01T00:00:00Z"}');
set local time zone 'Asia/Tokyo';
insert into repeats select 2, pg_temp.request('{"idempotency_key": "k1", "due_at": "2030-01-01T09:00:00+09:00", "sources": [{"type": "stock"}]}');
reset time zone;
select is((select count(distinct id) from repeats), 1::bigint, 'the same key and body answer the same request');
select is((select count(*) from api.background_jobs j where j.subject_id in (select id from repeats)), 1::bigint, 'and start nothing again');
select is((select count(*) from api.asset_variants v where v.content_request_id in (select id from repeats)), 3::bigint, 'nor make variants');
select throws_ok($$ select pg_temp.request('{"idempotency_key": "k1", "due_at": "2030-01-01T00:00:00Z", "title": "Other"}') $$, 'VP203', null, 'another body under the key is refused');
select throws_ok(format($$ select pg_temp.request('{"idempotency_key": "k1", %s}') $$, field), 'VP203', null, 'so is another ' || field)
from unnest(array['"search_term": "autumn"', '"placements": ["instagram/square"]', '"copy": {"headline": "Hi"}', '"layer_overrides": {"photo": {}}', '"caption": "Hi"', '"alt_text": "Hi"',
  '"priority": 3', '"metadata": {"a": 1}', '"sources": [{"type": "stock", "license": "premium"}]']) field;
select pg_temp.sign_out();
update brand.brand_guidelines set status = 'retired', retired_at = now() where id = pg_temp.id('a', 51);
select pg_temp.sign_in('a', 'editor');
select lives_ok($$ insert into repeats select 3, pg_temp.request('{"idempotency_key": "k1", "due_at": "2030-01-01T00:00:00Z"}') $$, 'a repeat is a repeat even when the guideline was retired since');
select pg_temp.sign_out();
update brand.brand_guidelines set status = 'active', retired_at = null where id = pg_temp.id('a', 51);
select pg_temp.sign_in('b', 'editor');
select lives_ok($$ insert into repeats select 4, pg_temp.request(jsonb_build_object('idempotency_key', 'k1', 'brand_profile_id', pg_temp.id('b', 50), 'content_template_id', pg_temp.id('b', 54))) $$,
  'another organisation may use the same key');
select is((select count(distinct id) from repeats), 2::bigint, 'for its own request');
select pg_temp.sign_in('a', 'viewer');
select throws_ok($$ select pg_temp.request('{"idempotency_key": "k1", "due_at": "2030-01-01T00:00:00Z"}') $$, 'VP103', null, 'a viewer repeats nothing');
select throws_ok($$ select pg_temp.request('{"placements": ["none/such"]}') $$, 'VP103', null, 'nor makes anything, valid or not');
select pg_temp.sign_in('a', 'editor');
select throws_ok(format($$ select pg_temp.request('{"organization_id": "%s", "brand_profile_id": "%s", "content_template_id": "%s"}') $$,
  pg_temp.id('b', 1), brand, pg_temp.id('b', 54)), '42501', null, 'nobody makes one for another organisation, nor learns what it has')
from unnest(array[pg_temp.id('b', 50), pg_temp.id('b', 59)]) brand;

-- What it names must be there.
select throws_ok(format($$ select pg_temp.request(%L) $$, body), code, message, message)
from (values
  ('{"placements": ["instagram/sqare"]}', 'VP204', 'There is no placement "instagram/sqare".'),
  ('{"placements": ["instagram/square", "square", "x/post", "facebook/"]}', 'VP204', 'There is no placement "square", "facebook/".'),
  ('{"placements": ["instagram/square/x"]}', 'VP204', 'There is no placement "instagram/square/x".'),
  ('{"placements": ["instagram/portrait_3_4"]}', 'VP204', 'There is no placement "instagram/portrait_3_4".'),
  ('{"placements": ["x/post", "x/post"]}', 'VP204', 'Asked for more than once: x/post.'),
  ('{"placements": []}', 'VP204', 'A request needs at least one placement.'),
  (format('{"content_template_id": "%s"}', pg_temp.id('a', 99)), 'VP205', 'There is no such template.'),
  (format('{"content_template_id": "%s"}', pg_temp.id('b', 54)), 'VP205', 'There is no such template.'),
  (format('{"content_template_id": "%s"}', pg_temp.id('a', 92)), 'VP205', 'The template is retired.'),
  (format('{"content_template_id": "%s"}', pg_temp.id('a', 93)), 'VP205', 'The template belongs to another brand profile.'),
  (format('{"brand_profile_id": "%s"}', pg_temp.id('b', 50)), 'VP201', 'There is no such brand profile.'),
  (format('{"brand_profile_id": "%s"}', pg_temp.id('a', 96)), 'VP201', 'The brand profile is archived.'),
  (format('{"brand_profile_id": "%s"}', pg_temp.id('a', 94)), 'VP207', 'The brand Bare has no active guideline.'),
  ('{"sources": {}}', 'VP201', 'A request needs a list of sources.'),
  ('{"sources": []}', 'VP201', 'A request needs a list of sources.'),
  ('{"sources": [{"type": "stock"}, {"type": "stock"}]}', 'VP201', 'A request has one source.'),
  ('{"sources": [{"type": "oracle"}]}', 'VP201', 'There is no source of type "oracle".'),
  ('{"sources": ["stock"]}', 'VP201', 'There is no source of type "stock".'),
  ('{"sources": [{"type": "stock", "colour": "red"}]}', 'VP201', 'A stock source has no field "colour".'),
  ('{"sources": [{"type": "stock", "license": "stolen"}]}', 'VP201', '"stolen" cannot be the license of a stock source.'),
  ('{"sources": [{"type": "stock", "license": ["premium"]}]}', 'VP201', '["premium"] cannot be the license of a stock source.'),
  ('{"sources": [{"type": "stock", "color": ""}]}', 'VP201', '"" cannot be the color of a stock source.'),
  ('{"sources": [{"type": "stock", "page": 101}]}', 'VP201', '101 cannot be the page of a stock source.'),
  ('{"sources": [{"type": "stock", "page": 0}]}', 'VP201', '0 cannot be the page of a stock source.'),
  ('{"sources": [{"type": "stock", "page": "2"}]}', 'VP201', '"2" cannot be the page of a stock source.'),
  ('{"sources": [{"type": "stock", "people_number": 1}]}', 'VP201', '1 cannot be the people_number of a stock source.'),
  ('{"sources": [{"type": "stock", "people_ethnicity": "a&b"}]}', 'VP201', '"a&b" cannot be the people_ethnicity of a stock source.'),
  ('{"sources": [{"type": "stock", "resource_id": "../9"}]}', 'VP201', '"../9" cannot be the resource_id of a stock source.'),
  ('{"sources": [{"type": "stock", "resource_id": "9", "color": "red"}]}', 'VP201', 'A stock source with a resource_id has no filters: nothing is searched for.'),
  ('{"sources": [{"type": "ai", "model": "flux_dev", "color": "red"}]}', 'VP201', 'An AI source has no field "color".'),
  ('{"sources": [{"type": "ai", "model": "dall_e"}]}', 'VP201', 'There is no model dall_e.'),
  ('{"sources": [{"type": "ai", "model": "image_upscaler"}]}', 'VP201', 'There is no model image_upscaler.'),
  ('{"sources": [{"type": "ai", "model": "flux_dev", "seed": 0}]}', 'VP201', '0 cannot be the seed for flux_dev.'),
  ('{"sources": [{"type": "ai", "model": "flux_dev", "resolution": "8k"}]}', 'VP201', 'flux_dev has no resolution "8k".'),
  (format('{"prompt": "%s", "sources": [{"type": "ai", "model": "nano_banana_pro"}]}', repeat('x', 3001)), 'VP201', 'The prompt has 3001 characters; it may have 3000.'),
  (format('{"prompt": "%s", "sources": [{"type": "ai", "model": "flux_dev", "improve_prompt": true}]}', repeat('x', 2501)), 'VP201', 'The prompt has 2501 characters; it may have 2500.'),
  ('{"idempotency_key": ""}', 'VP201', 'An idempotency_key has 1 to 200 characters, not 0.'),
  (format('{"idempotency_key": "%s"}', repeat('x', 201)), 'VP201', 'An idempotency_key has 1 to 200 characters, not 201.'),
  ('{"copy": {"headline": 7}}', 'VP201', 'The copy "headline" is not text.'),
  (format('{"content_template_id": "%s", "copy": {"headline": " ", "subline": "x"}}', pg_temp.id('a', 91)), 'VP201', 'The template needs the copy "headline", "price".')
) bad (body, code, message);
select lives_ok(format($$ select pg_temp.request('{"content_template_id": "%s", "copy": {"headline": "Sale", "price": "5 €"}}') $$, pg_temp.id('a', 91)), 'optional copy may be left out');
create function pg_temp.hint(body jsonb) returns text language plpgsql as $$
declare
  hint text;
begin
  perform pg_temp.request(body);
exception when others then
  get stacked diagnostics hint = pg_exception_hint;
  return hint;
end $$;
select is(pg_temp.hint('{"placements": ["instagram/sqare"]}'),
  'Nearest: instagram/portrait, instagram/square, instagram/story. GET /platform_placements lists all.', 'the hint names the nearest placements');
select is(pg_temp.hint('{"sources": [{"type": "stock", "license": "stolen"}]}'), 'Known: freemium, premium; leave it out for any.', 'or the values of a filter');
select is(pg_temp.hint('{"sources": [{"type": "stock", "page": 101}]}'), 'It is a whole number from 1 to 100.', 'or its range');
select pg_temp.sign_out();
update brand.brand_assets set is_default = false where id = pg_temp.id('a', 53);
select pg_temp.sign_in('a', 'editor');
select throws_ok(format($$ select pg_temp.request('{"content_template_id": "%s"}') $$, pg_temp.id('f', 95)), 'VP201', 'The template shows a logo, and the brand Brand of a has none.', 'a logo is missed before a picture is paid for');

-- What clients write.
select lives_ok($$ update api.content_requests set title = 'New', priority = 9, due_at = '2031-01-01', metadata = '{"x": 1}' where title = 'Bulk 3' $$, 'title, priority, due date and metadata are an editor''s');
select throws_ok(format('update api.content_requests set %I = %I', field, field), '42501', null, field || ' is not')
from unnest('{status,failure,placements,search_term,request_hash}'::text[]) field
where field <> 'request_hash';
select pg_temp.sign_out();
update system.background_jobs set state = 'queued' where subject_id = (select id from content.content_requests where title = 'New');
update content.content_requests set priority = 11, due_at = '2032-01-01' where title = 'New';
select is((select (j.priority, j.due_at)::text from system.background_jobs j join content.content_requests r on r.id = j.subject_id where r.title = 'New'),
  (11, '2032-01-01'::timestamptz)::text, 'a job that waits takes the new priority and due date');

-- What it would cost.
select pg_temp.sign_in('a', 'viewer');
select results_eq(
  format('select c ->> ''operation'', (c ->> ''price'')::numeric, price, e.currency, monthly_cap, jsonb_array_length(broken_limits)
    from api.estimate_content_request(%L, %L, %L) e, jsonb_array_elements(calls) c', pg_temp.id('a', 50), pg_temp.id('a', 54), '{x/post}'),
  $$ values ('stock_search', 0::numeric, 0.10, 'EUR', null::numeric, 0), ('stock_download', 0.10, 0.10, 'EUR', null, 0) $$, 'an estimate tells each call''s price');
select throws_ok(format('select * from api.estimate_content_request(%L, %L, %L)', pg_temp.id('a', 50), pg_temp.id('a', 54), '{x/pots}'), 'VP204', null, 'and is checked like a request');
create function pg_temp.estimate_as_get(sources text) returns setof text language sql as $$
  select c ->> 'operation' from api.estimate_content_request(pg_temp.id('a', 50), pg_temp.id('a', 54), '{x/post}', to_jsonb(sources)) e, jsonb_array_elements(e.calls) c
$$;
select is((select count(*) from pg_temp.estimate_as_get('[{"type": "stock", "license": "freemium"}]')), 2::bigint, 'as a GET, which gives JSON as text');
select throws_ok($$ select pg_temp.estimate_as_get('[{"type": "cave"}]') $$, 'VP201', null, 'checked as well');
select throws_ok($$ select pg_temp.estimate_as_get('stock') $$, 'VP201', 'sources is not JSON.', 'and told what is no JSON');
select pg_temp.sign_out();

-- Money and limits, before a cent is spent.
create function pg_temp.estimate(sources jsonb, caption text default 'Spring', alt_text text default 'Flowers', prompt text default null) returns jsonb language plpgsql as $$
declare
  answer jsonb;
begin
  perform pg_temp.sign_in('a', 'viewer');
  select to_jsonb(e) into strict answer
  from api.estimate_content_request(pg_temp.id('a', 50), pg_temp.id('a', 54), '{x/post,instagram/square}', sources, 'spring', prompt, caption, alt_text) e;
  perform pg_temp.sign_out();
  return answer;
exception when others then
  perform pg_temp.sign_out();
  raise;
end $$;
delete from integration.spend_months;
insert into integration.spend_months (organization_id, month, currency, spent, reserved)
values (pg_temp.id('a', 1), date_trunc('month', now() at time zone 'utc')::date, 'EUR', 0.5, 0.2);
insert into system.system_settings (organization_id, key, value)
values (pg_temp.id('a', 1), 'spend.monthly_cap', '1'), (pg_temp.id('a', 1), 'spend.per_request_cap', '0.3');
select is(pg_temp.estimate('[{"type": "stock"}]') - 'calls', '{"price": 0.1, "currency": "EUR", "monthly_cap": 1, "monthly_spent": 0.5, "monthly_reserved": 0.2,
  "monthly_left": 0.3, "request_cap": 0.3, "request_left": 0.3, "broken_limits": [], "full_prompt": null}', 'an estimate tells what the caps leave');
select is((select jsonb_agg(jsonb_build_array(c -> 'operation', c -> 'price', c -> 'currency', c -> 'is_fallback'))
  from jsonb_array_elements(pg_temp.estimate('[{"type": "ai", "model": "mystic", "improve_prompt": true, "fallback": "stock"}]') -> 'calls') c),
  '[["improve_prompt", 0.01, "EUR", false], ["mystic", 0.1, "EUR", false], ["stock_search", 0, "EUR", true], ["stock_download", 0.1, "EUR", true]]',
  'every call, and those of the fallback apart');
select is(pg_temp.estimate('[{"type": "ai", "model": "mystic", "improve_prompt": true, "fallback": "stock"}]') ->> 'price', '0.110000', 'which the price leaves out');
select matches(pg_temp.estimate('[{"type": "ai", "model": "mystic"}]', prompt => 'A tulip') ->> 'full_prompt', '^A tulip\. .*Green #1DB954', 'the whole prompt is shown');
select is((select jsonb_agg(b -> 'limit' || (b -> 'placement')) from jsonb_array_elements(pg_temp.estimate('[{"type": "stock"}]', repeat('a', 290)) -> 'broken_limits') b),
  '[["caption", "post"]]', 'a caption that is too long for a platform is told');
select is((select jsonb_agg(b -> 'limit' || (b -> 'placement')) from jsonb_array_elements(pg_temp.estimate('[{"type": "stock"}]',
  (select string_agg('#tag' || chr(96 + n % 26) || n, ' ') from generate_series(1, 40) n)) -> 'broken_limits') b where b ->> 'limit' = 'hashtags'),
  '[["hashtags", "square"]]', 'and too many hashtags');
select throws_ok($$ select pg_temp.estimate('[{"type": "ai", "model": "mystic", "resolution": "4k"}]') $$, 'VP400',
  'The request costs 0.32 EUR, and its spend cap is 0.3 EUR.', 'what a request may not cost is refused');
select is((pg_temp.estimate('[{"type": "ai", "model": "mystic", "resolution": "4k", "fallback": "stock"}]') -> 'price')::numeric, 0.32, 'unless the fallback fits');
select throws_ok($$ select pg_temp.estimate('[{"type": "ai", "model": "nano_banana_pro"}]') $$, 'VP400',
  'The spend caps are in EUR, and this request is billed in USD.', 'a cap in another currency is none');
update system.system_settings set value = '0.55' where key = 'spend.monthly_cap';
select throws_ok($$ select pg_temp.estimate('[{"type": "stock"}]') $$, 'VP400',
  'The request costs 0.1 EUR, and of the spend cap of 0.55 EUR for this month 0 EUR are left: 0.5 EUR spent, 0.2 EUR reserved.', 'so is an exhausted month, with the figures');
update system.system_settings set value = '0.65' where key = 'spend.monthly_cap';
select is(pg_temp.estimate('[{"type": "stock"}]') ->> 'monthly_left', '0', 'what is only reserved may come back');
delete from system.system_settings where organization_id = pg_temp.id('a', 1) and key like 'spend.%';
select is((pg_temp.estimate('[{"type": "ai", "model": "nano_banana_pro", "resolution": "4K"}]') ->> 'price')::numeric, 0.30, 'without a cap any currency will do');
update integration.provider_prices set valid_to = (now() at time zone 'utc')::date where operation = 'flux_dev';
select throws_ok($$ select pg_temp.estimate('[{"type": "ai", "model": "flux_dev"}]') $$, 'VP401', null, 'a price that is missing for the day is refused');
select throws_ok(format('set local role vp_anon; select * from api.estimate_content_request(%L, %L, %L)', pg_temp.id('a', 50), pg_temp.id('a', 54), '{x/post}'), '42501', null, 'nobody estimates without a token');

select * from finish();
rollback;
