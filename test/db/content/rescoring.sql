-- include: fixtures/two_tenants.sql
-- include: fixtures/checks.sql
set local search_path = extensions;

select no_plan();

-- Of brand a: variants of many kinds and in every status, measured and scored by version 1 through the pipeline's own function; then version 2 comes into force.
delete from approval.content_approvals;
delete from content.compliance_checks; delete from content.compliance_results; delete from content.measurements;
set local session_replication_role = replica;
update brand.brand_guidelines set palette = '[{"name": "Green", "hex": "#1DB954", "role": "primary"}, {"name": "Black", "hex": "#191414", "role": "neutral"}]',
  prohibited_terms = '{cure}', rules = '{}' where version = 1;
insert into content.platform_placements (platform, placement, name, width, height, formats, max_bytes, valid_from, source)
select 'fixture', 'p' || n, 'Fixture', 100, 100, '{jpeg}', 1000, '2020-01-01', 'the test' from generate_series(1, 40) n;
create temporary table made as
select (10 * a.n + b.n)::int as n, pg_temp.sound() || a.change || b.change as measured,
  (array['scored', 'in_review', 'changes_requested', 'approved', 'rejected', 'published'])[1 + (row_number() over (order by a.n, b.n)) % 6] as status
from unnest(array['{}', '{"caption": "The cure!!!"}', '{"bytes": 1000002, "logo": null}', '{"texts": []}']::jsonb[]) with ordinality a (change, n)
cross join unnest(array['{}', jsonb_build_object('palette', jsonb_build_array(pg_temp.color('#3A7D4F', 0.7), pg_temp.color('#C03020', 0.3))),
  jsonb_build_object('palette', jsonb_build_array(pg_temp.color('#FF0000', 0.03), pg_temp.color('#FFFFFF', 0.97))),
  jsonb_build_object('logo', pg_temp.logo(60, '#FFFFFF', '#959595')), '{"palette": 7}']::jsonb[]) with ordinality b (change, n);
insert into content.asset_variants (organization_id, id, content_request_id, platform, placement, status, is_current, revision)
select pg_temp.id('a', 1), pg_temp.id('a', 800 + n), pg_temp.id('a', 60), 'fixture', 'p' || (n % 40 + 1), status, n <> 44, n from made;
insert into content.measurements (organization_id, id, asset_variant_id, measured)
select pg_temp.id('a', 1), pg_temp.id('a', 900 + n), pg_temp.id('a', 800 + n), measured from made;
set local session_replication_role = origin;
create temporary view seen as
select v.id, v.status, v.score, v.verdict, v.is_current from content.asset_variants v where v.organization_id = pg_temp.id('a', 1) and v.id in (select pg_temp.id('a', 800 + n) from made);
update system.system_settings set value = 'false' where key = 'approval.submit_when_scored';
insert into system.system_settings (organization_id, key, value) values (pg_temp.id('a', 1), 'approval.submit_when_scored', 'false') on conflict do nothing;
select content.score_variants(pg_temp.id('a', 1), array(select id from seen));
create temporary table before as select * from seen;
create temporary table former as select c.* from content.compliance_results c;
create temporary table former_checks as select k.* from content.compliance_checks k;
select is((select count(*) from former), 20::bigint, 'the fixture');

create function pg_temp.activate(changes text) returns uuid language plpgsql as $$
declare
  new_id constant uuid := gen_random_uuid();
begin
  set local session_replication_role = replica;
  update brand.brand_guidelines set status = 'retired', retired_at = now() where organization_id = pg_temp.id('a', 1) and status = 'active';
  insert into brand.brand_guidelines
  select (jsonb_populate_record(g, jsonb_build_object('id', new_id, 'status', 'active', 'activated_at', now(), 'retired_at', null, 'version', (select max(x.version) + 1 from brand.brand_guidelines x)) || changes::jsonb)).*
  from brand.brand_guidelines g where g.id = pg_temp.id('a', 51);
  set local session_replication_role = origin;
  return new_id;
end $$;
create temporary table versions (name text, id uuid);
grant select on versions to vp_member;
insert into versions values ('second', pg_temp.activate('{"rules": {"palette": {"weight": 60, "warn": 2, "fail": 9}, "logo_contrast": {"gate": true}}, "palette": [{"name": "Red", "hex": "#C03020", "role": "primary"}], "prohibited_terms": []}'));
create function pg_temp.version(name text) returns uuid language sql as $$ select v.id from versions v where v.name = version.name $$;

