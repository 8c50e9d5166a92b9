-- include: fixtures/two_tenants.sql
begin;
set local search_path = extensions;
select no_plan();

-- A template with everything that a request can turn.
insert into brand.content_templates (organization_id, id, slug, name, layout) values (pg_temp.id('a', 1), pg_temp.id('a', 90), 'rich', 'Rich', '{
  "variables": {"headline": {"type": "text", "required": true, "max_length": 20}, "kicker": {"type": "text", "default": "New"},
    "note": {"type": "text"}, "accent": {"type": "color", "default": "{{palette.primary}}"}},
  "background": "{{palette.light}}",
  "layers": [
    {"id": "photo", "type": "image", "locked": true},
    {"id": "badge", "type": "shape", "shape": "rect", "box": {"width": 0.1, "height": 0.1}, "color": "{{accent}}", "optional": true},
    {"id": "logo", "type": "logo", "anchor": "top", "width": 0.2},
    {"id": "kicker", "type": "text", "text": "{{kicker}}", "anchor": "bottom_left", "margin": 0.1, "width": 0.8, "max_height": 0.5, "size": 0.03, "color": "{{accent}}", "optional": true, "panel": {"color": "{{on_accent}}"}},
    {"id": "headline", "type": "text", "text": "{{ headline }}!", "under": "kicker", "size": 0.1, "color": "{{palette.on_light}}"},
    {"id": "note", "type": "text", "text": "{{headline}}: {{note}}", "under": "headline", "width": 0.3, "size": 0.03, "color": "#FFFFFF", "optional": true}],
  "overrides": {
    "square": {"layers": {"headline": {"size": 0.2, "weight": 700}, "badge": {"hidden": true}}},
    "instagram/square": {"layers": {"headline": {"size": 0.3}}},
    "banner": {"layers": {"logo": {"hidden": true}, "note": {"under": null, "anchor": "right"}}}}}');
select throws_ok(format($$ insert into brand.content_templates (organization_id, slug, name, layout) values (pg_temp.id('a', 1), 'bad', 'Bad', %L) $$,
  '{"layers": [{"id": "a", "type": "text", "text": "A", "anchor": "top", "width": 1, "size": 0.1, "color": "#000000"}]}'::jsonb || jsonb_build_object('overrides', overrides::jsonb)),
  'VP201', 'The layout is not valid: ' || fault, said)
from (values
  ('{"x/pst": {"layers": {}}}', 'overrides.x/pst: there is no such placement.', 'overrides are for placements that there are'),
  ('{"landscape": {"layers": {"a": {"min_size": 0.08}}}, "x/post": {"layers": {"a": {"size": 0.05}}}}', 'In x/post: layers[0] (a): min_size must not be above size.', 'and go with those of their shape')
) bad (overrides, fault, said);
create function pg_temp.resolve(placement text, copy jsonb, layer_overrides jsonb default '{}', has_logo boolean default true) returns jsonb language sql as $$
  select content.resolve_layout(t.layout, p, jsonb_populate_record(null::brand.brand_guidelines, '{"palette": [{"name": "Green", "hex": "#1db954", "role": "primary"}]}'), copy, layer_overrides, has_logo)
  from brand.content_templates t, content.platform_placements p
  where t.id = pg_temp.id('a', 90) and p.platform || '/' || p.placement = resolve.placement
$$;
create function pg_temp.layer(layout jsonb, id text) returns jsonb language sql as $$
  select jsonb_path_query_first(layout, '$.layers[*] ? (@.id == $id)', jsonb_build_object('id', id))
$$;
create function pg_temp.ids(layout jsonb) returns text language sql as $$
  select string_agg(layer ->> 'id', ' ' order by n) from jsonb_array_elements(layout -> 'layers') with ordinality l (layer, n)
$$;

