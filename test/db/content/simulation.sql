-- include: fixtures/two_tenants.sql
-- include: fixtures/checks.sql
set local search_path = extensions;

select plan(57);

-- Of brand a: variants of many kinds, each measured and scored by one of four versions, of which two judge alike; one of them superseded. Of brand b: one.
delete from content.compliance_checks; delete from content.compliance_results; delete from content.measurements;
set local session_replication_role = replica;
update brand.brand_guidelines set palette = '[{"name": "Green", "hex": "#1DB954", "role": "primary"}, {"name": "Black", "hex": "#191414", "role": "neutral"}]',
  prohibited_terms = '{cure}', forbidden_colors = '{#FF0000}' where version = 1;
insert into brand.brand_guidelines
select (jsonb_populate_record(g, jsonb_build_object('id', pg_temp.id('a', 700 + n), 'version', 700 + n, 'status', 'retired', 'rules', v.rules))).*
from brand.brand_guidelines g
cross join (values (1, '{}'::jsonb), (2, '{"logo_size": {"warn": 0.4, "fail": 0.3, "weight": 7}, "palette": {"weight": 33}, "text_contrast": {"weight": 0}, "logo_contrast": {"gate": true}}'),
  (3, '{"palette": {"weight": 0, "warn": 3}, "prohibited_terms": {"gate": false, "weight": 1}}')) v (n, rules)
where g.id = pg_temp.id('a', 51);
insert into content.platform_placements (platform, placement, name, width, height, formats, max_bytes, valid_from, source)
select 'fixture', 'p' || n, 'Fixture', 100, 100, '{jpeg}', 1000, '2020-01-01', 'the test' from generate_series(1, 40) n;
create temporary table made as
select (10 * a.n + b.n)::int as n, pg_temp.sound() || a.change || b.change as measured
from unnest(array['{}', '{"caption": "The cure!!! #a #b #c"}', '{"bytes": 1000002, "logo": null}', '{"texts": []}']::jsonb[]) with ordinality a (change, n)
cross join unnest(array['{}', jsonb_build_object('palette', jsonb_build_array(pg_temp.color('#3A7D4F', 0.7), pg_temp.color('#C03020', 0.3))),
  jsonb_build_object('palette', jsonb_build_array(pg_temp.color('#FF0000', 0.03), pg_temp.color('#FFFFFF', 0.97))),
  jsonb_build_object('logo', pg_temp.logo(60, '#FFFFFF', '#959595')), jsonb_build_object('texts', jsonb_build_array(pg_temp.words('a', '#FFFFFF', '#8A8A8A', 20, 400))), '{"palette": 7}']::jsonb[]) with ordinality b (change, n);
insert into content.asset_variants (organization_id, id, content_request_id, platform, placement, status, is_current, revision)
select pg_temp.id('a', 1), pg_temp.id('a', 800 + n), pg_temp.id('a', 60), 'fixture', 'p' || (n % 40 + 1), 'scored', n <> 44, n from made;
insert into content.measurements (organization_id, id, asset_variant_id, measured)
select pg_temp.id('a', 1), pg_temp.id('a', 900 + n), pg_temp.id('a', 800 + n), measured from made
union all
select pg_temp.id('b', 1), pg_temp.id('b', 901), pg_temp.id('b', 62), pg_temp.sound();
insert into content.compliance_results (organization_id, id, asset_variant_id, measurement_id, brand_guideline_id, score, verdict, observations, earned, weight, cap, scorer_version, scored_at)
select m.organization_id, gen_random_uuid(), m.asset_variant_id, m.id, g.id, j.score, j.verdict, j.observations, j.earned, j.weight, j.cap, content.scorer_version(), now() - interval '1 day' * (m.asset_variant_id::text like '%1')::int
from content.measurements m
join brand.brand_guidelines g on g.organization_id = m.organization_id
  and g.version = case when m.organization_id = pg_temp.id('a', 1) then (array[702, 701, 703, 1])[1 + (right(m.asset_variant_id::text, 2)::int / 10 + right(m.asset_variant_id::text, 1)::int) % 4] else 1 end
