-- include: fixtures/two_tenants.sql
-- include: fixtures/rendering.sql
begin;
set local search_path = extensions;
select no_plan();

-- Brand a has its logo, another one, two weights of a font, a font that nothing is set in, and a picture.
delete from content.variant_assets;
set local session_replication_role = replica;
insert into system.files (organization_id, id, kind, filename, mime_type, bytes, sha256, state, stored_at)
select pg_temp.id('a', 1), pg_temp.id('a', 500 + n), 'font', 'font.otf', 'font/otf', 1000, lpad(n::text, 64, '0'), 'stored', now() from generate_series(1, 5) n;
insert into brand.brand_assets (organization_id, id, brand_profile_id, kind, name, file_id, font_weight, status, license, license_expires_on)
values (pg_temp.id('a', 1), pg_temp.id('a', 521), pg_temp.id('a', 50), 'font', 'Acme Sans', pg_temp.id('a', 501), 400, 'active', '{}', null),
  (pg_temp.id('a', 1), pg_temp.id('a', 522), pg_temp.id('a', 50), 'font', 'Acme Sans', pg_temp.id('a', 502), 700, 'active', '{"name": "Foundry"}', current_date + 30),
  (pg_temp.id('a', 1), pg_temp.id('a', 523), pg_temp.id('a', 50), 'font', 'Acme Serif', pg_temp.id('a', 503), 400, 'active', '{}', null),
  (pg_temp.id('a', 1), pg_temp.id('a', 524), pg_temp.id('a', 50), 'font', 'Acme Mono', pg_temp.id('a', 504), 400, 'archived', '{}', null),
  (pg_temp.id('a', 1), pg_temp.id('a', 525), pg_temp.id('a', 50), 'logo', 'Emblem', pg_temp.id('a', 505), null, 'active', '{}', current_date - 1),
  (pg_temp.id('a', 1), pg_temp.id('a', 526), pg_temp.id('a', 50), 'image', 'Meadow', pg_temp.id('a', 42), null, 'active', '{}', null);
set local session_replication_role = origin;

create function pg_temp.text(weight int, variadic fonts text[]) returns jsonb language sql as $$
  select jsonb_build_object('layer', 'text' || weight, 'font_weight', weight, 'fonts', fonts)
