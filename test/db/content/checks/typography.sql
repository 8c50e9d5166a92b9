-- include: fixtures/two_tenants.sql
-- include: fixtures/checks.sql
set local search_path = extensions;
-- The rows alone. Once: each change of it has all plans made anew.
set local session_replication_role = replica;

select plan(48);

-- text_fit
select is(pg_temp.judge('text_fit', jsonb_build_object('texts', jsonb_build_array(pg_temp.words('a', '#FFFFFF', '#000000', 20, 400), pg_temp.words('b', '#FFFFFF', '#000000', 20, 400) || '{"overflow": true}'))) - 'measurement_id'
  @> '{"told": "fail 0", "observed": 1, "message": "The text \"b\" does not fit its place even at its smallest size. Shorten the text.", "evidence": [{"layer": "b"}]}', true, 'a text that overflows fails');
select is(pg_temp.told('text_fit', '{"texts": []}'), 'not_applicable', 'no text, nothing to fit');
select is(pg_temp.told('text_fit', jsonb_build_object('texts', jsonb_build_array(pg_temp.words('a', '#FFFFFF', '#000000', 20, 400) - 'overflow'))), 'error', 'overflow is missing');

-- font_family
create function pg_temp.texts(variadic change jsonb[]) returns jsonb language sql as $$
  select jsonb_build_object('texts', jsonb_agg(pg_temp.words('text_' || n, '#FFFFFF', '#191414', 64, 700) || c order by n)) from unnest(change) with ordinality u (c, n)
$$;
select is(pg_temp.told('font_family', pg_temp.texts(variadic change), '{"allowed_fonts": ["Inter", "Source Serif"]}'), told, 'font_family: ' || about)
from (values (array['{"fonts": ["inter"]}', '{"fonts": ["Source Serif", "Noto Color Emoji"]}']::jsonb[], 'pass 100', 'the brand''s fonts, and emoji'), (array['{"fonts": ["Inter"]}', '{"fonts": ["Inter", "Noto Sans"]}']::jsonb[], 'fail 0', 'another font for some letters'),
  (array['{"fonts": ["Inter 700, body", "Inter-ExtraBold", "INTER_18pt-SemiBoldItalic.ttf"]}', '{"fonts": ["Source Serif (Variable)"]}']::jsonb[], 'pass 100', 'any font of a family'),
  (array['{"fonts": ["Inter Tight"]}']::jsonb[], 'fail 0', 'a family whose name begins alike'), (array['{"fonts": ["Interbold"]}']::jsonb[], 'fail 0', 'nor a word that does'),
  (array['{"fonts": ["Inter"]}', '{"fonts": ["Inter", null]}']::jsonb[], 'error', 'a font without a name'), (array['{"fonts": ["Inter"]}', '{"fonts": []}']::jsonb[], 'error', 'a text without a font'), (array['{"fonts": "Inter"}']::jsonb[], 'error', 'fonts that are no list')) v (change, told, about);
select is(said ->> 'observed' || (said ->> 'message'), '1Noto Sans: the guideline allows Inter. Upload the brand''s font as an asset, or leave out the letters that it lacks.', 'it says which')
from pg_temp.judge('font_family', pg_temp.texts('{"fonts": ["Noto Sans"]}', '{"fonts": ["Inter"]}'), '{"allowed_fonts": ["Inter"]}') said;
select is(pg_temp.told('font_family', change, guideline), 'not_applicable', 'font_family: ' || about)
from (values ('{}'::jsonb, '{}'::jsonb, 'any font'), ('{"texts": []}', '{"allowed_fonts": ["Inter"]}', 'no text')) v (change, guideline, about);

select is(pg_temp.told('text_fit', pg_temp.texts('{}', '{}')), 'pass 100', 'texts that fit');