cross join lateral content.judge_measurements(m.organization_id, array[m.id], g.id) j;
set local session_replication_role = origin;
select is((select count(*) from content.compliance_results where organization_id = pg_temp.id('a', 1)), 24::bigint, 'the fixture');

-- What judging says of the same variants by a version that has the changes.
create function pg_temp.judged(changes jsonb) returns table (asset_variant_id uuid, score numeric, verdict text) language plpgsql as $$
declare
  proposed constant brand.brand_guidelines := brand.propose_guideline(pg_temp.id('a', 1), pg_temp.id('a', 50), null, changes);
  version constant uuid := gen_random_uuid();
begin
  set local session_replication_role = replica;
  insert into brand.brand_guidelines select (jsonb_populate_record(proposed, jsonb_build_object('id', version, 'status', 'draft',
    'version', (select max(g.version) + 1 from brand.brand_guidelines g)))).*;
  set local session_replication_role = origin;
  return query
  select v.id, j.score, j.verdict
  from content.asset_variants v
  join content.measurements m on m.organization_id = v.organization_id and m.asset_variant_id = v.id
  cross join lateral content.judge_measurements(v.organization_id, array[m.id], version) j
  where v.organization_id = pg_temp.id('a', 1) and v.is_current;
end $$;
create function pg_temp.simulated(changes jsonb) returns table (asset_variant_id uuid, score numeric, verdict text) language plpgsql as $$
begin
  return query execute format('select s.asset_variant_id, round(s.after / 100.0, 2), content.verdict_of(s.after) from (%s) s',
    (content.simulation_query(brand.propose_guideline(pg_temp.id('a', 1), pg_temp.id('a', 50), null, changes))).query) using null::timestamptz, null::timestamptz, null::uuid, null::uuid;
end $$;
create temporary table proposals (changes jsonb, about text, anew text);
insert into proposals values
  ('{}', 'nothing', null),
  ('{"rules": {"palette": {"weight": 90, "warn": 2, "fail": 9}, "logo_size": {"warn": 0.3, "fail": 0.25}, "text_contrast": {"gate": true}}}', 'weights, thresholds and gates', null),
  ('{"rules": {"palette": {"area": 1}}}', 'a field that says what is observed', 'palette'),
  ('{"rules": {"forbidden_colors": {"delta_e": 30}}, "forbidden_colors": ["#C03020"]}', 'forbidden colours', 'forbidden_colors'),
  ('{"palette": [{"name": "Red", "hex": "#C03020", "role": "primary"}]}', 'a palette', 'palette, primary_coverage'),
  ('{"prohibited_terms": ["spring", "cure"], "required_terms": ["#ad"], "allowed_fonts": ["Roboto"], "logo_rules": {"required": true, "ground": "light", "places": ["top"]}}', 'words, fonts and the logo',
    'logo_presence, prohibited_terms, logo_placement, logo_ground, font_family, required_terms');
select set_eq(format('select * from pg_temp.simulated(%L)', p.changes), format('select * from pg_temp.judged(%L)', p.changes), 'what is simulated is what judging says: ' || p.about) from proposals p;
select is((select string_agg(a.check_key, ', ' order by a."position") from content.observed_anew(array(select g from brand.brand_guidelines g where g.id = pg_temp.id('a', 51)),
  brand.propose_guideline(pg_temp.id('a', 1), pg_temp.id('a', 50), null, p.changes)) a), p.anew, 'observed anew: ' || p.about) from proposals p;
