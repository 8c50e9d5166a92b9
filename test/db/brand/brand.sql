-- include: fixtures/two_tenants.sql
begin;
set search_path = extensions, public;
select plan(35);

-- Guidelines: draft, active, retired.
select pg_temp.sign_in('a', 'editor');
insert into brand.brand_guidelines (organization_id, id, brand_profile_id, palette, forbidden_colors) values
  (pg_temp.id('a', 1), pg_temp.id('a', 101), pg_temp.id('a', 50), '[{"name": "Red", "hex": "#AA0000", "role": "primary"}]', '{#00FF00}'),
  (pg_temp.id('a', 1), pg_temp.id('a', 102), pg_temp.id('a', 50), '[{"name": "Red", "hex": "#AA0000", "role": "primary"}]', '{#aa0000}');
select results_eq($$ select version from brand.brand_guidelines where id in (pg_temp.id('a', 101), pg_temp.id('a', 102)) order by 1 $$,
  '{3,4}'::int[], 'guidelines are numbered on');
select throws_ok($$ select brand.activate_guideline(pg_temp.id('a', 101)) $$, 'VP103', null, 'an editor activates none');
select pg_temp.sign_out();

select pg_temp.sign_in('a', 'admin');
select throws_ok($$ select brand.activate_guideline(pg_temp.id('b', 52)) $$, 'VP200', null, 'another tenant''s guideline is none');
select throws_ok($$ select brand.activate_guideline(pg_temp.id('a', 52)) $$, 'VP201', null, 'an empty guideline is not activated');
select throws_ok($$ select brand.activate_guideline(pg_temp.id('a', 102)) $$, 'VP201', 'Version 4 cannot become active: #AA0000 is a brand colour and forbidden.', 'nor one that contradicts itself');
select lives_ok($$ select brand.activate_guideline(pg_temp.id('a', 101)) $$, 'an admin activates a draft');
select results_eq($$ select version, status from brand.brand_guidelines where version in (1, 3) order by 1 $$,
  $$ values (1, 'retired'), (3, 'active') $$, 'and the former active one is retired');
select throws_ok($$ select brand.activate_guideline(pg_temp.id('a', 101)) $$, 'VP202', null, 'only drafts are activated');
select throws_ok($$ update brand.brand_guidelines set palette = '[]' where id = pg_temp.id('a', 101) $$, 'VP202', null, 'an active guideline does not change');
select throws_ok($$ delete from brand.brand_guidelines where id = pg_temp.id('a', 51) $$, 'VP202', null, 'nor does a retired one go');
select lives_ok($$ delete from brand.brand_guidelines where id = pg_temp.id('a', 52) $$, 'a draft does');
select throws_ok($$ insert into brand.brand_guidelines (organization_id, brand_profile_id, palette)
  values (pg_temp.id('a', 1), pg_temp.id('a', 50), '[{"name": "Red", "hex": "red", "role": "primary"}]') $$, 'VP201', null, 'colours are #RRGGBB');
select throws_ok($$ insert into brand.brand_guidelines (organization_id, brand_profile_id, palette)
  values (pg_temp.id('a', 1), pg_temp.id('b', 50), '[]') $$, 'VP200', 'There is no such brand profile.', 'another tenant''s brand is no brand');
select pg_temp.sign_out();

-- Assets.
select pg_temp.sign_in('a', 'editor');
select lives_ok($$ insert into brand.brand_assets (organization_id, id, brand_profile_id, kind, name, file_id, is_default, tags)
  values (pg_temp.id('a', 1), pg_temp.id('a', 103), pg_temp.id('a', 50), 'logo', 'Monogram', pg_temp.id('a', 41), true, '{square,"2026"}') $$, 'a stored file becomes a logo');
select results_eq($$ select name from brand.brand_assets where is_default $$, '{Monogram}'::text[], 'a new default logo takes the place of the former');
select throws_ok($$ insert into brand.brand_assets (organization_id, brand_profile_id, kind, name, file_id, font_weight)
  values (pg_temp.id('a', 1), pg_temp.id('a', 50), 'font', 'Sans', pg_temp.id('a', 41), 400) $$, 'VP301', null, 'a picture is no font');