select results_eq('select score, verdict, status from seen order by id', 'select score, verdict, status from before order by id', 'a version that comes into force leaves scores as they are');

-- Who may ask, and for what.
create function pg_temp.asked(filters text default '{}', version uuid default pg_temp.version('second')) returns text language sql as $$ select format('select * from api.rescore_variants(%L, %L)', version, filters) $$;
set local timezone = 'Asia/Tokyo';
select is(content.rescore_filters('{"scored_from": "2026-07-01", "scored_to": "now"}'), jsonb_build_object('scored_from', '2026-07-01T00:00:00+09:00', 'scored_to', now()), 'a time is that of whoever says it');
set local timezone = 'UTC';
select pg_temp.sign_in('a', 'reviewer');
select throws_ok(pg_temp.asked(), 'VP103', null, 'a reviewer scores nothing again');
select pg_temp.sign_in('a', 'editor');
select throws_ok(pg_temp.asked(filters), 'VP201', message, 'refused: ' || filters)
from (values
  ('[]', 'filters is not an object.'), ('{"platform": "x", "colour": 1}', 'Unknown filter: colour, platform.'),
  ('{"verdicts": ["good"]}', 'verdicts must be a list of pass, warn, fail, incomplete.'), ('{"verdicts": []}', 'verdicts must be a list of pass, warn, fail, incomplete.'),
  ('{"placements": ["fixture/none"], "statuses": "scored"}', 'placements must be a list of names as instagram/story; GET /platform_placements lists them. statuses must be a list of scored, in_review, changes_requested, approved, rejected, published.'),
  ('{"content_request_ids": ["7"]}', 'content_request_ids must be a list of at most 1000 ids of requests.'),
  ('{"scored_from": "2026-07-02", "scored_to": "2026-07-01"}', 'scored_from must be before scored_to.'),
  ('{"scored_from": "yesterdayish", "scored_to": "2026-13-45", "same_version": 1}', 'same_version must be true or false. scored_from must be a time, as 2026-07-01T00:00:00Z. scored_to must be a time, as 2026-07-01T00:00:00Z.'),
  ('{"scored_from": null}', 'scored_from must be a time, as 2026-07-01T00:00:00Z.'), ('{"scored_from": "2026-07-01T00:00:00+99"}', 'scored_from must be a time, as 2026-07-01T00:00:00Z.'),
  ('{"scored_to": "2026-07-01 00:00 Nowhere/City"}', 'scored_to must be a time, as 2026-07-01T00:00:00Z.')) v (filters, message);
select throws_ok(pg_temp.asked(format('{"content_request_ids": ["%s"]}', pg_temp.id('b', 60))), 'VP200', 'The brand has no such content request.', 'another organisation''s request is unknown');
select throws_ok(pg_temp.asked(version => pg_temp.id('b', 51)), 'VP200', 'There is no such guideline.', 'and its guideline');
select throws_ok(pg_temp.asked(version => pg_temp.id('a', 51)), 'VP202', 'Version 1 is not active, it is retired.', 'only the version in force scores');
select lives_ok(pg_temp.asked(jsonb_build_object('content_request_ids', array_fill(pg_temp.id('a', 60), '{1000}'), 'placements', (select array_agg('fixture/p' || n) from generate_series(1, 40) n))::text), 'as many requests as it says fit in');
select throws_ok(pg_temp.asked(jsonb_build_object('content_request_ids', array_fill(pg_temp.id('a', 60), '{1001}'))::text), 'VP201', 'content_request_ids must be a list of at most 1000 ids of requests.', 'no more');
select is((select j.state from api.cancel_job((select j.id from api.background_jobs j where j.kind = 'rescore_variants')) j), 'cancelled', 'and are stopped');
create temporary table asked as select * from api.rescore_variants(pg_temp.version('second'), '{"statuses": ["scored"]}');
select is((select format('%s %s', kind, subject_id = pg_temp.version('second')) from asked), 'rescore_variants t', 'an editor has it done by a job');
select is((select j.id from api.rescore_variants(pg_temp.version('second'), '{"statuses": ["scored"]}') j), (select id from asked), 'asked again, it is the same one');
select throws_ok(pg_temp.asked(), 'VP202', 'A rescoring under this version is under way, with other filters.', 'with other filters it is another');
select is((select j.state from api.cancel_job((select id from asked)) j), 'cancelled', 'it can be stopped');
select throws_ok(format('select api.cancel_job(%L)', (select id from asked)), 'VP202', 'The job has ended: it is cancelled.', 'once');