-- Resolved.
select is(pg_temp.resolve('instagram/story', '{"headline": "Hello", "note": "  Only\ttoday "}'), '{"background": "#FFFFFF", "layers": [
  {"id": "photo", "type": "image"},
  {"id": "badge", "type": "shape", "shape": "rect", "box": {"width": 0.1, "height": 0.1}, "color": "#1DB954"},
  {"id": "logo", "type": "logo", "anchor": "top", "width": 0.2},
  {"id": "kicker", "type": "text", "text": "New", "anchor": "bottom_left", "margin": 0.1, "width": 0.8, "max_height": 0.5, "size": 0.03, "color": "#1DB954", "panel": {"color": "#000000"}},
  {"id": "headline", "type": "text", "text": "Hello!", "under": "kicker", "width": 0.8, "size": 0.1, "color": "#000000"},
  {"id": "note", "type": "text", "text": "Hello: Only today", "under": "kicker", "width": 0.3, "size": 0.03, "color": "#FFFFFF"}]}', 'words, defaults and colours are filled in; nothing is left to decide');
select is(pg_temp.ids(pg_temp.resolve('instagram/square', '{"headline": "Hello"}')), 'photo logo kicker headline', 'what is hidden or has no words is left out');
select is(pg_temp.layer(pg_temp.resolve(placement, '{"headline": "Hello"}'), 'headline') - '{id,type,text,under,width,color}'::text[], wanted, said)
from (values ('x/square', '{"size": 0.2, "weight": 700}'::jsonb, 'a shape''s override holds'), ('instagram/square', '{"size": 0.3, "weight": 700}', 'a placement''s goes over it'),
  ('x/post', '{"size": 0.1}', 'another shape has none')) known (placement, wanted, said);
select is(pg_temp.layer(pg_temp.resolve('instagram/story', '{"headline": "Hello", "kicker": " "}'), 'headline'),
  '{"id": "headline", "type": "text", "text": "Hello!", "anchor": "bottom_left", "margin": 0.1, "width": 0.8, "max_height": 0.5, "size": 0.1, "color": "#000000", "panel": {"color": "#000000"}}',
  'blank copy takes a default away, and the next text the place of the first');
select is(pg_temp.layer(pg_temp.resolve('instagram/story', '{"headline": "A", "kicker": "", "note": "B"}'), 'note') ->> 'under', 'headline', 'which the others stand under then');
select is(pg_temp.resolve('x/header', '{"headline": "A", "note": "B"}') #> '{layers,4}', '{"id": "note", "type": "text", "text": "A: B", "anchor": "right", "width": 0.3, "size": 0.03, "color": "#FFFFFF"}',
  'an override takes a text out of the column');
select is(pg_temp.layer(pg_temp.resolve('instagram/story', '{"headline": "{{note}} {{kicker}} \\1 \\&", "note": "x"}'), 'headline') ->> 'text', '{{note}} {{kicker}} \1 \&!',
  'braces and backslashes in the copy are words');
select is((pg_temp.layer(pg_temp.resolve('instagram/story', '{"headline": "A", "accent": "#ffee00"}'), 'kicker')) - '{id,type,text,anchor,margin,width,max_height,size}'::text[],
  '{"color": "#FFEE00", "panel": {"color": "#000000"}}', 'a request gives colours');
select is(pg_temp.layer(pg_temp.resolve('instagram/story', '{"headline": "A", "accent": "{{palette.dark}}"}'), 'kicker') ->> 'color', '#111111', 'as the brand''s too');
select is(pg_temp.layer(pg_temp.resolve('instagram/story', '{"headline": "A"}', '{"headline": {"color": "{{accent}}", "size": null}, "badge": {"hidden": true}}'), 'headline') ->> 'color', '#1DB954', 'and changes layers');
select is(pg_temp.ids(pg_temp.resolve('x/square', '{"headline": "A"}', '{"badge": {"hidden": false}}')), 'photo badge logo kicker headline', 'over what shape and placement say');
select is(pg_temp.ids(content.resolve_layout('{"layers": [{"id": "a", "type": "logo", "optional": true}, {"id": "b", "type": "text", "text": "{{x}}", "anchor": "top"}]}', p, null, '{"x": "A"}', '{}', has_logo)), wanted, said)
from content.platform_placements p, (values (true, 'a b', 'an optional logo is shown'), (false, 'b', 'if the brand has one')) known (has_logo, wanted, said) where p.platform = 'fixture';
select is(content.fill_text('{{a}}, {{ b }} and {{a}}', '{"a": "1", "b": "2"}'), '1, 2 and 1', 'a text takes all its variables');
select is(content.fill_text('{{a}}{{b}}', '{"a": "1", "b": ""}'), null, 'and is nothing where one is missing');
select is(content.fill_text('plain', '{}'), 'plain', 'plain words stay');