select is((select count(*) from pg_temp.simulated('{}')), 23::bigint, 'a superseded revision does not count');
-- A version that allows few fonts could not score a picture whose fonts are not known; one that allows all can.
savepoint fonts;
set local session_replication_role = replica;
update brand.brand_guidelines set allowed_fonts = '{Inter}' where id = pg_temp.id('a', 703);
update content.measurements set measured = measured #- '{texts,0,fonts}' where id = pg_temp.id('a', 911);
update content.compliance_results c set (score, verdict, observations, earned, weight, cap) = (
  select j.score, j.verdict, j.observations, j.earned, j.weight, j.cap from content.judge_measurements(c.organization_id, array[c.measurement_id], c.brand_guideline_id) j)
where c.brand_guideline_id = pg_temp.id('a', 703);
set local session_replication_role = origin;
select is((select c.verdict from content.compliance_results c where c.asset_variant_id = pg_temp.id('a', 811)), 'incomplete', 'a check that could not be made');
select set_eq($$ select * from pg_temp.simulated('{}') $$, $$ select * from pg_temp.judged('{}') $$, 'what is simulated is what judging says: a check that need not be made');
rollback to savepoint fonts;
-- Sums of earlier checks, which judged numbers in another way.
savepoint checks;
update content.compliance_results c set earned = c.earned / 2, cap = 4900, scorer_version = content.scorer_version() - 1 where c.brand_guideline_id = pg_temp.id('a', 703);
select set_eq(format('select * from pg_temp.simulated(%L)', p.changes), format('select * from pg_temp.judged(%L)', p.changes), 'what is simulated is what judging says: earlier sums, ' || p.about) from proposals p where p.about in ('nothing', 'a palette');
rollback to savepoint checks;

-- Over REST.
create temporary table stored as select md5(string_agg(c::text, '' order by c.id)) as hash from content.compliance_results c;
select pg_temp.sign_in('a', 'viewer');
create temporary table outcome as select * from api.simulate_guidelines(pg_temp.id('a', 50), changes => '{"rules": {"caption_length": {"gate": false, "weight": 0}, "hashtag_count": {"gate": false, "weight": 0}, "prohibited_terms": {"gate": false, "weight": 0}, "logo_contrast": {"gate": true}}}');
select is((select variants from outcome), 23::bigint, 'simulate_guidelines counts the brand''s current variants');
select is((select incomplete from outcome), 4::bigint, 'what could not be measured stays incomplete');
select is((select format('%s %s', newly_failing, newly_passing) from outcome), (
  select format('%s %s', count(*) filter (where v.effect = 'newly_failing'), count(*) filter (where v.effect = 'newly_passing'))
  from api.simulate_variants(pg_temp.id('a', 50), changes => '{"rules": {"caption_length": {"gate": false, "weight": 0}, "hashtag_count": {"gate": false, "weight": 0}, "prohibited_terms": {"gate": false, "weight": 0}, "logo_contrast": {"gate": true}}}') v),
  'simulate_variants lists those that it counts');
select ok((select newly_failing > 0 and newly_passing > 0 from outcome), 'of both kinds');
select is((select sum((d ->> 'after')::int) from outcome cross join jsonb_array_elements(distribution) d), 19::bigint, 'the distribution holds each score');
select is((select sum((v.value ->> 'before')::int) from outcome cross join jsonb_each(verdicts) v), 23::bigint, 'the verdicts hold each variant');
-- A GET has its changes in the query string, which come as text.
select results_eq(format('select * from api.simulate_guidelines(%L, changes => to_jsonb(%L::text))', pg_temp.id('a', 50), c.changes),
  format('select * from api.simulate_guidelines(%L, changes => %L)', pg_temp.id('a', 50), c.changes), 'changes are read wherever a request has them') from (values ('{"rules": {"palette": {"weight": 90}}}')) c (changes);
