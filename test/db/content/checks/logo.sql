-- include: fixtures/two_tenants.sql
-- include: fixtures/checks.sql
set local search_path = extensions;
-- The rows alone. Once: each change of it has all plans made anew.
set local session_replication_role = replica;

select plan(69);

-- logo_presence
select is(pg_temp.told('logo_presence', change, '{"logo_rules": {"required": true}}'), told, 'logo_presence: ' || about)
from (values ('{}'::jsonb, 'pass 100', 'it is there'), ('{"logo": null}', 'fail 0', 'it is not'), ('{"logo": 7}', 'error', 'who knows')) v (change, told, about);
select is(pg_temp.told('logo_presence', '{"logo": null}', guideline), 'not_applicable', 'logo_presence: not required')
from (values ('{}'::jsonb), ('{"logo_rules": {"required": false}}')) v (guideline);

-- logo_size
select is(pg_temp.told('logo_size', jsonb_build_object('logo', pg_temp.logo(width))), told, format('a logo of %s of 1080 px', width))
from (values (107, 'fail 49.5'), (108, 'pass 100'), (109, 'pass 100')) v (width, told);
select is(pg_temp.told('logo_size', jsonb_build_object('logo', pg_temp.logo(215)), pg_temp.rule('logo_size', '{"warn": 0.2, "fail": 0.2}')), 'fail 49.75', 'the guideline says how large');
select is(pg_temp.told('logo_size', jsonb_build_object('logo', pg_temp.logo(216)), pg_temp.rule('logo_size', '{"warn": 0.2, "fail": 0.2}')), 'pass 100', 'and that is enough');
select is(pg_temp.told('logo_size', jsonb_build_object('logo', pg_temp.logo(216)), pg_temp.rule('logo_size', '{"warn": 0.3, "fail": 0.2}')), 'warn 50', 'at fail it still warns');
select is(pg_temp.told('logo_size', '{"logo": null}'), 'not_applicable', 'no logo is no small logo');
select is(pg_temp.told('logo_size', '{"logo": {"layer": "logo"}}'), 'error', 'a logo without box');
select is(pg_temp.told('logo_size', '{"width": "1080"}'), 'error', 'a picture without width');

-- logo_clear_space
create function pg_temp.with_logo(change jsonb) returns jsonb language sql as $$ select jsonb_build_object('logo', pg_temp.logo(216) || change) $$;
select is(pg_temp.told('logo_clear_space', pg_temp.with_logo(jsonb_build_object('clear_space', jsonb_build_object('required', 100, 'observed', observed)))), told, format('%s of 100 px clear', observed))
from (values (300, 'pass 100'), (101, 'pass 100'), (100, 'pass 100'), (99, 'warn 99'), (50, 'warn 50'), (49, 'fail 49'), (0, 'fail 0')) v (observed, told);
select is(pg_temp.told('logo_clear_space', change), told, 'logo_clear_space: ' || about)
from (values ('{"logo": null}'::jsonb, 'not_applicable', 'no logo'), (pg_temp.with_logo('{"clear_space": {"required": 0, "observed": 0}}'), 'not_applicable', 'none asked for'),
  (pg_temp.with_logo('{"clear_space": null}'), 'error', 'not measured'), (pg_temp.with_logo('{"clear_space": {"required": "20", "observed": 1}}'), 'error', 'a text for a number'), ('{"logo": 7}', 'error', 'a logo that is none')) v (change, told, about);
select is(said ->> 'message' || (said -> 'evidence' -> 0 ->> 'clear'), '49 px around the logo are clear; the template asks for 100. Move the text or panel that is nearest to it, or make it smaller.49', 'it says how much')
from pg_temp.judge('logo_clear_space', pg_temp.with_logo('{"clear_space": {"required": 100, "observed": 49}}')) said;

-- logo_distortion: 216 × 60 px of a file of 2160 × 600.
select is(pg_temp.told('logo_distortion', pg_temp.with_logo(jsonb_build_object('own', jsonb_build_object('width', width, 'height', 600)))), told, format('a file of %s × 600 px', width))
from (values (2160, 'pass 100'), (2117.7, 'pass 100'), (2117.6, 'pass 100'), (2117, 'warn 99.5'), (2057.2, 'warn 50.166'), (2057.1, 'warn 50'), (2056, 'fail 49.5'), (1080, 'fail 0'), (2204, 'pass 100')) v (width, told);
select is(pg_temp.told('logo_distortion', change), told, 'logo_distortion: ' || about)
from (values ('{"logo": null}'::jsonb, 'not_applicable', 'no logo'), (pg_temp.with_logo('{"own": null}'), 'error', 'its file is unknown'), (pg_temp.with_logo('{"own": {"width": 0, "height": 3}}'), 'error', 'a file without width')) v (change, told, about);