$$;
-- Renders a request with the logo on all but stories; returns how many pictures that took.
create function pg_temp.render(name text, texts jsonb) returns int language sql as $$
  with batch as materialized (select pg_temp.claim('a', pg_temp.request(name)) as claim)
  select count(*) filter (where content.receive_render(pg_temp.id('a', 1), pg_temp.begin_job('a', 'render_variants', pg_temp.request(name)), (v ->> 'asset_variant_id')::uuid,
    jsonb_build_object('sha256', v ->> 'render_key', 'bytes', 1000, 'mime_type', 'image/jpeg', 'width', 1080, 'height', 1080, 'placeholder', '3OcRJYB4d3h/iIeHeEh3eIhw+j3A',
      'phash', '00000000000000f0', 'render_key', v ->> 'render_key', 'logo', batch.claim -> 'logo'),
    jsonb_build_object('version', 1, 'width', 1080, 'height', 1080, 'bytes', 1000, 'format', 'jpeg', 'palette', '[{"hex": "#1DB954", "l": 66, "a": -60, "b": 45, "share": 1}]'::jsonb,
      'texts', texts, 'logo', case when (v #>> '{canvas,height}')::int = 1080 then '{}'::jsonb end)))::int
  from batch cross join jsonb_array_elements(batch.claim -> 'variants') v
$$;
create function pg_temp.shows(request text, place text) returns text language sql as $$
  select string_agg(a.name || coalesce(' ' || a.font_weight, ''), ', ' order by a.id) from api.variant_assets u join api.brand_assets a on a.id = u.brand_asset_id
  where u.asset_variant_id = pg_temp.variant(request, place) and u.is_current
$$;
grant select on asked to public;

select is(pg_temp.render(name, t.texts), 2, 'rendered: ' || name)
from (values ('bold', jsonb_build_array(pg_temp.text(700, 'Acme Sans', 'Noto Sans Hebrew'))), ('mixed', jsonb_build_array(pg_temp.text(400, 'Acme Sans', 'Acme Serif'), pg_temp.text(700, 'Acme Sans'))),
  ('variable', jsonb_build_array(pg_temp.text(650, 'Acme Serif', 'Acme Mono')))) t (name, texts)
cross join lateral (select pg_temp.ask('a', t.name, jsonb_build_object('headline', t.name)) offset 0) asked;
select is(pg_temp.render('again', '[]'), 0, 'what was made before is not rendered') from pg_temp.ask('a', 'again', '{"headline": "bold"}');

select pg_temp.sign_in('a', 'viewer');
select is(pg_temp.shows('bold', 'square'), 'Wordmark, Acme Sans 700, Meadow', 'a picture shows the logo, the weight that its letters have, and its source');
select is(pg_temp.shows('bold', 'story'), 'Acme Sans 700, Meadow', 'where the logo is hidden it does not show it');
select is(pg_temp.shows('mixed', 'story'), 'Acme Sans 400, Acme Sans 700, Acme Serif 400, Meadow', 'all fonts that its letters are of');
select is(pg_temp.shows('variable', 'story'), 'Acme Serif 400, Meadow', 'a variable one in any weight; none that was archived');
select is(pg_temp.shows('again', 'square'), 'Wordmark, Acme Sans 700, Meadow', 'a picture that was taken over shows what that shows');
select results_eq($$ select name, variants, jsonb_path_query_array(templates, '$[*].slug'), last_used_at is not null, license_days_left from api.brand_asset_usage order by brand_asset_id $$, $$ values
  ('Wordmark', 4::bigint, '["offer"]'::jsonb, true, null::int), ('Acme Sans', 2, '["offer"]', true, null), ('Acme Sans', 6, '["offer"]', true, 30),
  ('Acme Serif', 4, '["offer"]', true, null), ('Acme Mono', 0, '[]', false, null), ('Emblem', 0, '[]', false, -1), ('Meadow', 8, '["offer"]', true, null) $$,
  'where each asset is used, and how long its licence goes');
select is((select count(*) from content.asset_variants v join asked a on a.id = v.content_request_id where v.content_template_id = pg_temp.id('a', 90)), 8::bigint, 'each has the template that it was made with');
select is((select templates -> 0 ->> 'variants' from api.brand_asset_usage where kind = 'logo' and is_default), '4', 'template by template');

select pg_temp.sign_out();
-- A font has another name by now.
update brand.brand_assets set name = 'Acme Grotesk' where id = pg_temp.id('a', 522);
select is(pg_temp.render('renamed', '[]'), 0, 'that is no other picture') from pg_temp.ask('a', 'renamed', '{"headline": "bold"}');
select pg_temp.sign_in('a', 'viewer');
select is(pg_temp.shows('renamed', 'square'), 'Wordmark, Acme Grotesk 700, Meadow', 'one that was taken over shows the font, whatever its name is now');
select pg_temp.sign_out();
set local session_replication_role = replica;
update brand.brand_assets set name = 'Acme Sans' where id = pg_temp.id('a', 522);
delete from content.variant_assets where asset_variant_id in (select id from content.asset_variants where content_request_id = pg_temp.request('renamed'));
delete from content.asset_variants where content_request_id = pg_temp.request('renamed');
delete from asked where name = 'renamed';
set local session_replication_role = origin;
select pg_temp.sign_in('a', 'viewer');

-- What a replacement would do.
select results_eq(format('select placement, effect, variants, provider_calls from api.preview_replacement(%L) where status = ''scored''', pg_temp.id('a', 53)), $$ values
  ('square', 'revise', 4::bigint, 0::bigint), ('story', 'unchanged', 4, 0) $$, 'another logo would be rendered where it is shown, and nothing bought');
select results_eq(format('select placement, effect, variants from api.preview_replacement(%L) where status = ''scored''', pg_temp.id('a', 523)), $$ values
  ('square', 'revise', 4::bigint), ('story', 'revise', 4) $$, 'another font wherever there is text');
select throws_ok(format('select * from api.preview_replacement(%L)', pg_temp.id('a', n)), 'VP202', message, 'not in force')
from (values (524, 'No picture is rendered with the font "Acme Mono".'), (525, 'No picture is rendered with the logo "Emblem".'), (526, 'No picture is rendered with the image "Meadow".')) t (n, message);
select throws_ok(format('select * from api.preview_replacement(%L)', pg_temp.id('b', 53)), 'VP200', 'There is no such brand asset.', 'another organisation''s is unknown');
select pg_temp.sign_out();

-- Deleting.
select pg_temp.sign_in('a', 'admin');
select throws_ok(format('delete from api.brand_assets where id = %L', pg_temp.id('a', n)), 'VP208', message, 'in use: ' || n)
from (values (53, 'The logo "Wordmark" is shown by 4 variants, made with 1 template.'), (522, 'The font "Acme Sans" is shown by 6 variants, made with 1 template.'), (526, 'The image "Meadow" is shown by 8 variants, made with 1 template.')) t (n, message);
select lives_ok(format('delete from api.brand_assets where id = %L', pg_temp.id('a', 525)), 'what is not shown is deleted');
select pg_temp.sign_out();
select is((select count(*) from brand.brand_assets where id = pg_temp.id('a', 525)), 0::bigint, 'and gone');

-- The emblem's place is taken by another logo, and all that show the wordmark are rendered anew.
set local session_replication_role = replica;
insert into brand.brand_assets (organization_id, id, brand_profile_id, kind, name, file_id)
values (pg_temp.id('a', 1), pg_temp.id('a', 527), pg_temp.id('a', 50), 'logo', 'Crest', pg_temp.id('a', 505));
set local session_replication_role = origin;
update brand.brand_assets set is_default = true where id = pg_temp.id('a', 527);
create temporary table revised as select content.revise_variants(pg_temp.id('a', 1), array(
  select u.asset_variant_id from content.variant_assets u where u.brand_asset_id = pg_temp.id('a', 53) and u.is_current)) as id;
select is(pg_temp.render(a.name, jsonb_build_array(pg_temp.text(700, 'Acme Sans'))), case a.name when 'again' then 0 else 1 end, 'rendered anew: ' || a.name)
from asked a join content.asset_variants v on v.content_request_id = a.id join revised r on r.id = v.id order by a.id;
select pg_temp.sign_in('a', 'admin');
select is(pg_temp.shows('mixed', 'square'), 'Acme Sans 700, Meadow, Crest', 'a new revision shows the new logo');
select is((select string_agg(format('%s: %s, %s', name, variants, last_used_at is not null), '; ' order by name) from api.brand_asset_usage where kind = 'logo'), 'Crest: 4, t; Wordmark: 0, t', 'the former one was used last by earlier revisions');
select is((select count(*) from api.variant_assets where brand_asset_id = pg_temp.id('a', 53) and not is_current), 4::bigint, 'which still say so');
select lives_ok(format('delete from api.brand_assets where id = %L', pg_temp.id('a', 53)), 'and can be deleted');
select pg_temp.sign_out();
select is((select count(*) from content.variant_assets where brand_asset_id = pg_temp.id('a', 53)), 0::bigint, 'with what it was used for');

select pg_temp.sign_in('b', 'viewer');
select is_empty('select from api.variant_assets', 'others see nothing of it');
select is((select string_agg(name, ', ') from api.brand_asset_usage), 'Wordmark', 'but their own');
select pg_temp.sign_out();

-- Deleted while a worker is at the first pictures that would show it.
do $$ begin perform pg_temp.ask('b', 'first'); end $$;
create temporary table claims as select pg_temp.claim('b', pg_temp.request('first')) as claim;
select pg_temp.sign_in('b', 'admin');
select lives_ok(format('delete from api.brand_assets where id = %L', pg_temp.id('b', 53)), 'what no picture shows yet is deleted');
select pg_temp.sign_out();
select is(pg_temp.hand_back('b', pg_temp.request('first'), claim #> '{variants,0}'), false, 'a picture that would show it is not taken any more') from claims;
select is(claim -> 'logo', 'null', 'it is made anew, without it') from pg_temp.claim('b', pg_temp.request('first')) claim;

select * from finish();
rollback;