create temporary table listed as select row_number() over () as n, v.* from api.simulate_variants(pg_temp.id('a', 50), changes => '{"palette": [{"name": "Red", "hex": "#C03020", "role": "primary"}]}') v;
select is((select array_agg(n order by score_after nulls first, asset_variant_id) from listed), (select array_agg(n order by n) from listed), 'worst first');
select results_eq(format('select asset_variant_id, score_after from listed where n between %s and %s order by n', l.n + 1, l.n + 3),
  format($$ select asset_variant_id, score_after from api.simulate_variants(%L, changes => '{"palette": [{"name": "Red", "hex": "#C03020", "role": "primary"}]}', max_rows => 3, after_score => %L, after_variant_id => %L) $$, pg_temp.id('a', 50), l.score_after, l.asset_variant_id),
  'page by page, after row ' || l.n) from listed l where l.n in (2, 5) or l.n = (select max(n) from listed);
select is((select count(*) from api.simulate_variants(pg_temp.id('a', 50), changes => '{"palette": [{"name": "Red", "hex": "#C03020", "role": "primary"}], "logo_rules": {"required": true}}', after_variant_id => '00000000-0000-0000-0000-000000000000')),
  (select count(*) from api.simulate_variants(pg_temp.id('a', 50), changes => '{"palette": [{"name": "Red", "hex": "#C03020", "role": "primary"}], "logo_rules": {"required": true}}')), 'before the first is nothing');
select is((select count(distinct effect) from api.simulate_variants(pg_temp.id('a', 50), changes => '{"palette": [{"name": "Red", "hex": "#C03020", "role": "primary"}]}', effects => '{lower}')), 1::bigint, 'or one effect');
select is((select variants from api.simulate_guidelines(pg_temp.id('a', 50), scored_from => now() - interval '1 hour')), 19::bigint, 'of those scored in a period');
select is((select variants from api.simulate_guidelines(pg_temp.id('a', 50), brand_guideline_id => pg_temp.id('a', 51))), 23::bigint, 'under a version that is named');

create function pg_temp.proposed(changes text) returns text language sql as $$ select format('select * from api.simulate_guidelines(%L, changes => %L)', pg_temp.id('a', 50), changes) $$;
select throws_ok(pg_temp.proposed(changes), 'VP201', message, 'refused: ' || changes)
from (values
  ('[]', 'changes must be an object.'), ('"{rules"', 'changes is not JSON.'), ('{"colour": 1, "status": "active"}', 'colour, status: there is no such field to change.'),
  ('{"palette": {"hex": 1}}', 'Such a guideline could not become active: palette must be a list of at most 24 colours: [{"name": "Red", "hex": "#D50000", "role": "primary"}].'),
  ('{"palette": [{"hex": "red", "name": "Red", "role": "primary"}]}', 'Such a guideline could not become active: palette[0].hex must be #RRGGBB, six hexadecimal digits.'),
  ('{"palette": null}', 'Such a guideline could not become active: palette must be a list of at most 24 colours: [{"name": "Red", "hex": "#D50000", "role": "primary"}].'),
  ('{"rules": [], "forbidden_colors": [7]}', 'Such a guideline could not become active: forbidden_colors must be a list of #RRGGBB. rules must be an object by check: {"palette": {"weight": 30}}.'),
  ('{"forbidden_colors": ["red"]}', 'Such a guideline could not become active: forbidden_colors must be a list of #RRGGBB.'),
  ('{"rules": {"palette": {"warn": 21}}}', 'Such a guideline could not become active: palette.warn (21) must be at most fail (20).'),
  ('{"rules": {"palette": 7}}', 'Such a guideline could not become active: palette must be an object: {"weight": …}.'),
  ('{"logo_rules": {"places": ["middle"]}}', 'Such a guideline could not become active: places must be a list of top_left, top, top_right, left, center, right, bottom_left, bottom and bottom_right.'),
  ('{"required_terms": [" "]}', 'Such a guideline could not become active: required_terms must be at most 500 terms of 1 to 200 characters, none of them blank.'),
  ('{"forbidden_colors": ["#1DB954"]}', 'Such a guideline could not become active: #1DB954 is a brand colour and forbidden.')) v (changes, message);
