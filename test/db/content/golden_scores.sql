-- include: fixtures/two_tenants.sql
-- include: fixtures/checks.sql
set local search_path = extensions;

select plan(6);

-- The same measurement and version always give the same score: on any supported PostgreSQL and whatever is judged with it, in whatever order.
-- Scores that change here change for everybody: then it is another rule, not another build.
set local session_replication_role = replica;
create temporary table made as
select (10 * a.n + b.n)::int as n, pg_temp.sound() || a.change || b.change as measured
from unnest(array['{}', '{"caption": "LAST CHANCE!!! The cure 🌷🌷 #a #b #c @x", "alt_text": null}', '{"bytes": 1000002, "logo": null, "asset": {"is_ai": true, "is_nsfw": false}}', '{"texts": [], "nearest": {"distance": 4}}',
  '{"safe_zone": [{"layer": "logo", "edge": "left", "pixels": 9.7}], "source": {"scale": 1.337}, "subject": {"box": null, "in_frame": 0.871, "covered": 0.333}}']::jsonb[]) with ordinality a (change, n)
cross join unnest(array['{}', jsonb_build_object('palette', jsonb_build_array(pg_temp.color('#3A7D4F', 0.61), pg_temp.color('#C03020', 0.27), pg_temp.color('#8899AA', 0.12))),
  jsonb_build_object('palette', jsonb_build_array(pg_temp.color('#FE0403', 0.03), pg_temp.color('#2FC261', 0.33), pg_temp.color('#F3F1EE', 0.64))),
  jsonb_build_object('logo', pg_temp.logo(77, '#FFFFFF', '#8F9A95')), jsonb_build_object('texts', jsonb_build_array(pg_temp.words('a', '#FFFFFF', '#7A7A7A', 21, 400), pg_temp.words('b', '#1DB954', '#191414', 30, 700)))]::jsonb[]) with ordinality b (change, n);
insert into content.measurements (organization_id, id, asset_variant_id, measured)
select pg_temp.id('a', 1), pg_temp.id('a', 900 + n), gen_random_uuid(), measured from made;
insert into brand.brand_guidelines (organization_id, id, brand_profile_id, version, palette, forbidden_colors, prohibited_terms, required_terms, logo_rules, rules)
values (pg_temp.id('a', 1), pg_temp.id('a', 701), pg_temp.id('a', 50), 101, '[{"name": "Green", "hex": "#1DB954", "role": "primary"}, {"name": "Paper", "hex": "#F4F1EA", "role": "neutral"}]', '{#FF0000}', '{cure,last chance}', '{#a}',
    '{"required": true, "ground": "dark", "places": ["top_left"]}',
    '{"required_terms": {"gate": false}, "prohibited_terms": {"gate": false}, "caption_length": {"gate": false}, "hashtag_count": {"gate": false}, "file_size": {"gate": false}, "ai_disclosure": {"gate": false}}'),
  (pg_temp.id('a', 1), pg_temp.id('a', 702), pg_temp.id('a', 50), 102, '[{"name": "Brick", "hex": "#B83A2B", "role": "primary"}]', '{}', '{}', '{}', '{}',
    '{"palette": {"weight": 33.333, "warn": 3.7, "fail": 41.9, "area": 0.77}, "primary_coverage": {"weight": 7.77, "delta_e": 17.1}, "text_contrast": {"warn": 7, "fail": 3.1, "weight": 0.001}, "upscaling": {"gate": false, "fail": 1.9}, "prohibited_terms": {"gate": false}, "logo_contrast": {"gate": true}}');
set local session_replication_role = origin;

create temporary table judged as
select right(g.id::text, 3) as version, right(j.measurement_id::text, 3) as n, j.*
from brand.brand_guidelines g
cross join lateral pg_temp.judge_all(pg_temp.id('a', 1), array(select pg_temp.id('a', 900 + m.n) from made m order by m.n), g.id) j
where g.version in (101, 102);
create temporary table scores as select distinct version, n, measurement_id, score, verdict, observations from judged;
select is((select string_agg(coalesce(score::text, verdict), ' ' order by n) from scores where version = '701'), '94.28 79.27 92.28 90.72 91.32 82.48 67.29 80.46 78.88 80.14 87.42 70.89 85.22 88.70 84.59 93.11 76.16 90.86 89.10 91.06 92.05 77.03 90.05 88.49 89.21', 'scores by one version');
select is((select string_agg(coalesce(score::text, verdict), ' ' order by n) from scores where version = '702'), '62.97 82.84 74.52 49.00 62.49 49.00 49.00 49.00 49.00 49.00 49.00 49.00 49.00 49.00 49.00 57.00 79.81 70.26 49.00 62.55 61.03 80.90 72.58 49.00 60.55', 'and by another');
select is((select md5(string_agg(format('%s %s %s', version, n, observations), e'\n' order by version, n)) from scores), 'e8d726cea7ae389cb90d4c1e82ce8b1d', 'each from the same numbers');
select is((select md5(string_agg(format('%s %s %s %s %s %s %s', version, n, check_key, outcome, points, trim_scale(observed), evidence), e'\n' order by version, n, check_key collate "C")) from judged), '03485aa94fea13362d38cf52ae3a0d95', 'with the same evidence');

-- In the opposite order, and each alone.
select set_eq($$ select g.id, j.measurement_id, j.check_key, j.points, j.score, j.observations from brand.brand_guidelines g
  cross join lateral pg_temp.judge_all(pg_temp.id('a', 1), array(select pg_temp.id('a', 900 + m.n) from made m order by m.n desc), g.id) j where g.version in (101, 102) $$,
  $$ select pg_temp.id('a', version::int), measurement_id, check_key, points, score, observations from judged $$, 'in the opposite order');
select set_eq($$ select j.measurement_id, j.check_key, j.points, j.score, j.observations from made m
  cross join lateral pg_temp.judge_all(pg_temp.id('a', 1), array[pg_temp.id('a', 900 + m.n)], pg_temp.id('a', 702)) j $$,
  $$ select measurement_id, check_key, points, score, observations from judged where version = '702' $$, 'each alone');

select * from finish();
rollback;
