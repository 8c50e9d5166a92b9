-- include: fixtures/two_tenants.sql
-- include: fixtures/checks.sql
set local search_path = extensions;

select plan(58);

-- No review opens here: what is looked at ends with the score.
delete from approval.content_approvals;
update approval.approval_workflows set status = 'retired';

create function pg_temp.measured(change jsonb default '{}') returns jsonb language sql as $$
  select pg_temp.sound() || '{"logo": null}' || jsonb_build_object('palette', jsonb_build_array(pg_temp.color('#CCCCCC', 1))) || change
$$;
-- Past the triggers that keep what is active or measured as it is.
create function pg_temp.force(statement text) returns void language plpgsql as $$
begin
  set local session_replication_role = replica;
  execute statement;
  set local session_replication_role = origin;
end $$;
-- Half way between warn and fail, palette has 75 points. Of the other rules these weigh something, for as long as nobody says otherwise.
create function pg_temp.rules(change jsonb default '{}') returns jsonb language sql as $$
  select jsonb_object_agg(c.check_key, '{"weight": 0}'::jsonb) || '{"text_fit": {"weight": 5}, "prohibited_terms": {"weight": 25}, "caption_length": {"weight": 10}, "large_text_contrast": {"weight": 15}}'
    || jsonb_build_object('palette', jsonb_build_object('weight', 25, 'warn', d.delta_e - 5, 'fail', d.delta_e + 5)) || change
  from brand.rule_catalogue() c cross join (select round(core.color_distance('#CCCCCC', '#FFFFFF')::numeric, 3)) d (delta_e)
  group by d.delta_e
$$;
select pg_temp.force($$
  update brand.brand_guidelines set palette = '[{"name": "Green", "hex": "#1DB954", "role": "primary"}, {"name": "White", "hex": "#FFFFFF", "role": "neutral"}]',
    prohibited_terms = '{cure}', rules = pg_temp.rules() where version = 1;
  update content.measurements set measured = pg_temp.measured('{"texts": []}') || '{"texts": []}';
  update content.asset_variants set status = 'rendered', score = null, verdict = null $$);
create function pg_temp.remeasure(change text) returns void language sql as $$
  select pg_temp.force(format('update content.measurements set measured = pg_temp.measured(%L) where organization_id = %L', change, pg_temp.id('a', 1)))
$$;
create function pg_temp.judged(rules jsonb default '{}') returns setof record language plpgsql as $$
begin
  perform pg_temp.force(format('update brand.brand_guidelines set rules = %L where id = %L', pg_temp.rules(rules), pg_temp.id('a', 51)));
  return query select j.* from pg_temp.judge_all(pg_temp.id('a', 1), array[pg_temp.id('a', 63)], pg_temp.id('a', 51)) j;
end $$;
create function pg_temp.score(rules jsonb default '{}') returns text language sql as $$
  select distinct coalesce(j.score::text, 'none') || ' ' || j.verdict from pg_temp.judged(rules) j
    (measurement_id uuid, check_key text, outcome text, weight numeric, points numeric, is_gate boolean, observed numeric, expected jsonb, evidence jsonb, message text, score numeric, verdict text, observations int[])
$$;

-- Arithmetic
select is(pg_temp.score(), '89.58 pass', '(75 × 25 + 100 × 35) / 60: palette; terms and caption; what does not apply weighs nothing');
select pg_temp.remeasure('{}');
select is(pg_temp.score(), '92.18 pass', '(75 × 25 + 100 × 55) / 80 = 92.1875, cut: the text''s checks apply too');
create function pg_temp.only(weights jsonb) returns text language sql as $$
  select pg_temp.score((select jsonb_object_agg(k, r || jsonb_build_object('weight', coalesce(weights -> k, '0'), 'gate', false)) from jsonb_each(pg_temp.rules()) d (k, r)))