-- Doing it, a few at a time.
create function pg_temp.step(size int default 3) returns text language plpgsql as $$
declare
  job system.background_jobs;
  action text;
begin
  select j.* into job from system.background_jobs j where j.organization_id = pg_temp.id('a', 1) and j.kind in ('rescore_variants', 'simulate_guidelines') order by j.id desc limit 1;
  update system.background_jobs j set state = 'running' where j.id = job.id and j.state in ('queued', 'dispatched');
  action := case job.kind when 'rescore_variants' then content.advance_rescore(job.organization_id, job.id, size) else content.advance_simulation(job.organization_id, job.id, size) end;
  return (select format('%s %s %s%% %s of %s', action, j.state, j.progress, j.result ->> 'judged', j.result ->> 'total') from system.background_jobs j where j.id = job.id);
end $$;
select pg_temp.sign_out();
select is(pg_temp.step(), 'stop cancelled 0%  of ', 'what was cancelled does nothing');
select results_eq('select score, verdict, status from seen order by id', 'select score, verdict, status from before order by id', 'nothing at all');
select pg_temp.sign_in('a', 'editor');
select is((select count(*) from api.rescore_variants(pg_temp.version('second'), format('{"statuses": ["approved", "published"], "platforms": ["fixture"], "content_request_ids": ["%s"], "scored_to": "%s"}', pg_temp.id('a', 60), now() + interval '1 hour')::jsonb)), 1::bigint, 'those of some kinds');
select pg_temp.sign_out();
select is(pg_temp.step(100), (select format('stop succeeded 100%% %s of %1$s', count(*)) from before where status in ('approved', 'published') and is_current), 'are all that is judged');
select set_eq('select distinct v.status from content.compliance_results c join content.asset_variants v on v.id = c.asset_variant_id where c.brand_guideline_id = pg_temp.version(''second'')', $$ values ('approved'), ('published') $$, 'by the new version');
select pg_temp.sign_in('a', 'editor');
select is((select count(*) from api.rescore_variants(pg_temp.version('second'))), 1::bigint, 'then all others');
select pg_temp.sign_out();
create temporary table steps as select n, pg_temp.step() as told from generate_series(1, 5) n;
select is((select told from steps where n = 1), (select format('continue running %s%% 3 of %s', 300 / count(*), count(*)) from before where status not in ('approved', 'published') and is_current), 'three at a time');
select is((select told from steps where n = 5), (select format('stop succeeded 100%% %s of %1$s', count(*)) from before where status not in ('approved', 'published') and is_current), 'to the end');

-- The same as if all had been judged by the new version in the first place.
create temporary table anew as
select j.* from pg_temp.judge_all(pg_temp.id('a', 1), array(select m.id from content.measurements m join seen s on s.id = m.asset_variant_id where s.is_current), pg_temp.version('second')) j;
select set_eq($$ select v.id, v.score, v.verdict from seen v where v.is_current $$, $$ select m.asset_variant_id, a.score, a.verdict from anew a join content.measurements m on m.id = a.measurement_id $$, 'scores are what judging all of it says');
select bag_eq($$ select c.measurement_id, k.check_key, k.outcome, k.weight, k.points, k.is_gate, k.observed, k.expected, k.evidence, k.message from content.compliance_results c cross join lateral content.result_checks(c.organization_id, c.id) k where c.is_current and c.brand_guideline_id = pg_temp.version('second') $$,
  'select measurement_id, check_key, outcome, weight::numeric(9, 3), points::numeric(6, 3), is_gate, observed, expected, evidence, message from anew', 'each check says what it would have said');