-- logo_placement: the logo's middle in nine parts of 1080 × 1080 px.
select is(pg_temp.judge('logo_placement', pg_temp.with_logo(jsonb_build_object('box', jsonb_build_object('x', x - 100, 'y', y - 30, 'width', 200, 'height', 60))), '{"logo_rules": {"places": ["top_left"]}}') #>> '{evidence,0,place}', place, format('%s, %s is %s', x, y, place))
from (values (359.9, 359.9, 'top_left'), (360, 359.9, 'top'), (720, 359.9, 'top_right'), (359.9, 360, 'left'), (540, 540, 'center'), (720, 719.9, 'right'), (100, 720, 'bottom_left'), (719.9, 720, 'bottom'), (720, 720, 'bottom_right')) v (x, y, place);
select is(pg_temp.told('logo_placement', change, guideline), told, 'logo_placement: ' || about)
from (values ('{}'::jsonb, '{"logo_rules": {"places": ["bottom_right", "top_left"]}}'::jsonb, 'pass 100', 'one of its places'), ('{}', '{"logo_rules": {"places": ["bottom_right"]}}', 'fail 0', 'none of them'),
  ('{}', '{}', 'not_applicable', 'anywhere'), ('{}', '{"logo_rules": {"places": []}}', 'not_applicable', 'no place said'), ('{"logo": null}', '{"logo_rules": {"places": ["top"]}}', 'not_applicable', 'no logo'),
  ('{"logo": {"layer": "logo"}}', '{"logo_rules": {"places": ["top"]}}', 'error', 'a logo without box'), ('{"width": null}', '{"logo_rules": {"places": ["top"]}}', 'error', 'a picture without width')) v (change, guideline, told, about);

-- logo_ground: L* of a grey is 50 at #777777.
select is(pg_temp.told('logo_ground', jsonb_build_object('logo', pg_temp.logo(216, '#FFFFFF', ground)), jsonb_build_object('logo_rules', jsonb_build_object('ground', made_for))), told, format('a logo for %s grounds on %s', made_for, ground))
from (values ('#FFFFFF', 'light', 'pass 100'), ('#777777', 'light', 'pass 100'), ('#6B6B6B', 'light', 'pass 100'), ('#000000', 'light', 'fail 0'), ('#000000', 'dark', 'pass 100'), ('#FFFFFF', 'dark', 'fail 0')) v (ground, made_for, told);
select is(pg_temp.told('logo_ground', jsonb_build_object('logo', pg_temp.logo(216, '#FFFFFF', '#555555')), jsonb_build_object('logo_rules', '{"ground": "light"}'::jsonb) || pg_temp.rule('logo_ground', format('{"warn": %s, "fail": %s}', warn, fail))), told, format('%s L* too dark, warn %s, fail %s', off, warn, fail))
from (select trunc(50 - l::numeric, 4) as off from core.hex_to_lab('#555555')) d cross join lateral (values (off, off + 1, 'pass 100'), (off - 0.0001, off + 4.9999, 'warn 99.999'), (off - 5, off, 'warn 50'), (off - 5, off - 0.001, 'fail 49.996')) v (warn, fail, told);
select is(pg_temp.told('logo_ground', change, guideline), told, 'logo_ground: ' || about)
from (values ('{}'::jsonb, '{}'::jsonb, 'not_applicable', 'the guideline does not say'), ('{"logo": null}', '{"logo_rules": {"ground": "dark"}}', 'not_applicable', 'no logo'),
  (pg_temp.with_logo('{"worst_background": "black"}'), '{"logo_rules": {"ground": "dark"}}', 'error', 'an unknown colour')) v (change, guideline, told, about);

select is_empty($$ select * from pg_temp.untested('logo') $$, 'each rule is tested at, just under and just over its thresholds, where it does not apply, and with what is broken');

select * from finish();
rollback;