$$;
select is(pg_temp.only('{"palette": 0.1, "text_fit": 0.2}'), '91.66 pass', '(75 × 0.1 + 100 × 0.2) / 0.3, exactly');
select is(pg_temp.only('{}'), 'none incomplete', 'where nothing weighs there is no score');
select pg_temp.remeasure('{"caption": "longer than twenty characters"}');
select is(pg_temp.only(format('{"text_fit": %s, "caption_length": %s}', share, 100 - share)::jsonb), told, format('%s of 100 points', share))
from (values (80, '80.00 pass'), (79.999, '79.99 warn'), (50, '50.00 warn'), (49.999, '49.99 fail'), (0.001, '0.00 fail')) v (share, told);
select pg_temp.remeasure('{}');

-- Gates and errors
select pg_temp.remeasure('{"caption": "The cure"}');
select is(pg_temp.score(), '49.00 fail', 'a failed gate caps the score: 60.93 becomes 49');
select is(pg_temp.score('{"prohibited_terms": {"weight": 0}}'), '49.00 fail', 'also where it weighs nothing');
select is(pg_temp.score('{"prohibited_terms": {"weight": 25, "gate": false}}'), '60.93 warn', 'a check that is no gate does not');
select is(pg_temp.score('{"prohibited_terms": {"weight": 200}}'), '19.11 fail', 'a score below the cap stays');
select is(pg_temp.score('{"text_fit": {"weight": 5, "gate": true}, "prohibited_terms": {"weight": 25, "gate": false}}'), '60.93 warn', 'a gate that is passed caps nothing');
select pg_temp.remeasure('{"palette": 7, "caption": "The cure"}');
select is(pg_temp.score(), 'none incomplete', 'an error leaves no score, whatever else is judged');
select is((select count(*) from pg_temp.judged() j (measurement_id uuid, check_key text, outcome text, weight numeric, points numeric, is_gate boolean, observed numeric, expected jsonb, evidence jsonb,
  message text, score numeric, verdict text, observations int[]) where j.outcome = 'error' and j.check_key not in ('palette', 'primary_coverage')), 0::bigint, 'but the other checks are made');
select pg_temp.remeasure('{"palette": 5, "texts": null, "logo": 1, "placement": 2, "caption": 3, "width": "x", "height": "x", "bytes": "x", "format": 4, "source": 4, "subject": 4, "safe_zone": 4, "asset": 4, "licenses": 4, "nearest": 4, "alt_text": 4}');
select is((select string_agg(distinct j.outcome, ' ') from pg_temp.judged() j (measurement_id uuid, check_key text, outcome text, weight numeric, points numeric, is_gate boolean, observed numeric, expected jsonb,
  evidence jsonb, message text, score numeric, verdict text, observations int[]) where j.check_key not in ('forbidden_colors', 'logo_presence', 'logo_placement', 'logo_ground', 'font_family', 'required_terms')), 'error', 'a measurement that is wrong throughout raises nothing');

-- The order in which things come does not matter.
select pg_temp.force($$ insert into content.measurements (organization_id, asset_variant_id, measured)
  select pg_temp.id('a', 1), gen_random_uuid(), pg_temp.measured(jsonb_build_object('bytes', n * 300000)) from generate_series(1, 6) n $$);
select results_eq(
  $$ select j.* from content.judge_measurements(pg_temp.id('a', 1), (select array_agg(m.id order by m.id) from content.measurements m), pg_temp.id('a', 51)) j order by 1, 2 $$,
  $$ select j.* from content.judge_measurements(pg_temp.id('a', 1), (select array_agg(m.id order by m.id desc) from content.measurements m), pg_temp.id('a', 51)) j order by 1, 2 $$,
  'measurements are judged alike in any order');
select is((select count(distinct j.measurement_id) from content.judge_measurements(pg_temp.id('a', 1), (select array_agg(m.id) from content.measurements m), pg_temp.id('a', 51)) j),
  (select count(*) from content.measurements m where m.organization_id = pg_temp.id('a', 1)), 'all of the organisation''s own, none of another''s');