select set_eq($$ select c.measurement_id, c.observations from content.compliance_results c where c.is_current and c.brand_guideline_id = pg_temp.version('second') $$, 'select distinct measurement_id, observations from anew', 'and what is observed is kept');
select ok((select count(*) from seen s join before b on b.id = s.id where s.score is distinct from b.score) >= 10, 'of which many have changed');
select results_eq('select status from seen order by id', 'select status from before order by id', 'what is decided stays decided, and published what is published');
select set_eq('select (f).id, (f).score, (f).observations from (select f from former f) x', 'select c.id, c.score, c.observations from content.compliance_results c join former f on f.id = c.id', 'earlier results stay');
select bag_eq('select compliance_result_id, check_key, message from former_checks', 'select k.compliance_result_id, k.check_key, k.message from content.compliance_checks k join former f on f.id = k.compliance_result_id', 'with their checks');
select is((select score from seen where id = pg_temp.id('a', 844)), (select score from before where id = pg_temp.id('a', 844)), 'a superseded revision keeps its score');
-- Taken from the stored results, not measured again: what a check has seen under one version holds under another.
insert into versions values ('third', pg_temp.activate('{"rules": {"logo_size": {"weight": 50}}, "palette": [{"name": "Red", "hex": "#C03020", "role": "primary"}], "prohibited_terms": []}'));
update content.compliance_results set observations[8] = 1234 where is_current and observations[8] >= 0;
select pg_temp.sign_in('a', 'editor');
select is((select count(*) from api.rescore_variants(pg_temp.version('third'))), 1::bigint, 'weights alone');
select pg_temp.sign_out();
select matches(pg_temp.step(100), '^stop succeeded', 'are soon done');
select is((select string_agg(distinct k.observed::text, ' ') from content.compliance_results c cross join lateral content.result_checks(c.organization_id, c.id) k
  where c.is_current and c.score is not null and c.brand_guideline_id = pg_temp.version('third') and k.check_key = 'logo_size' and k.outcome <> 'not_applicable'), '0.1234', 'from what is stored');
select pg_temp.sign_in('a', 'editor');
select is((select count(*) from api.rescore_variants(pg_temp.version('third'))), 1::bigint, 'again');
select pg_temp.sign_out();
select is(pg_temp.step(100), 'stop succeeded 100% 0 of 0', 'there is nothing left to do');
create temporary table rows_before as select count(*) as n from content.compliance_results;
select pg_temp.sign_in('a', 'editor');
select is((select count(*) from api.rescore_variants(pg_temp.version('third'), '{"same_version": true, "verdicts": ["incomplete"]}')), 1::bigint, 'unless it is asked for');
select pg_temp.sign_out();
select matches(pg_temp.step(100), '^stop succeeded 100% [1-9]', 'then they are judged');
select is((select count(*) from content.compliance_results), (select n from rows_before), 'and where nothing is other than before, nothing is written');

-- What earlier checks have observed is not kept.
create temporary table outdated as select c.id, c.asset_variant_id, c.score from content.compliance_results c join content.asset_variants v on v.id = c.asset_variant_id and v.is_current
where c.is_current and c.observations[8] = 1234 and c.brand_guideline_id = pg_temp.version('third') order by c.id limit 1;
update content.compliance_results c set scorer_version = content.scorer_version() - 1 from outdated o where o.id = c.id;
select pg_temp.sign_in('a', 'editor');
select is((select count(*) from api.rescore_variants(pg_temp.version('third'))), 1::bigint, 'of a score by earlier checks');
select pg_temp.sign_out();
select is(pg_temp.step(100), 'stop succeeded 100% 1 of 1', 'there is something to do');
select results_eq('select c.scorer_version, c.observations[8] <> 1234, c.id <> o.id from content.compliance_results c join outdated o on o.asset_variant_id = c.asset_variant_id where c.is_current',
  'select content.scorer_version(), true, true', 'those of today look at it again');
update content.compliance_results c set scorer_version = content.scorer_version() - 1, observations[8] = 1234 where c.is_current and c.asset_variant_id in (select o.asset_variant_id from outdated o);