select throws_ok($$ insert into brand.brand_assets (organization_id, brand_profile_id, kind, name, file_id)
  values (pg_temp.id('a', 1), pg_temp.id('a', 50), 'logo', 'Theirs', pg_temp.id('b', 41)) $$, 'VP200', null, 'another tenant''s file is none');
select throws_ok($$ delete from brand.brand_assets $$, 'VP103', null, 'a delete in too low a role is refused, not passed over');
select pg_temp.sign_out();
select pg_temp.sign_in('a', 'reviewer');
select throws_ok($$ update brand.brand_profiles set voice = 'Loud.' where id = core.uuid_v7() $$, 'VP103', null, 'so is a change, even of nothing');
select throws_ok($$ insert into api.brand_profiles (name) values ('Mine') $$, 'VP103', 'This needs the role editor or higher.', 'and an insert, with words for it');
select pg_temp.sign_out();
select pg_temp.sign_in('a', 'editor');

-- Search.
select results_eq($$ select name from api.search_assets('monogram') $$, '{Monogram}'::text[], 'found by word');
select results_eq($$ select name from api.search_assets('monogran') $$, '{Monogram}'::text[], 'found in spite of a typing error');
select results_eq($$ select name from api.search_assets('square') $$, '{Monogram}'::text[], 'found by tag');
select results_eq($$ select name from api.search_assets('', '{"kind": "logo", "tags": ["2026", "square"]}') $$, '{Monogram}'::text[], 'narrowed by filters alone');
select is_empty($$ select from api.search_assets('monogram', '{"tags": ["round"]}') $$, 'all tags must be there');
select results_eq($$ select name from api.search_assets('monogram', to_jsonb('{"kind": "logo"}'::text)) $$, '{Monogram}'::text[], 'a GET gives the filters as text');
select throws_ok($$ select from api.search_assets('monogram', to_jsonb('{"kind"'::text)) $$, 'VP201', 'filters is not JSON.', 'which may be no JSON');
select throws_ok($$ select from api.search_assets('', '["logo"]') $$, 'VP201', 'filters is not an object.', 'or no object');
select throws_ok($$ select from api.search_assets('', '{"colour": "red"}') $$, 'VP201', 'Unknown filter: colour.', 'an unknown filter is refused');
select pg_temp.sign_out();
select pg_temp.sign_in('b', 'owner');
select is_empty($$ select from api.search_assets('monogram') $$, 'another tenant finds nothing');

-- Templates.
select lives_ok($$ insert into brand.content_templates (organization_id, slug, name, layout)
  values (pg_temp.id('b', 1), 'plain', 'Plain', '{"background": "#FFFFFF", "layers": [{"id": "photo", "type": "image"}]}') $$, 'a layout is accepted');
select results_eq($$ select version from brand.content_templates where slug = 'plain' order by 1 $$, '{1,2}'::int[], 'the same slug again is its next version');
select throws_ok($$ insert into brand.content_templates (organization_id, slug, name, layout) values (pg_temp.id('b', 1), 'bad', 'Bad',
  '{"layers": [{"id": "x", "type": "hologram"}, {"id": "x", "type": "text", "text": "{{headline}}", "anchor": "top", "color": "#000000", "width": 0.5, "size": 9}]}') $$,
  'VP201', null, 'a layout with faults is refused');
select pg_temp.sign_out();
select results_eq($$ select * from brand.layout_errors('{"layers": [{"id": "x", "type": "hologram"}, {"id": "x", "type": "text", "text": "{{headline}}", "anchor": "top", "color": "#000000", "width": 0.5, "size": 9}]}') $$,
  $$ values ('layers[0] (x): type must be image, shape, gradient, logo or text.'), ('layers: the id x is used 2 times.'), ('layers[1] (x): size must be a number from 0.005 to 0.5.') $$,
  'every fault is named, with its layer and field');
select is_empty($$ select brand.layout_errors('{"layers": [{"id": "logo", "type": "logo", "anchor": "top_left", "margin": 0.05, "width": 0.2}]}') $$, 'a layout without faults has none');

select * from finish();
rollback;