select is_empty($$ select * from content.judge_measurements(pg_temp.id('a', 1), array[pg_temp.id('a', 63)], pg_temp.id('b', 51)) $$, 'nothing by another organisation''s guideline');

-- score_variants
select pg_temp.remeasure('{}');
select pg_temp.force($$ update brand.brand_guidelines set rules = pg_temp.rules() $$);
delete from content.compliance_checks; delete from content.compliance_results;
create function pg_temp.score_it() returns void language sql as $$ select content.score_variants(pg_temp.id('a', 1), array[pg_temp.id('a', 62)]) $$;
select lives_ok('select pg_temp.score_it()', 'a rendered variant is scored');
create temporary view variant as select v.score, v.verdict, v.status from content.asset_variants v where v.organization_id = pg_temp.id('a', 1) and v.id = pg_temp.id('a', 62);
create temporary view results as select c.* from content.compliance_results c where c.asset_variant_id = pg_temp.id('a', 62);
select is((select v::text from variant v), '(92.18,pass,scored)', 'it has score, verdict and status');
select is(
  (select string_agg((select string_agg(c.key || ' ' || (c.value ->> 'new'), ', ' order by c.key) from jsonb_each(l.changed) c), '; ') from analytics.user_activity_logs l
   where l.table_name = 'content.asset_variants' and l.record_id = pg_temp.id('a', 62)::text and l.changed ? 'score'),
  'score 92.18, status scored, verdict pass', 'all three in one change, as the log says');
select is((select format('%s %s %s', score, verdict, is_current) from results), '92.18 pass t', 'so has its result');
select is((select string_agg(format('%s %s %s', k.check_key, k.outcome, k.points), ', ' order by k.check_key) from content.compliance_checks k join results c on c.id = k.compliance_result_id), 'palette warn 75.000, primary_coverage fail 0.000', 'with each check that was not passed');
create temporary view told as select k.* from results c cross join lateral content.result_checks(c.organization_id, c.id) k where c.is_current;
select bag_eq('select check_key from told', 'select check_key from brand.rule_catalogue()', 'all others are told with them');
select is((select trunc(sum(k.points * k.weight) / sum(k.weight) filter (where k.points is not null), 2) from told k), 92.18, 'from which the score can be worked out again');
select bag_eq('select check_key, outcome, weight, points, is_gate, observed, expected, evidence, message from told', $$ select t.check_key, o.outcome, o.weight, o.points, o.is_gate, t.observed, o.expected, t.evidence, t.message
  from pg_temp.judge_all(pg_temp.id('a', 1), array[pg_temp.id('a', 63)], pg_temp.id('a', 51)) o join told t on (t.check_key, t.observed) is not distinct from (o.check_key, o.observed) $$, 'as they were judged');
create temporary table before as select c.id, c.scored_at, c.xid, (select array_agg(k.xmin::text || k.ctid::text order by k.check_key) from content.compliance_checks k) as checks from results c;
select pg_temp.score_it();
select results_eq($$ select c.id, c.scored_at, c.xid, (select array_agg(k.xmin::text || k.ctid::text order by k.check_key) from content.compliance_checks k) from results c $$,
  'select * from before', 'scored again, nothing has changed');
select is((select v::text from variant v), '(92.18,pass,scored)', 'nor the variant');

-- A check that a deploy has changed, added or taken away.
update content.compliance_checks set message = 'Another opinion.' where check_key = 'palette';
select pg_temp.score_it();
select is((select string_agg(k.message, ' ') from content.compliance_checks k join results c on c.id = k.compliance_result_id and not c.is_current where k.check_key = 'palette'), 'Another opinion.', 'what is said otherwise is another result');
delete from content.compliance_checks k using results c where c.id = k.compliance_result_id and c.is_current;
insert into content.compliance_checks (organization_id, compliance_result_id, check_key, outcome, weight, is_gate, message)
select organization_id, id, 'tone', 'error', 1, false, 'A check of the past.' from results where is_current;
update content.compliance_results set score = 1, verdict = 'fail' where asset_variant_id = pg_temp.id('a', 62) and is_current;
select pg_temp.score_it();
select bag_eq($$ select k.check_key from content.compliance_checks k join results c on c.id = k.compliance_result_id and c.is_current $$,
  $$ values ('palette'), ('primary_coverage') $$, 'the checks are those of today');