-- text_size: of 1080 px.
select is(pg_temp.told('text_size', pg_temp.texts(jsonb_build_object('font_size', size), '{"font_size": 90}')), told, format('the smallest text %s px', size))
from (values (24, 'pass 100'), (23.76, 'pass 100'), (23.7, 'warn 99.285'), (16.2, 'warn 50'), (16.1, 'fail 49.666')) v (size, told);
select is(pg_temp.told('text_size', pg_temp.texts('{"font_size": 24}') || '{"height": 2160}'), 'pass 100', 'the shorter side counts');
select is(pg_temp.told('text_size', change), told, 'text_size: ' || about)
from (values ('{"texts": []}'::jsonb, 'not_applicable', 'no text'), (pg_temp.texts('{"font_size": "24"}'), 'error', 'a text for a number'), ('{"width": null}', 'error', 'no width')) v (change, told, about);
select is(pg_temp.judge('text_size', pg_temp.texts('{"font_size": 20}', '{}')) ->> 'message', 'The text "text_1" is 20 px high on a picture of 1080 px; 24 px are wanted. Raise its size, or shorten it so that it need not shrink.', 'it says how large it has to be');

-- text_area: of 1080 × 1080 px.
select is(pg_temp.told('text_area', pg_temp.texts(jsonb_build_object('box', jsonb_build_object('x', 0, 'y', 0, 'width', 1080, 'height', height)))), told, format('text %s of 1080 px high', height))
from (values (377.9, 'pass 100'), (378, 'pass 100'), (378.2, 'warn 99.966'), (540, 'warn 50'), (540.2, 'fail 49.99'), (1080, 'fail 0')) v (height, told);
select is(pg_temp.told('text_area', pg_temp.texts('{"box": {"x": 0, "y": 0, "width": 1080, "height": 200}}', '{"box": {"x": 0, "y": 300, "width": 1080, "height": 200}}')), 'warn 93.233', 'all texts count');
select is(pg_temp.told('text_area', change), told, 'text_area: ' || about)
from (values ('{"texts": []}'::jsonb, 'not_applicable', 'no text'), (pg_temp.texts('{"box": null}'), 'error', 'no box'), ('{"height": "x"}', 'error', 'no height')) v (change, told, about);

-- safe_zone: of 1080 px.
select is(pg_temp.told('safe_zone', jsonb_build_object('safe_zone', jsonb_build_array('{"layer": "logo", "edge": "left", "pixels": 0.05}'::jsonb, jsonb_build_object('layer', 'headline', 'edge', 'bottom', 'pixels', pixels)))), told, format('%s px into the safe zone', pixels))
from (values (0.1, 'pass 100'), (0.2, 'warn 99.75'), (21.6, 'warn 50'), (21.8, 'fail 49.75'), (43.2, 'fail 0')) v (pixels, told);
select is(pg_temp.told('safe_zone', change), told, 'safe_zone: ' || about)
from (values ('{"safe_zone": []}'::jsonb, 'pass 100', 'nothing'), ('{"safe_zone": null}', 'error', 'not measured'), ('{"width": -1080, "safe_zone": [{"layer": "logo", "edge": "left", "pixels": 50}]}', 'error', 'a picture without a size'), ('{"safe_zone": [{"layer": "a"}]}', 'error', 'no edge'), ('{"width": "x"}', 'error', 'no width')) v (change, told, about);
select is(pg_temp.judge('safe_zone', '{"safe_zone": [{"layer": "logo", "edge": "right", "pixels": 5}]}', pg_temp.rule('safe_zone', '{"warn": 0.005}')) ->> 'message',
  '"logo" reaches 5 px into what the platform covers at the right edge, which is fine.', 'what the guideline lets pass needs no mending');
select is(pg_temp.judge('safe_zone', '{"safe_zone": [{"layer": "logo", "edge": "right", "pixels": 5}, {"layer": "headline", "edge": "bottom", "pixels": 30}]}') ->> 'message',
  '"headline" reaches 30 px into what the platform covers at the bottom. Move it inwards.', 'it says which and where');

select is_empty($$ select * from pg_temp.untested('typography') $$, 'each rule is tested at, just under and just over its thresholds, where it does not apply, and with what is broken');

select * from finish();
rollback;
