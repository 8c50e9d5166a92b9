-- include: fixtures/two_tenants.sql
-- include: fixtures/rendering.sql
begin;
set local search_path = extensions;
select no_plan();

-- Made once.
select is(pg_temp.paint('a', pg_temp.ask('a', 'one')), 2, 'the first request is rendered');
select is(pg_temp.paint('a', pg_temp.ask('a', 'two', caption => 'Another')), 0, 'another one of the same picture and copy is not');
select is((select (r.status, r.failure)::text from content.content_requests r where r.id = pg_temp.request('two')), ('ready', null)::text, 'and is ready all the same');
select results_eq($$ select v.placement, v.status from content.asset_variants v where v.content_request_id = pg_temp.request('two') order by 1 $$,
  $$ values ('square', 'scored'), ('story', 'scored') $$, 'its variants are scored');
select is((select array_agg(t.rendered_from order by t.placement) from content.asset_variants t where t.content_request_id = pg_temp.request('two')),
  array[pg_temp.variant('one', 'square'), pg_temp.variant('one', 'story')], 'and say whose picture they have');
select is((select to_jsonb(v) - '{id,content_request_id,caption,rendered_from,created_at,generated_asset_id}'::text[] from content.asset_variants v where v.id = pg_temp.variant('two', 'story')),
  (select to_jsonb(v) - '{id,content_request_id,caption,rendered_from,created_at,generated_asset_id}'::text[] from content.asset_variants v where v.id = pg_temp.variant('one', 'story')),
  'file, size, placeholder, hash and score are those of the other');
select is((select m.measured - 'asset' from content.measurements m where m.asset_variant_id = pg_temp.variant('two', 'story')),
  (select m.measured - 'asset' || '{"caption": "Another"}' from content.measurements m where m.asset_variant_id = pg_temp.variant('one', 'story')), 'so is the measurement, with its own caption');
select is(pg_temp.paint('a', pg_temp.ask('a', 'three')), 0, 'a third one');
select is((select t.rendered_from from content.asset_variants t where t.id = pg_temp.variant('three', 'story')), pg_temp.variant('one', 'story'), 'names the one that was rendered');
select is(pg_temp.paint('b', pg_temp.ask('b', 'theirs')), 2, 'another organisation renders its own');
select is((select v.render_key from content.asset_variants v where v.id = pg_temp.variant('theirs', 'story')),
  (select v.render_key from content.asset_variants v where v.id = pg_temp.variant('one', 'story')), 'though its key is the same');

select is(pg_temp.paint('a', pg_temp.ask('a', 'small', placements => '{fixture/square}')), 1, 'for smaller placements a source is decoded smaller, which is another picture');

-- The same picture twice in one request.
insert into content.platform_placements (platform, placement, name, width, height, formats, max_bytes, valid_from, source)
values ('fixture', 'twin', 'Twin', 1080, 1080, '{jpeg}', 1000000, '2020-01-01', 'the fixture');
select is(pg_temp.paint('a', pg_temp.ask('a', 'twins', '{"headline": "Twins"}', '{fixture/square,fixture/twin}')), 1, 'is rendered once');
select is((select v.rendered_from from content.asset_variants v where v.id = pg_temp.variant('twins', 'twin')), pg_temp.variant('twins', 'square'), 'and taken by the other');
-- Two at a time: neither knows of the other.
do $$ begin perform pg_temp.ask('a', name, '{"headline": "At once"}') from unnest('{left,right}'::text[]) name; end $$;
create temporary table claims as select name, pg_temp.claim('a', pg_temp.request(name)) as claim from unnest('{left,right}'::text[]) name;
select is((select array_agg(jsonb_array_length(claim -> 'variants')) from claims), '{2,2}', 'are both rendered when they are claimed at once');
select is((select array_agg(pg_temp.hand_back('a', pg_temp.request(name), variant) order by name, variant ->> 'render_key') from claims, jsonb_array_elements(claim -> 'variants') variant), '{t,t,t,t}', 'and both taken');
select is((select count(distinct v.file_id) from content.asset_variants v where v.id in (pg_temp.variant('left', 'story'), pg_temp.variant('right', 'story'))), 1::bigint, 'as one file');