-- What does not go together is told before a cent is spent.
create function pg_temp.fault(copy jsonb, layer_overrides jsonb default '{}', placements text[] default '{instagram/square,x/header}') returns text language plpgsql as $$
begin
  insert into api.content_requests (brand_profile_id, content_template_id, title, search_term, placements, copy, layer_overrides)
  values (pg_temp.id('a', 50), pg_temp.id('a', 90), 'Spring', 'spring', fault.placements, fault.copy, fault.layer_overrides);
  raise exception 'no fault';
exception when others then
  return case sqlerrm when 'no fault' then null else sqlstate || ' ' || sqlerrm end;
end $$;
select pg_temp.sign_in('a', 'editor');
select is(pg_temp.fault('{"headline": "Hello"}'), null, 'a request that goes with its template is taken');
select is(pg_temp.fault('{"headline": "Hello", "accent": "{{palette.dark}}"}'), null, 'with colours of the brand');
select is(pg_temp.fault(copy, layer_overrides), 'VP201 ' || wanted, said)
from (values
  ('{}'::jsonb, '{}'::jsonb, 'The template needs the copy "headline".', 'required copy must be there'),
  ('{"headline": "Twenty-one characters"}', '{}', 'The copy "headline" has 21 characters; the template takes 20.', 'and fit'),
  ('{"headline": "A", "accent": "{{palette.pink}}"}', '{}', 'The copy "accent" is not a colour.', 'the brand''s colours have known roles'),
  ('{"headline": "A", "accent": "red"}', '{}', 'The copy "accent" is not a colour.', 'colours are colours'),
  (jsonb_build_object('headline', 'A', 'note', repeat('x', 2000)), '{}', 'The text of the layer "note" would have 2003 characters; there may be 2000.', 'no text is endless'),
  ('{"headline": "A"}', '[]', 'layer_overrides is not an object.', 'changes of layers are by id'),
  ('{"headline": "A"}', '{"hero": {}}', 'layer_overrides: the template has no layer "hero"; it has photo, badge, logo, kicker, headline, note.', 'of the template''s layers'),
  ('{"headline": "A"}', '{"badge": true}', 'layer_overrides.badge is not an object.', 'by field'),
  ('{"headline": "A"}', '{"photo": {"fit": "contain"}}', 'layer_overrides.photo: the template has locked this layer.', 'a locked layer stays as it is'),
  ('{"headline": "A"}', '{"headline": {"hidden": true}}', 'layer_overrides.headline: the layer is not optional, so it cannot be hidden.', 'only optional ones are hidden'),
  ('{"headline": "A"}', '{"headline": {"text": "B", "locked": true}}', 'layer_overrides.headline: a request does not change text. layer_overrides.headline: a request does not change locked.', 'words are in the copy'),
  ('{"headline": "A"}', '{"headline": {"size": 3, "colour": "#000000"}, "kicker": {"color": "{{palette.pink}}"}}',
    'layer_overrides: layers[3] (kicker): color: there is no colour variable palette.pink. layer_overrides: layers[4] (headline): colour is not a known field. layer_overrides: layers[4] (headline): size must be a number from 0.005 to 0.5.', 'and what is changed is checked as in the template'),
  ('{"headline": "A"}', '{"headline": {"min_size": 0.15}}', 'layer_overrides: layers[4] (headline): min_size must not be above size.', 'in every placement')
) bad (copy, layer_overrides, wanted, said);
select is(pg_temp.fault('null', '{}'), 'VP201 The copy is not an object.', 'copy is an object');
select throws_ok($$ select * from api.estimate_content_request(pg_temp.id('a', 50), pg_temp.id('a', 90), '{x/post}', copy => '{"headline": ""}') $$,
  'VP201', 'The template needs the copy "headline".', 'an estimate says the same');
select throws_ok($$ select * from api.estimate_content_request(pg_temp.id('a', 50), pg_temp.id('a', 90), '{x/post}', layer_overrides => to_jsonb('{"photo": {}}'::text)) $$,
  'VP201', 'layer_overrides.photo: the template has locked this layer.', 'also when it is a GET');
