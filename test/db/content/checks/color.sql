-- include: fixtures/two_tenants.sql
-- include: fixtures/checks.sql
set local search_path = extensions;
-- The rows alone. Once: each change of it has all plans made anew.
set local session_replication_role = replica;

select plan(53);

-- palette
create temporary table mixed as
select jsonb_build_object('palette', jsonb_build_array(pg_temp.color('#1DB954', 0.3), pg_temp.color('#3A7D4F', 0.4), pg_temp.color('#C03020', 0.3))) as change,
  round(least(core.color_distance('#3A7D4F', '#1DB954'), core.color_distance('#3A7D4F', '#191414'))::numeric, 3) as near,
  round(least(core.color_distance('#C03020', '#1DB954'), core.color_distance('#C03020', '#191414'))::numeric, 3) as far;
select ok(near > 5 and far > near, 'three clusters, each farther off than the one before') from mixed;
select is((pg_temp.judge('palette', change) ->> 'observed')::numeric, trunc(near * 0.2 / 0.5, 3), 'the nearest half counts, by area') from mixed;
select is((pg_temp.judge('palette', change, pg_temp.rule('palette', '{"area": 0.3}')) ->> 'observed')::numeric, 0.000, 'or the nearest 30 %') from mixed;
select is((pg_temp.judge('palette', change, pg_temp.rule('palette', '{"area": 1}')) ->> 'observed')::numeric, trunc(0.4 * near + 0.3 * far, 3), 'or all of it') from mixed;
select is(pg_temp.judge('palette', jsonb_build_object('palette', jsonb_path_query_array(change -> 'palette', '$[2, 0, 1]'))) - 'measurement_id',
  pg_temp.judge('palette', change) - 'measurement_id', 'the order of clusters does not matter') from mixed;
create temporary table seen as select change, (pg_temp.judge('palette', change, pg_temp.rule('palette', '{"area": 1}')) ->> 'observed')::numeric as delta_e from mixed;
create function pg_temp.palette_at(warn numeric, fail numeric) returns text language sql as $$
  select pg_temp.told('palette', change, pg_temp.rule('palette', format('{"area": 1, "warn": %s, "fail": %s}', warn, fail))) from seen