select throws_ok(format('select * from api.simulate_guidelines(%L)', pg_temp.id('b', 50)), 'VP200', 'There is no such brand profile.', 'another organisation''s brand is unknown');
select throws_ok(format('select * from api.simulate_guidelines(%L, %L)', pg_temp.id('a', 50), pg_temp.id('b', 51)), 'VP200', 'The brand has no such guideline.', 'and its guideline');
select throws_ok(format($$ select * from api.simulate_variants(%L, effects => '{worse}') $$, pg_temp.id('a', 50)), 'VP201', null, 'an effect that there is not');
select throws_ok(format($$ select * from api.%I(%L, scored_from => '2026-07-02', scored_to => '2026-07-01') $$, f, pg_temp.id('a', 50)), 'VP201', 'scored_from must be before scored_to.', f || ' of no time')
from unnest('{simulate_guidelines,simulate_variants}'::text[]) f;
select throws_ok(format('select * from api.simulate_variants(%L, max_rows => 1001)', pg_temp.id('a', 50)), 'VP201', null, 'a page too large');
select throws_ok(format('select * from api.simulate_variants(%L, after_score => 7)', pg_temp.id('a', 50)), 'VP201', 'after_score needs after_variant_id.', 'a page after half a row');
select pg_temp.sign_out();
select is((select md5(string_agg(c::text, '' order by c.id)) from content.compliance_results c), (select hash from stored), 'nothing was written');

-- So many that they are simulated in parts: those above, each fifty times more.
set local session_replication_role = replica;
create temporary table copied as
select v.organization_id, v.id as of_id, pg_temp.id('a', 100000 + 1000 * k + v.revision) as id, pg_temp.id('a', 5000 + k) as content_request_id, v.platform, v.placement, v.status, v.revision
from content.asset_variants v cross join generate_series(1, 50) k
where v.organization_id = pg_temp.id('a', 1) and v.is_current and v.id in (select c.asset_variant_id from content.compliance_results c where c.is_current);
insert into content.asset_variants (organization_id, id, content_request_id, platform, placement, status, revision)
select c.organization_id, c.id, c.content_request_id, c.platform, c.placement, c.status, c.revision from copied c;
insert into content.measurements (organization_id, id, asset_variant_id, measured)
select m.organization_id, c.id, c.id, m.measured from copied c join content.measurements m on m.organization_id = c.organization_id and m.asset_variant_id = c.of_id;
insert into content.compliance_results (organization_id, asset_variant_id, measurement_id, brand_guideline_id, score, verdict, observations, earned, weight, cap, scorer_version)
select r.organization_id, c.id, c.id, r.brand_guideline_id, r.score, r.verdict, r.observations, r.earned, r.weight, r.cap, r.scorer_version
from copied c join content.compliance_results r on r.organization_id = c.organization_id and r.asset_variant_id = c.of_id and r.is_current;
set local session_replication_role = origin;
create temporary table ways as
select w.counts as whole, w.worst as whole_worst, p.counts as parts, p.worst as parts_worst
from brand.propose_guideline(pg_temp.id('a', 1), pg_temp.id('a', 50), null, '{"palette": [{"name": "Red", "hex": "#C03020", "role": "primary"}]}') proposed
cross join lateral content.count_simulation((content.simulation_query(proposed)).query, null, null, max_worst => 30) w
cross join lateral content.run_simulation(proposed, null, null, max_worst => 30) p;
select ok((select jsonb_array_length(parts) > jsonb_array_length(whole) from ways), 'very many are simulated in parts');
select results_eq('select s.* from ways cross join content.summarize_simulation(parts) s', 'select s.* from ways cross join content.summarize_simulation(whole) s', 'which sum up to the whole');
select is((select jsonb_agg(w.item order by w.n) from (select * from ways cross join lateral (
    select i.item, row_number() over (order by (i.item ->> 'score_after')::numeric nulls first, i.item ->> 'asset_variant_id') as n from jsonb_array_elements(parts_worst) i (item)) w where w.n <= 30) w),
  (select whole_worst from ways), 'and have the worst of it');

select * from finish();
rollback;