-- Layouts are made once for all that differ in their words alone, and are as if each was made by itself.
insert into brand.content_templates (organization_id, id, slug, name, layout)
select pg_temp.id('a', 1), pg_temp.id('a', 91), 'words', 'Words', '{"background": "{{ground}}",
  "variables": {"kicker": {"type": "text", "default": "Now"}, "headline": {"type": "text"}, "price": {"type": "text"}, "ground": {"type": "color", "default": "{{palette.primary}}"}},
  "layers": [{"id": "photo", "type": "image"}, {"id": "logo", "type": "logo", "anchor": "top", "width": 0.2, "optional": true},
    {"id": "kicker", "type": "text", "text": "{{kicker}}", "anchor": "top_left", "width": 0.5, "size": 0.03, "color": "{{on_ground}}", "optional": true},
    {"id": "headline", "type": "text", "text": "{{ headline }}!", "under": "kicker", "size": 0.08, "color": "{{on_ground}}", "optional": true},
    {"id": "offer", "type": "text", "text": "{{headline}} for {{price}}", "under": "headline", "size": 0.05, "color": "#FFFFFF", "optional": true}],
  "overrides": {"tall": {"layers": {"headline": {"text": "{{headline}}?", "size": 0.1}, "offer": {"hidden": true}}}}}';
do $$ begin
  perform pg_temp.ask('a', 'words ' || copy.n, '{"headline": "Words"}') from generate_series(1, 8) copy (n);
  update content.asset_variants v set copy = c.copy, layer_overrides = c.layer_overrides
  from (values
    ('words 1', '{}'::jsonb, '{}'::jsonb), ('words 2', '{"headline": "One", "price": "€ 5"}', '{}'), ('words 3', '{"headline": " Two\t words ", "price": "€ 6"}', '{}'),
    ('words 4', '{"kicker": " ", "headline": "Three"}', '{}'), ('words 5', '{"kicker": "", "headline": "", "price": "€ 7"}', '{"logo": {"hidden": true}}'),
    ('words 6', '{"headline": "{{price}} {{ground}}", "price": "{{headline}}"}', '{}'), ('words 7', '{"headline": "عرض \"خاص\"", "ground": "#00ff00"}', '{}'),
    ('words 8', '{"headline": "عرض", "ground": "{{palette.secondary}}", "other": "x"}', '{"headline": {"size": 0.07}}')
  ) c (name, copy, layer_overrides)
  where v.content_request_id = pg_temp.request(c.name);
end $$;
select is((select string_agg(format('%s %s', a.name, v.placement), ', ' order by a.name, v.placement)
    from asked a
    join content.asset_variants v on v.content_request_id = a.id
    join content.platform_placements p on p.platform = v.platform and p.placement = v.placement
    cross join brand.brand_guidelines g
    cross join brand.content_templates t
    left join content.render_inputs(pg_temp.id('a', 1), array(
      select w.id from asked b join content.asset_variants w on w.content_request_id = b.id where b.name like 'words %'), pg_temp.id('a', 1), pg_temp.id('a', 91)) i
      on i.asset_variant_id = v.id
    where a.name like 'words %' and g.id = pg_temp.id('a', 51) and t.id = pg_temp.id('a', 91)
      and i.picture -> 'layout' is distinct from content.resolve_layout(t.layout, p, g, v.copy, v.layer_overrides, true)), null, 'whatever the words, a variant''s layout is that of its template, placement, brand and copy');

-- What a key depends on.
create function pg_temp.keys() returns text[] language sql as $$
  select array_agg(i.render_key order by i.asset_variant_id = pg_temp.variant('one', 'story')) -- ids of one millisecond have no order before PostgreSQL 18
  from content.render_inputs(pg_temp.id('a', 1), array[pg_temp.variant('one', 'square'), pg_temp.variant('one', 'story')]) i
$$;
create function pg_temp.key_changes(change text) returns text language plpgsql as $$
declare
  before constant text[] := pg_temp.keys();
  after text[];
begin
  set local session_replication_role = replica;
  execute change;
  set local session_replication_role = origin;
  after := pg_temp.keys();
  return concat_ws(' ', case when after[1] <> before[1] then 'square' end, case when after[2] <> before[2] then 'story' end);