-- What had failed and does not any more goes to review, as what is scored for the first time does.
insert into versions values ('strict', pg_temp.activate('{}'));
select pg_temp.sign_in('a', 'editor');
select is((select count(*) from api.rescore_variants(pg_temp.version('strict'))), 1::bigint, 'a version that asks for much');
select pg_temp.sign_out();
select matches(pg_temp.step(100), '^stop succeeded', 'fails some');
select isnt((select c.observations[8] from content.compliance_results c join outdated o on o.asset_variant_id = c.asset_variant_id where c.is_current), 1234, 'and looks again at what earlier checks observed');
update system.system_settings set value = 'true' where key = 'approval.submit_when_scored' and organization_id = pg_temp.id('a', 1);
insert into versions values ('lenient', pg_temp.activate('{"rules": {"palette": {"weight": 0}, "prohibited_terms": {"gate": false, "weight": 0}}}'));
create temporary table standing as select * from seen;
select pg_temp.sign_in('a', 'editor');
select is((select count(*) from api.rescore_variants(pg_temp.version('lenient'))), 1::bigint, 'a version that asks for less');
select pg_temp.sign_out();
select matches(pg_temp.step(100), '^stop succeeded', 'scores');
select set_eq($$ select s.id from seen s join standing b on b.id = s.id where b.status = 'scored' and s.status = 'in_review' $$,
  $$ select s.id from seen s join standing b on b.id = s.id where b.status = 'scored' and b.is_current and b.verdict in ('fail', 'incomplete') and s.verdict in ('pass', 'warn') $$, 'what had failed is submitted');
select ok(exists (select from seen s join standing b on b.id = s.id where b.status = 'scored' and s.status = 'in_review'), 'there is such a one');
select results_eq($$ select status from seen where id in (select id from standing where status <> 'scored') order by id $$, $$ select status from standing where status <> 'scored' order by id $$, 'nothing else moves');

-- A version that goes out of force on the way.
select pg_temp.activate('{"rules": {"palette": {"weight": 1}}}');
insert into versions select 'last', g.id from brand.brand_guidelines g where g.organization_id = pg_temp.id('a', 1) and g.status = 'active';
select pg_temp.sign_in('a', 'editor');
select is((select count(*) from api.rescore_variants(pg_temp.version('last'))), 1::bigint, 'begun under one version');
select pg_temp.sign_out();
select matches(pg_temp.step(), '^continue running', 'some are scored');
select pg_temp.activate('{}');
select matches(pg_temp.step(), '^stop cancelled', 'it stops when another one comes into force');
select matches((select j.last_error from system.background_jobs j where j.kind = 'rescore_variants' order by j.id desc limit 1), '^Version \d+ is not active any more\. 3 of \d+ variants had been scored under it\.$', 'and says how far it was');

-- The longest changes that are taken leave room for all that is counted.
select pg_temp.sign_in('a', 'editor');
create temporary table longest as select j.id from api.start_simulation(pg_temp.id('a', 50), changes => (select jsonb_build_object('prohibited_terms', jsonb_agg(n || repeat('x', 51))) from generate_series(1, 139) n)) j;
select pg_temp.sign_out();
update system.background_jobs j set state = 'running' where j.id = (select id from longest);
select cmp_ok(octet_length(payload::text), '>', 7900, 'changes nearly as long as they may be') from system.background_jobs where id = (select id from longest);
select lives_ok($$ select system.save_job(pg_temp.id('a', 1), (select id from longest), 1, jsonb_build_object('after', pg_temp.id('a', 1), 'counts', (
    select jsonb_agg(jsonb_build_object('before', nullif(b, 10), 'after', nullif(a, 10), 'variants', 1000000, 'score_before', 100000000.00, 'score_after', 10000000000)) from generate_series(0, 10) a, generate_series(0, 10) b)), '{}') $$,
  'and counts of a million in each');
select system.end_job(pg_temp.id('a', 1), id, 'cancelled') from longest;