select lives_ok($$ select * from api.estimate_content_request(pg_temp.id('a', 50), pg_temp.id('a', 90), '{x/post}') $$, 'but not of copy that is not there yet');
select pg_temp.sign_out();
update brand.brand_assets set status = 'archived' where id = pg_temp.id('a', 53);
select pg_temp.sign_in('a', 'editor');
select is(pg_temp.fault('{"headline": "A"}'), 'VP201 The template shows a logo, and the brand Brand of a has none.', 'a logo that is shown must be there');
select is(pg_temp.fault('{"headline": "A"}', '{}', '{x/header}'), null, 'where it is shown');
select pg_temp.sign_out();
update brand.brand_assets set status = 'active' where id = pg_temp.id('a', 53);

-- From the request to its variants, and on to their revisions.
create temporary table made (id uuid);
grant select, insert on made to public;
select pg_temp.sign_in('a', 'editor');
with inserted as (
  insert into api.content_requests (brand_profile_id, content_template_id, title, search_term, placements, copy, layer_overrides, alt_text)
  values (pg_temp.id('a', 50), pg_temp.id('a', 90), 'Spring', 'spring', '{instagram/story,x/post}', '{"headline": "Hello"}', '{"badge": {"hidden": true}}', 'Flowers') returning id)
insert into made select id from inserted;
select results_eq($$ select distinct v.layer_overrides from api.asset_variants v join made on v.content_request_id = made.id $$, $$ values ('{"badge": {"hidden": true}}'::jsonb) $$, 'variants take over what the request changes');
select pg_temp.sign_out();
set local session_replication_role = replica;
insert into content.generated_assets (organization_id, id, content_request_id, kind, file_id, width, height, metadata, license)
select pg_temp.id('a', 1), pg_temp.id('a', 95), made.id, 'stock', pg_temp.id('a', 41), 400, 100, '{"author": "Ann"}', '{"url": "https://x/1"}' from made;
update content.asset_variants v set generated_asset_id = pg_temp.id('a', 95) from made where v.content_request_id = made.id;
update content.content_requests r set status = 'rendering' from made where r.id = made.id;
insert into system.background_jobs (organization_id, id, kind, subject_id, state, requested_by)
select pg_temp.id('a', 1), pg_temp.id('a', 96), 'render_variants', made.id, 'running', pg_temp.id('a', 13) from made;
set local session_replication_role = origin;
create function pg_temp.claim(placement text) returns jsonb language sql as $$
  select jsonb_path_query_first(content.claim_render(pg_temp.id('a', 1), pg_temp.id('a', 96)), '$.variants[*] ? (@.asset_variant_id == $id)',
    jsonb_build_object('id', (select v.id from content.asset_variants v join made on v.content_request_id = made.id where v.placement = claim.placement and v.is_current)))
$$;
select is(pg_temp.claim('story') - '{asset_variant_id,source,source_size,render_key,canvas,formats,max_bytes}'::text[], jsonb_build_object(
  'layout', pg_temp.resolve('instagram/story', '{"headline": "Hello"}', '{"badge": {"hidden": true}}'), 'focal_point', null,
  'disclosure', '{"digital_source_type": null, "credit": "Ann / Freepik", "license_url": "https://x/1", "description": "Flowers"}'::jsonb),
  'the renderer gets each variant''s own layout, and what its file is to say');
select is(content.disclosure_of(jsonb_populate_record(null::content.generated_assets, asset), null) - '{license_url,description}'::text[], wanted, said)
from (values
  ('{"kind": "ai", "metadata": {}, "license": {}}'::jsonb, '{"digital_source_type": "trainedAlgorithmicMedia", "credit": null}'::jsonb, 'a picture that a model made is called so'),
  ('{"kind": "stock", "metadata": {"is_ai_generated": true}, "license": {}}', '{"digital_source_type": "trainedAlgorithmicMedia", "credit": "Freepik"}', 'from stock too'),
  ('{"kind": "upload", "metadata": {"author": "Ann"}, "license": {}}', '{"digital_source_type": null, "credit": null}', 'an own picture is not')) known (asset, wanted, said);

create function pg_temp.variants() returns text language sql as $$
  select string_agg(format('%s r%s %s', v.placement, v.revision, v.status), ', ' order by v.placement, v.revision)
  from content.asset_variants v join made on v.content_request_id = made.id
$$;
create function pg_temp.variant(placement text) returns uuid language sql as $$
  select v.id from content.asset_variants v join made on v.content_request_id = made.id where v.placement = variant.placement and v.is_current
