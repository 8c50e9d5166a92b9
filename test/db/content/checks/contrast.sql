-- include: fixtures/two_tenants.sql
-- include: fixtures/checks.sql
set local search_path = extensions;
-- The rows alone. Once: each change of it has all plans made anew.
set local session_replication_role = replica;

select plan(36);

-- text_contrast
create function pg_temp.readable(color text, size numeric, weight int, rule text default '{}', check_key text default 'text_contrast') returns text language sql as $$
  select pg_temp.told(check_key, jsonb_build_object('texts', jsonb_build_array(pg_temp.words('headline', '#FFFFFF', color, size, weight))), pg_temp.rule(check_key, rule))
$$;
select is(concat_ws(' ', left(nullif(pg_temp.readable(color, size, weight), 'not_applicable'), 4),
  'large ' || left(nullif(pg_temp.readable(color, size, weight, '{}', 'large_text_contrast'), 'not_applicable'), 4)), told, format('white %s px, weight %s, on %s: %s', size, weight, color, about))
from (values
  ('#767676', 16, 400, 'pass', '4.54, normal'), ('#777777', 16, 400, 'fail', '4.478, normal'),
  ('#777777', 23.99, 400, 'fail', 'just under large'), ('#777777', 24, 400, 'large pass', 'large'),
  ('#777777', 18.66, 700, 'large pass', 'large and bold'), ('#777777', 18.65, 700, 'fail', 'just too small'), ('#777777', 18.66, 699, 'fail', 'just not bold'),
  ('#949494', 64, 700, 'large pass', '3.03, large'), ('#959595', 64, 700, 'large fail', '2.99, large')
) v (color, size, weight, told, about);
select is(pg_temp.readable('#777777', 16, 400, '{"warn": 4.478, "fail": 3}'), 'pass 100', 'at warn it passes');
select is(pg_temp.readable('#777777', 16, 400, '{"warn": 4.479, "fail": 3}'), 'warn 99.966', 'just under warn it warns');
select is(pg_temp.readable('#777777', 16, 400, '{"warn": 7, "fail": 4.478}'), 'warn 50', 'at fail it still warns');
select is(pg_temp.readable('#777777', 16, 400, '{"warn": 7, "fail": 4.479}'), 'fail 49.985', 'just under fail it fails');
select is(pg_temp.readable('#FFFFFF', 16, 400), 'fail 0', 'white on white has no points');
select is(pg_temp.readable('#777777', 64, 700, '{"warn": 4.5, "fail": 3}', 'large_text_contrast'), 'warn 99.266', 'large text is a rule of its own');
select is(pg_temp.readable('#777777', 64, 700, '{"warn": 4.478}', 'large_text_contrast') || pg_temp.readable('#777777', 64, 700, '{"warn": 4.5, "fail": 4.479}', 'large_text_contrast'), 'pass 100fail 49.985', 'at warn it passes, just under fail it fails');
select is(pg_temp.readable('#777777', 64, 700, '{"warn": 7, "fail": 4.478}', 'large_text_contrast'), 'warn 50', 'at fail it still warns');
create temporary table two_texts as select pg_temp.judge('text_contrast', jsonb_build_object('texts', jsonb_build_array(
  pg_temp.words('headline', '#FFFFFF', '#111111', 64, 700), pg_temp.words('kicker', '#FFFFFF', '#333333', 20, 400), pg_temp.words('subline', '#FFFFFF', '#AAAAAA', 20, 400)))) as said;
select is(said ->> 'told', 'fail 18.9', 'the worst text decides, whatever the others are') from two_texts;
select is(said -> 'observed', '2.323', 'and is observed') from two_texts;
select is(said -> 'evidence' -> 0 -> 'region', '{"x": 60, "y": 800, "width": 40, "height": 30}', 'the evidence has its region') from two_texts;
select is(said ->> 'message', 'The text "subline" has a contrast of 2.323 : 1 where its ground is #AAAAAA, in the 40 × 30 px at 60, 800; 4.5 : 1 is needed. Put a panel under it, or change its colour or place.', 'and the message says where') from two_texts;
select is(jsonb_path_query_array(said -> 'evidence', '$[*].layer'), '["subline", "kicker"]', 'the large one is not its business') from two_texts;
select matches(pg_temp.judge('large_text_contrast') ->> 'message', 'the least, "headline", has a contrast of 18.* : 1 \(WCAG AAA\)\.$', 'what passes says its level');
select is(pg_temp.told(k, '{"texts": []}'), 'not_applicable', k || ': no text, no contrast') from unnest(array['text_contrast', 'large_text_contrast']) k;
select is(pg_temp.told(k, '{"texts": null}'), 'error', k || ': texts are missing') from unnest(array['text_contrast', 'large_text_contrast']) k;
select is(pg_temp.told('text_contrast', jsonb_build_object('texts', jsonb_build_array(pg_temp.words('a', '#FFFFFF', '#000000', 20, 400), pg_temp.words('b', 'white', '#000000', 20, 400)))), 'error', 'one text of an unknown colour is enough');

-- logo_contrast
select is(pg_temp.told('logo_contrast', jsonb_build_object('logo', pg_temp.logo(216, '#FFFFFF', '#949494'))), 'pass 100', 'a logo of 3.03 : 1');
select is(pg_temp.told('logo_contrast', jsonb_build_object('logo', pg_temp.logo(216, '#FFFFFF', '#959595'))), 'fail 49.875', 'a logo of 2.995 : 1');
select is(pg_temp.told('logo_contrast', jsonb_build_object('logo', pg_temp.logo(216, '#FFFFFF', '#959595')), pg_temp.rule('logo_contrast', '{"warn": 2.995, "fail": 2}')), 'pass 100', 'at warn it passes');
select is(pg_temp.told('logo_contrast', jsonb_build_object('logo', pg_temp.logo(216, '#FFFFFF', '#959595')), pg_temp.rule('logo_contrast', '{"warn": 4, "fail": 2.995}')), 'warn 50', 'at fail it still warns');
select is(pg_temp.told('logo_contrast', '{"logo": null}'), 'not_applicable', 'a template without logo');
select is(pg_temp.told('logo_contrast', jsonb_build_object('logo', pg_temp.logo(216, 'green'))), 'error', 'a logo of an unknown colour');
select is(pg_temp.told('logo_contrast', '{"logo": []}'), 'error', 'a logo that is none');

select is_empty($$ select * from pg_temp.untested('contrast') $$, 'each rule is tested at, just under and just over its thresholds, where it does not apply, and with what is broken');

select * from finish();
rollback;