select is((select format('%s %s', score, verdict) from results where is_current), '92.18 pass', 'and so is the score');
select is((select string_agg(format('%s %s', score, verdict), ', ' order by id) from results where not is_current), '92.18 pass, 1.00 fail', 'what was found before stays as it was found');

-- Another version of the guideline.
select pg_temp.force(format($$ update brand.brand_guidelines set status = 'retired' where id = %L $$, pg_temp.id('a', 51)));
select throws_ok('select pg_temp.score_it()', 'VP207', 'The brand has no active guideline.', 'without an active guideline nothing is scored');
select pg_temp.force(format($$ update brand.brand_guidelines set status = 'active', palette = '[{"name": "Silver", "hex": "#CCCCCC", "role": "primary"}]' where id = %L $$, pg_temp.id('a', 52)));
select pg_temp.force(format($$ update content.asset_variants set status = 'approved' where id = %L $$, pg_temp.id('a', 62)));
select pg_temp.score_it();
select results_eq('select brand_guideline_id, score from results where is_current',
  $$ values (pg_temp.id('a', 52), 100.00) $$, 'the active version''s result is current');
select is((select v::text from variant v), '(100.00,pass,approved)', 'a variant that is further on keeps its place');
select pg_temp.force(format($$ update brand.brand_guidelines set status = 'retired' where id = %L; update brand.brand_guidelines set status = 'active' where id = %L $$,
  pg_temp.id('a', 52), pg_temp.id('a', 51)));
select pg_temp.score_it();
select results_eq('select brand_guideline_id, score from results where is_current', $$ values (pg_temp.id('a', 51), 92.18) $$, 'an earlier version can be the active one again');
select is((select count(*) from results), 5::bigint, 'and each judgement is a row of its own');

-- One batch of both: a picture new, another further on.
insert into content.asset_variants (organization_id, id, content_request_id, platform, placement, revision, is_current, status)
values (pg_temp.id('a', 1), pg_temp.id('a', 70), pg_temp.id('a', 60), 'fixture', 'square', 8, false, 'rendered');
insert into content.measurements (organization_id, id, asset_variant_id, measured)
select m.organization_id, pg_temp.id('a', 71), pg_temp.id('a', 70), m.measured from content.measurements m where m.id = pg_temp.id('a', 63);
select pg_temp.force(format($$ update brand.brand_guidelines set status = 'retired' where id = %L; update brand.brand_guidelines set status = 'active' where id = %L $$,
  pg_temp.id('a', 51), pg_temp.id('a', 52)));
select content.score_variants(pg_temp.id('a', 1), array[pg_temp.id('a', 62), pg_temp.id('a', 70)]);
select results_eq(format('select score, verdict, status from content.asset_variants where id in (%L, %L) order by id', pg_temp.id('a', 62), pg_temp.id('a', 70)),
  $$ values (100.00, 'pass', 'approved'), (100.00, 'pass', 'scored') $$, 'a batch moves what was rendered, and tells all the new score');
select pg_temp.force(format($$ update brand.brand_guidelines set status = 'retired' where id = %L; update brand.brand_guidelines set status = 'active' where id = %L $$,
  pg_temp.id('a', 52), pg_temp.id('a', 51)));

-- An error
select pg_temp.remeasure('{"bytes": null}');
select pg_temp.score_it();
select is((select v::text from variant v), '(,incomplete,approved)', 'a measurement that lacks something leaves the variant without a score');
select is((select string_agg(r.check_key, ' ') from results c cross join brand.rule_catalogue() r where c.is_current and c.observations[r."position"] is null), 'file_size', 'the numbers of all other checks are kept');