$$;
create function pg_temp.becomes(placement text, status text) returns void language plpgsql as $$
begin
  set local session_replication_role = replica;
  update content.asset_variants v set status = becomes.status where v.id = pg_temp.variant(becomes.placement);
  set local session_replication_role = origin;
end $$;
do $$ begin perform pg_temp.becomes(placement, 'scored') from unnest('{story,post}'::text[]) placement; end $$;
grant execute on function pg_temp.variant to public;
create temporary table current_variants as select placement, pg_temp.variant(placement) as id from unnest('{story,post}'::text[]) placement;
grant select on current_variants to public;
select pg_temp.sign_in('a', 'editor');
select throws_ok(format($$ select api.revise_asset_variant(%L, layer_overrides => '{"photo": {"fit": "contain"}}') $$, id), 'VP201', 'layer_overrides.photo: the template has locked this layer.', 'a revision is checked as well')
from current_variants where placement = 'post';
select throws_ok(format($$ select api.revise_asset_variant(%L, '{"headline": "Twenty-one characters"}') $$, id), 'VP201', null, 'its words too') from current_variants where placement = 'post';
select is((select (r.revision, r.layer_overrides, r.copy)::text from current_variants c, api.revise_asset_variant(c.id, layer_overrides => '{"headline": {"panel": null, "color": "#000000"}}') r where c.placement = 'post'),
  (2, '{"headline": {"color": "#000000", "panel": null}}'::jsonb, '{"headline": "Hello"}'::jsonb)::text, 'and has other changes of layers, and the words it had');
select pg_temp.sign_out();
do $$ begin perform pg_temp.becomes('post', 'scored'); end $$;

-- The point that is kept in sight.
create function pg_temp.point(x float8, y float8) returns text language sql as $$
  select a.focal_point::text from api.set_focal_point(pg_temp.id('a', 95), x, y) a
$$;
select pg_temp.sign_in('a', 'reviewer');
select throws_ok($$ select pg_temp.point(0.2, 0.3) $$, 'VP103', null, 'a reviewer does not set it');
select pg_temp.sign_in('b', 'owner');
select throws_ok($$ select pg_temp.point(0.2, 0.3) $$, 'VP200', null, 'nor does another organisation');
select pg_temp.sign_in('a', 'editor');
select throws_ok(format('select pg_temp.point(%L, %L)', x, y), 'VP201', 'A focal point has x and y from 0 to 1.', 'it is on the picture') from (values (1.1, 0.5), (0.5, -0.1), (0.5, null), ('NaN'::float8, 0.5)) bad (x, y);
select throws_ok($$ update api.generated_assets set focal_point = '{"x": 0, "y": 0}' $$, '42501', null, 'and set in one way');
select is(pg_temp.point(0.2, 0.3), '{"x": 0.2, "y": 0.3}', 'an editor sets it');
select pg_temp.sign_out();
select is(pg_temp.variants(), 'post r1 superseded, post r2 superseded, post r3 pending, story r1 superseded, story r2 pending', 'which makes new revisions');
select is((pg_temp.claim('post') -> 'focal_point', (select v.layer_overrides from content.asset_variants v where v.id = pg_temp.variant('post')))::text,
  ('{"x": 0.2, "y": 0.3}'::jsonb, '{"headline": {"color": "#000000", "panel": null}}'::jsonb)::text, 'as they were, about that point');
do $$ begin perform pg_temp.becomes('story', 'published'); perform pg_temp.becomes('post', 'approved'); end $$;
select pg_temp.sign_in('a', 'editor');
select is(pg_temp.point(0.2, 0.3), '{"x": 0.2, "y": 0.3}', 'the same again');
select pg_temp.sign_out();
select is(pg_temp.variants(), 'post r1 superseded, post r2 superseded, post r3 approved, story r1 superseded, story r2 published', 'changes nothing');
select pg_temp.sign_in('a', 'editor');
select is(pg_temp.point(null, null), null, 'it is cleared');
select pg_temp.sign_out();
select is(pg_temp.variants(), 'post r1 superseded, post r2 superseded, post r3 superseded, post r4 pending, story r1 superseded, story r2 published', 'what is published stays');