end $$;
select is(pg_temp.keys(), (select array_agg(v.render_key order by v.placement) from content.asset_variants v where v.id in (pg_temp.variant('one', 'square'), pg_temp.variant('one', 'story'))), 'as claimed');
select is(pg_temp.key_changes(change), wanted, said) from (values
  ($$ update content.asset_variants set caption = 'Other' $$, '', 'the caption is no part of the picture'),
  ($$ update brand.brand_assets set name = 'Other' $$, '', 'nor is what an asset is called'),
  ($$ update content.asset_variants set alt_text = 'Other' where placement = 'story' $$, 'story', 'the alternative text is in the file'),
  ($$ update content.asset_variants set copy = '{"headline": "Other"}' where placement = 'story' $$, 'story', 'the copy is on it'),
  ($$ update content.asset_variants set layer_overrides = '{"headline": {"size": 0.05}}' where placement = 'square' $$, 'square', 'changed layers'),
  ($$ update content.generated_assets set focal_point = '{"x": 0.1, "y": 0.1}' $$, 'square story', 'the point that is kept in sight'),
  ($$ update system.files set sha256 = repeat('cd', 32) where id = pg_temp.id('a', 42) $$, 'square story', 'the source picture'),
  ($$ update system.files set sha256 = repeat('ef', 32) where id = pg_temp.id('a', 41) $$, 'square', 'the logo, where it is shown'),
  ($$ insert into system.files (organization_id, id, kind, filename, mime_type, bytes, sha256, state, stored_at) values (pg_temp.id('a', 1), pg_temp.id('a', 43), 'font', 'a.ttf', 'font/ttf', 9, repeat('12', 32), 'stored', now());
     insert into brand.brand_assets (organization_id, brand_profile_id, kind, name, file_id, font_weight) values (pg_temp.id('a', 1), pg_temp.id('a', 50), 'font', 'Sans', pg_temp.id('a', 43), 400) $$, 'square story', 'a font'),
  ($$ update brand.brand_assets set font_weight = 700 where kind = 'font' $$, 'square story', 'its weight'),
  ($$ update brand.brand_assets set font_role = 'body' where kind = 'font' $$, 'square story', 'and its role'),
  ($$ update brand.brand_guidelines set palette = '[{"name": "Red", "hex": "#D00000", "role": "primary"}]' where id = pg_temp.id('a', 51) $$, 'square story', 'the brand''s colours'),
  ($$ update content.platform_placements set max_bytes = 99999 where platform = 'fixture' and placement = 'story' $$, 'story', 'the platform''s limits'),
  ($$ update content.platform_placements set safe_top = 10 where platform = 'fixture' and placement = 'square' $$, 'square', 'and its safe zone'),
  ($$ create or replace function content.renderer_version() returns int language sql immutable parallel safe return 1000 $$, 'square story', 'the renderer')
) known (change, wanted, said);

-- What is handed back is of what was claimed.
do $$ begin perform pg_temp.ask('a', 'changed', '{"headline": "Changed"}'); end $$;
insert into claims select 'before', pg_temp.claim('a', pg_temp.request('changed'));
update content.generated_assets set focal_point = '{"x": 0.9, "y": 0.9}' where content_request_id = pg_temp.request('changed');
insert into claims select 'after', pg_temp.claim('a', pg_temp.request('changed'));
select is((select pg_temp.hand_back('a', pg_temp.request('changed'), claim #> '{variants,0}') from claims where name = 'before'), false, 'a picture of what was is not taken');
select lives_ok($$ select pg_temp.give_up('a', pg_temp.request('changed'), claim #> '{variants,0}') from claims where name = 'before' $$, 'nor that it cannot be made');
select is((select string_agg(distinct v.status, ' ') from content.asset_variants v where v.content_request_id = pg_temp.request('changed')), 'pending', 'it is made again');
select is((select pg_temp.hand_back('a', pg_temp.request('changed'), claim #> '{variants,0}') from claims where name = 'after'), true, 'as it is now');

-- It is a SHA-256 in small hexadecimal digits.
select throws_ok(format('update content.asset_variants set render_key = %L where content_request_id = %L', bad, pg_temp.request('changed')), '23514', null, format('%s is no key', bad))
from unnest(array[repeat('a', 63), repeat('a', 65), repeat('A', 64), repeat('a', 63) || 'g', '', repeat('a', 64) || E'\n', repeat('a', 63) || E'\n']) bad;

select * from finish();
rollback;