$$;
select is(pg_temp.palette_at(delta_e, delta_e + 10), 'pass 100', 'at warn it passes') from seen;
select is(pg_temp.palette_at(delta_e + 0.001, delta_e + 10), 'pass 100', 'just under warn too') from seen;
select is(pg_temp.palette_at(delta_e - 0.001, delta_e + 10), 'warn 99.995', 'just over warn it warns') from seen;
select is(pg_temp.palette_at(delta_e - 5, delta_e + 5), 'warn 75', 'half way to fail it has 75 points') from seen;
select is(pg_temp.palette_at(delta_e - 5, delta_e), 'warn 50', 'at fail it still warns') from seen;
select is(pg_temp.palette_at(delta_e - 5, delta_e - 0.001), 'fail 49.997', 'just over fail it fails') from seen;
select is(pg_temp.palette_at(1, round(delta_e / 2, 3) - 0.01), 'fail 0', 'at twice fail nothing is left') from seen;
select matches(pg_temp.judge('palette', jsonb_build_object('palette', jsonb_build_array(pg_temp.color('#C03020', 1)))) ->> 'message', 'comes from #C03020, ΔE [0-9.]+ from (Green|Black): take a picture', 'the message names the colours');
select is(pg_temp.judge('palette', change) #> '{evidence,0}', jsonb_build_object('color', '#3A7D4F', 'share', 0.4, 'counted', 0.2, 'delta_e', near, 'nearest', '#1DB954', 'nearest_name', 'Green'), 'the evidence is the clusters, the dearest first') from mixed;
select is(pg_temp.told('palette', '{}', '{"palette": []}'), 'not_applicable', 'no palette, no check');
select is(pg_temp.told('palette', broken.change), 'error', 'palette: ' || broken.about)
from (values
  ('{"palette": null}'::jsonb, 'missing'), ('{"palette": {}}', 'no list'), ('{"palette": []}', 'empty'), ('{"palette": [[{"hex": "#191414", "l": 1, "a": 1, "b": 1, "share": 1}]]}', 'a list of lists'),
  (jsonb_build_object('palette', jsonb_build_array(pg_temp.color('#191414', 1) || '{"hex": "black"}')), 'unknown colour'),
  (jsonb_build_object('palette', jsonb_build_array(pg_temp.color('#191414', 1) || '{"l": "7"}')), 'a text for a number'),
  (jsonb_build_object('palette', jsonb_build_array(pg_temp.color('#191414', 1) - 'share')), 'no share'),
  (jsonb_build_object('palette', jsonb_build_array(pg_temp.color('#191414', 0.5))), 'half the picture')
) broken (change, about);

-- primary_coverage
create function pg_temp.covered(share numeric, rule text default '{}', logo jsonb default 'null') returns text language sql as $$
  select pg_temp.told('primary_coverage', jsonb_build_object('palette', jsonb_build_array(pg_temp.color('#1DB954', share), pg_temp.color('#191414', 1 - share)), 'logo', logo),
    pg_temp.rule('primary_coverage', rule))
$$;
select is(pg_temp.covered(share), told, format('a share of %s in the primary colour', share))
from (values (1, 'pass 100'), (0.0051, 'pass 100'), (0.005, 'pass 100'), (0.0049, 'warn 98.75'), (0.0011, 'warn 51.25'), (0.001, 'warn 50'), (0.0009, 'fail 45'), (0, 'fail 0')) v (share, told);
select is(pg_temp.covered(0, '{}', pg_temp.logo(216, '#1DB954')), 'pass 100', 'a logo in the primary colour counts by its box, 1.1 %');
select is(pg_temp.covered(0, '{"warn": 0.0111, "fail": 0.001}', pg_temp.logo(216, '#1DB954')), 'pass 100', '216 × 60 of 1080 × 1080 px are 0.0111');
select is(pg_temp.covered(0, '{"warn": 0.0112, "fail": 0.001}', pg_temp.logo(216, '#1DB954')), 'warn 99.509', 'and no more');
select is(pg_temp.told('primary_coverage', jsonb_build_object('palette', jsonb_build_array(pg_temp.color('#30C060', 1))), pg_temp.rule('primary_coverage', format('{"delta_e": %s}', d))), told, 'a colour at the distance counts, one just beyond it does not')
from round(core.color_distance('#30C060', '#1DB954')::numeric, 3) near cross join lateral (values (near, 'pass 100'), (near - 0.001, 'fail 0')) v (d, told);
select is(said ->> 'observed' || (said ->> 'message'), '0.00000.0 % of the picture is in a primary colour (Green #1DB954); at least 0.5 % is wanted. The nearest colour in it is #3A7D4F, ΔE '
  || round(core.color_distance('#3A7D4F', '#1DB954')::numeric, 3) || ' away. Use one for a panel, a text or the logo.', 'the message says which colour and what to do')
from pg_temp.judge('primary_coverage', jsonb_build_object('palette', jsonb_build_array(pg_temp.color('#3A7D4F', 1)))) said;
select is(
  (select string_agg(format('%s %s', e ->> 'color', e ->> 'nearest_name'), ', ' order by n) from jsonb_array_elements(pg_temp.judge('primary_coverage',
    jsonb_build_object('texts', '[]'::jsonb, 'logo', null, 'palette', (select jsonb_agg(pg_temp.color(c, 0.2)) from unnest('{#FFFFFF,#E04040,#30C060,#F0C0C0,#40A050}'::text[]) c)),
    '{"palette": [{"name": "Green", "hex": "#1DB954", "role": "primary"}, {"name": "Red", "hex": "#E03030", "role": "primary"}]}') -> 'evidence') with ordinality s (e, n)),
  (select string_agg(format('%s %s', c.hex, c.name), ', ' order by c.distance) from (
    select c.hex, n.name, n.distance from unnest('{#FFFFFF,#E04040,#30C060,#F0C0C0,#40A050}'::text[]) c (hex)
    cross join lateral (select p.name, core.color_distance(c.hex, p.hex) as distance from (values ('Green', '#1DB954'), ('Red', '#E03030')) p (name, hex) order by 2 limit 1) n
    order by n.distance limit 4) c),
  'the four colours nearest to any primary one are shown, each with the one that it is nearest to');
select is(pg_temp.told('primary_coverage', '{}', '{"palette": [{"name": "Black", "hex": "#191414", "role": "neutral"}]}'), 'not_applicable', 'no primary colour, no coverage');
select is(pg_temp.told('primary_coverage', '{"palette": "green"}'), 'error', 'primary_coverage: a palette that is none');

-- forbidden_colors
create function pg_temp.forbidden(share numeric, hex text default '#FF0000', rule text default '{}') returns text language sql as $$
  select pg_temp.told('forbidden_colors', jsonb_build_object('palette', jsonb_build_array(pg_temp.color(hex, share), pg_temp.color('#1DB954', 1 - share))),
    pg_temp.rule('forbidden_colors', rule) || '{"forbidden_colors": ["#FF0000"]}')
$$;
select is(pg_temp.forbidden(share), told, format('a share of %s of a forbidden colour', share))
from (values (0.0099, 'pass 100'), (0.01, 'pass 100'), (0.0101, 'warn 99.875'), (0.05, 'warn 50'), (0.0501, 'fail 49.9'), (0.1, 'fail 0'), (1, 'fail 0')) v (share, told);
select is(pg_temp.forbidden(0.5, '#FA1010', format('{"delta_e": %s}', d)), 'fail 0', 'a colour at the distance counts') from round(core.color_distance('#FA1010', '#FF0000')::numeric, 3) d;
select is(pg_temp.forbidden(0.5, '#FA1010', format('{"delta_e": %s}', d - 0.001)), 'pass 100', 'one just beyond it does not') from round(core.color_distance('#FA1010', '#FF0000')::numeric, 3) d;
select is(pg_temp.judge('forbidden_colors', jsonb_build_object('palette', jsonb_build_array(pg_temp.color('#FF0000', 1))), '{"forbidden_colors": ["#ff0000"]}') -> 'evidence',
  '[{"color": "#FF0000", "share": 1, "delta_e": 0.000, "forbidden": "#FF0000"}]', 'the evidence names both colours');
select is(pg_temp.told('forbidden_colors', '{"palette": "green"}', '{"forbidden_colors": ["#FF0000"]}'), 'error', 'forbidden_colors: a palette that is none');
select is(pg_temp.told('forbidden_colors', '{"palette": "green"}'), 'not_applicable', 'what is not forbidden needs no measurement');

select is_empty($$ select * from pg_temp.untested('color') $$, 'each rule is tested at, just under and just over its thresholds, where it does not apply, and with what is broken');

select * from finish();
rollback;