-- Templates that are shared with everybody.
create temporary table shared as
select t.id, t.slug, t.layout from brand.content_templates t where t.organization_id = identity.system_organization_id();
grant select on shared to public;
select results_eq('select slug from shared order by slug', '{editorial,frame,split}'::text[], 'three families come with the product');
select is_empty($$ select s.slug, c.class from shared s, unnest('{banner,portrait,tall,landscape}'::text[]) c (class) where not s.layout -> 'overrides' ? c.class $$, 'made for every shape');
select pg_temp.sign_in('b', 'viewer');
select is((select count(*) from api.content_templates t join shared using (id)), 3::bigint, 'every organisation sees them');
select pg_temp.sign_in('b', 'owner');
update api.content_templates t set name = 'Mine' from shared s where s.id = t.id;
select is_empty($$ select from api.content_templates where name = 'Mine' $$, 'none changes them');
select throws_ok($$ insert into api.content_templates (organization_id, slug, name, layout) select identity.system_organization_id(), slug, 'Mine', layout from shared $$, '42501', null, 'or adds to them');
select lives_ok($$ insert into api.content_requests (brand_profile_id, content_template_id, title, search_term, placements, copy)
  select pg_temp.id('b', 50), s.id, 'Spring', 'spring', (select array_agg(key) from api.platform_placements where is_enabled and platform <> 'fixture'),
    '{"headline": "Slow mornings", "kicker": "New", "subline": "Coffee", "call_to_action": "Shop"}' from shared s $$, 'and all make requests with them, for all placements');
select pg_temp.sign_out();

-- Words that run from right to left turn a layout round.
insert into brand.content_templates (organization_id, id, slug, name, layout) values (pg_temp.id('a', 1), pg_temp.id('a', 99), 'sided', 'Sided', '{
  "layers": [
    {"id": "photo", "type": "image", "box": {"x": 0.6, "y": 0, "width": 0.4, "height": 1}},
    {"id": "scrim", "type": "gradient", "angle": 90, "stops": [{"at": 0, "color": "#000000"}, {"at": 1, "color": "#000000", "opacity": 0}]},
    {"id": "edge", "type": "shape", "shape": "rect", "box": {"width": 0.01, "height": 1}, "color": "#FF0000", "mirror": "never"},
    {"id": "logo", "type": "logo", "anchor": "top_right", "width": 0.2},
    {"id": "kicker", "type": "text", "text": "{{kicker}}", "anchor": "bottom_left", "width": 0.5, "size": 0.03, "color": "#FFFFFF", "optional": true},
    {"id": "headline", "type": "text", "text": "{{headline}}", "under": "kicker", "size": 0.1, "color": "#FFFFFF"}]}');
create function pg_temp.sides(copy jsonb) returns text language sql as $$
  select concat_ws(' ', l #>> '{layers,0,box,x}', l #>> '{layers,1,angle}', coalesce(l #>> '{layers,2,box,x}', '0'), l #>> '{layers,3,anchor}', l #>> '{layers,4,anchor}')
  from (
    select content.resolve_layout(t.layout, p, jsonb_populate_record(null::brand.brand_guidelines, '{"palette": []}'), copy, '{}', true) as l
    from brand.content_templates t, content.platform_placements p
    where t.id = pg_temp.id('a', 99) and p.platform = 'x' and p.placement = 'post') resolved
$$;
select is(pg_temp.sides('{"headline": "Summer"}'), '0.6 90 0 top_right bottom_left', 'a layout as it was designed');
select is(pg_temp.sides('{"headline": "صيف"}'), '0 270 0 top_left bottom_right', 'turned round for Arabic, but for what never is');
select is(pg_temp.sides('{"headline": "صيف", "kicker": "New"}'), '0 270 0 top_left bottom_right', 'the largest words decide');
select is(pg_temp.sides('{"headline": "Summer", "kicker": "חדש"}'), '0.6 90 0 top_right bottom_left', 'not the first');
select is((select l.value from brand.mirror_layer('{"id": "x", "anchor": "top", "angle": 180, "box": {"x": 0.25, "width": 0.5, "height": 1}}') l (value)),
  '{"id": "x", "anchor": "top", "angle": 180, "box": {"x": 0.25, "width": 0.5, "height": 1}}', 'what stands in the middle stays there');

select * from finish();
rollback;