-- The simulation as a job gives what the function answers.
select pg_temp.sign_in('a', 'viewer');
select throws_ok(format('select api.start_simulation(%L)', pg_temp.id('a', 50)), 'VP103', null, 'a viewer begins no job');
create temporary table answered as select to_jsonb(s) as answer from api.simulate_guidelines(pg_temp.id('a', 50), changes => '{"palette": [{"name": "Blue", "hex": "#1020C0", "role": "primary"}]}') s;
create temporary table changed as select * from api.simulate_variants(pg_temp.id('a', 50), changes => '{"palette": [{"name": "Blue", "hex": "#1020C0", "role": "primary"}]}');
select pg_temp.sign_in('a', 'editor');
select throws_ok(format($$ select api.start_simulation(%L, changes => '{"palette": 7}') $$, pg_temp.id('a', 50)), 'VP201', null, 'what could not become active is refused at once');
select throws_ok(format($$ select api.start_simulation(%L, changes => %L) $$, pg_temp.id('a', 50), (select jsonb_build_object('prohibited_terms', jsonb_agg(n || repeat('x', 50))) from generate_series(1, 400) n)), 'VP201', 'The changes are too long to keep with a job.', 'and what is too long');
select is((select j.kind from api.start_simulation(pg_temp.id('a', 50), changes => '{"palette": [{"name": "Blue", "hex": "#1020C0", "role": "primary"}]}') j), 'simulate_guidelines', 'an editor begins one');
select throws_ok(format('select api.start_simulation(%L)', pg_temp.id('a', 50)), 'VP202', 'Another simulation of the brand is under way.', 'one at a time');
select pg_temp.sign_out();
create temporary table written as select md5(string_agg(c::text, '' order by c.id)) as hash from content.compliance_results c;
select is(pg_temp.step(7), 'continue running 36% 7 of 19', 'seven at a time');
select is(pg_temp.step(7), 'continue running 73% 14 of 19', 'and seven');
select is(pg_temp.step(7), 'continue running 99% 19 of 19', 'and the rest');
select is(pg_temp.step(7), 'stop succeeded 100% 19 of 19', 'to the end');
select is((select j.result - '{total,judged,worst}'::text[] from system.background_jobs j where j.kind = 'simulate_guidelines' order by j.id desc limit 1), (select answer from answered), 'the result is what the function answers');
select results_eq($$ select (w ->> 'asset_variant_id')::uuid, (w ->> 'score_after')::numeric from system.background_jobs j cross join jsonb_array_elements(j.result -> 'worst') w where j.kind = 'simulate_guidelines' $$,
  'select asset_variant_id, score_after from changed', 'and the worst are those that simulate_variants lists, worst first');
select is((select md5(string_agg(c::text, '' order by c.id)) from content.compliance_results c), (select hash from written), 'no score is written');

-- A draft that is changed on the way: what is counted under two of them says nothing.
insert into brand.brand_guidelines (organization_id, id, brand_profile_id, status, palette) values (pg_temp.id('a', 1), pg_temp.id('a', 59), pg_temp.id('a', 50), 'draft', '[{"name": "Blue", "hex": "#1020C0", "role": "primary"}]');
select pg_temp.sign_in('a', 'editor');
select is((select count(*) from api.start_simulation(pg_temp.id('a', 50), pg_temp.id('a', 59))), 1::bigint, 'a draft is simulated');
select pg_temp.sign_out();
select is(pg_temp.step(7), 'continue running 36% 7 of 19', 'some of it');
update brand.brand_guidelines set notes = 'Blue, at last.' where id = pg_temp.id('a', 59);
select is(pg_temp.step(7), 'continue running 73% 14 of 19', 'while what it asks for stays as it is');
update brand.brand_guidelines set prohibited_terms = '{cheap}' where id = pg_temp.id('a', 59);
select is(pg_temp.step(7), 'stop cancelled 73% 14 of 19', 'when it asks for more, the job stops');
select matches((select j.last_error from system.background_jobs j where j.kind = 'simulate_guidelines' order by j.id desc limit 1), '^Version \d+ was changed when 14 of 19 variants had been simulated under it\.$', 'and says why');

-- One that is deleted, or changed so that it could not become active, is not tried again and again.
select pg_temp.sign_in('a', 'editor');
select is((select count(*) from api.start_simulation(pg_temp.id('a', 50), pg_temp.id('a', 59))), 1::bigint, 'a draft once more');
select pg_temp.sign_out();
select is(pg_temp.step(7), 'continue running 36% 7 of 19', 'some of it');
update brand.brand_guidelines set palette = '[]' where id = pg_temp.id('a', 59);
select is(pg_temp.step(7), 'stop cancelled 36% 7 of 19', 'when it could no longer become active, the job stops');
update brand.brand_guidelines set palette = '[{"name": "Blue", "hex": "#1020C0", "role": "primary"}]' where id = pg_temp.id('a', 59);
select pg_temp.sign_in('a', 'editor');
select is((select count(*) from api.start_simulation(pg_temp.id('a', 50), pg_temp.id('a', 59))), 1::bigint, 'and once more');
select pg_temp.sign_out();
delete from brand.brand_guidelines where id = pg_temp.id('a', 59);
select is(pg_temp.step(7), 'stop cancelled 0%  of ', 'when it is deleted, too');
select is((select j.last_error from system.background_jobs j where j.kind = 'simulate_guidelines' order by j.id desc limit 1), 'There is nothing to simulate any more. The brand has no such guideline.', 'and says why');

select * from finish();
rollback;