-- What cannot be scored
select throws_ok(format('select content.score_variants(%L, %L)', pg_temp.id('a', 1), array[pg_temp.id('a', 62), pg_temp.id('b', 62)]), 'VP200', null, 'another organisation''s variant is unknown');
insert into content.asset_variants (organization_id, id, content_request_id, platform, placement, revision, is_current)
values (pg_temp.id('a', 1), pg_temp.id('a', 69), pg_temp.id('a', 60), 'fixture', 'square', 7, false);
select throws_ok(format('select content.score_variants(%L, %L)', pg_temp.id('a', 1), array[pg_temp.id('a', 69)]), 'VP202', 'Not measured yet: fixture/square.', 'one that was not measured is refused');
select lives_ok(format('select content.score_variants(%L, %L)', pg_temp.id('a', 1), '{}'), 'no variant is no fault');

-- explain_score and the violations
select pg_temp.remeasure('{"caption": "The cure is longer than it may be"}');
select pg_temp.force($$ update content.measurements m set measured = jsonb_set(m.measured, '{texts,0,worst_background}', '"#AAAAAA"') $$);
select pg_temp.score_it();
select pg_temp.sign_in('a', 'viewer');
select results_eq(format('select check_key, outcome, lost_points from api.explain_score(%L) where lost_points > 0', pg_temp.id('a', 62)), $$ values
  ('prohibited_terms', 'fail', 31.250), ('caption_length', 'fail', 12.500), ('large_text_contrast', 'fail', 12.548), ('palette', 'warn', 7.813) $$,
  'explain_score: failed gates first, then what costs most');
select is((select 100 - sum(lost_points) from api.explain_score(pg_temp.id('a', 62))), 35.889, 'what is lost and what is left make 100');
select is((select format('%s %s %s %s', category, observed, unit, expected) from api.explain_score(pg_temp.id('a', 62)) where check_key = 'caption_length'), 'platform 13 too many {"fail": 0, "warn": 0}', 'each with its number, its unit, and what was asked for');
select is((select distinct format('%s %s', score, verdict) from api.explain_score(pg_temp.id('a', 62))), '35.88 fail', 'and that is the score');
select is((select evidence from api.explain_score(pg_temp.id('a', 62)) where check_key = 'prohibited_terms'), '[{"term": "cure", "field": "caption", "layer": null, "offset": 4, "matched": "cure"}]', 'with evidence');
select results_eq(format($$ select check_key, lost_points from api.explain_score(%L) where outcome in ('warn', 'fail') $$, pg_temp.id('a', 62)),
  format('select check_key, lost_points from api.compliance_violations where asset_variant_id = %L', pg_temp.id('a', 62)), 'compliance_violations says the same');
select is((select count(*) from api.compliance_violations where organization_id <> pg_temp.id('a', 1)), 0::bigint, 'of one''s own organisation only');
select is((select count(*) from api.compliance_checks where check_key <> 'tone'), (select count(*) * (select count(*) from brand.rule_catalogue()) from api.compliance_results), 'the checks of each result are to be seen');
select throws_ok(format('select * from api.explain_score(%L)', pg_temp.id('b', 62)), 'VP200', 'There is no such asset variant.', 'another organisation''s variant is unknown');
select is_empty(format('select * from api.explain_score(%L)', pg_temp.id('a', 69)), 'a variant that is not scored has no rows');
select throws_ok(format('select content.score_variants(%L, %L)', pg_temp.id('a', 1), array[pg_temp.id('a', 62)]), '42501', null, 'a member scores nothing');
select pg_temp.sign_out();
select is((select provolatile from pg_proc where oid = 'api.explain_score'::regproc), 's', 'it is for reading');
select pg_temp.remeasure('{"bytes": null}');
select pg_temp.score_it();
select pg_temp.sign_in('a', 'viewer');
select is((select check_key || ' ' || outcome from api.explain_score(pg_temp.id('a', 62)) limit 1), 'file_size error', 'an error comes first');
select pg_temp.sign_out();

select * from finish();
rollback;
