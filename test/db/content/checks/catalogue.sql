-- include: fixtures/two_tenants.sql
-- include: fixtures/checks.sql
set local search_path = extensions;

select plan(58);

-- Adding a rule is one file and one row: check_<key>, and what the catalogue says of it.
select bag_eq($$ select substr(p.proname, 7) from pg_proc p where p.pronamespace = 'content'::regnamespace and p.proname like 'check\_%' $$,
  $$ select check_key from brand.rule_catalogue() $$, 'each rule of the catalogue has its function, and each such function its rule');
select bag_eq($$ select "position", check_key from content.observe(array[(pg_temp.id('a', 1), '{}', '{}')]::content.measured_picture[], brand.resolve_rules('{}', null), (select content.guideline_context(g) from brand.brand_guidelines g limit 1)) $$,
  $$ select "position", check_key from brand.rule_catalogue() $$, 'observe asks each of them');
select is((select array_agg("position" order by "position") from brand.rule_catalogue()), (select array_agg(n) from generate_series(1, (select count(*)::int from brand.rule_catalogue())) n),
  'their positions leave no gap, and none is given twice');
select is((select sum(weight) from brand.rule_catalogue()), 100::numeric, 'their weights sum to 100');
select is_empty($$ select check_key from brand.rule_catalogue() where category not in ('color', 'contrast', 'logo', 'typography', 'copy', 'platform', 'technical', 'legal') or worse not in ('more', 'less')
  or (is_graded and worse = 'less') is distinct from (zero is not null) or (not is_graded and worse = 'less') or (is_gate and not can_be_gate) $$, 'what they say is consistent');
select is_empty($$ select c.check_key from brand.rule_catalogue() c
  where c.is_graded <> ((select count(*) from brand.rule_fields() f where f.check_key = c.check_key and f.field in ('warn', 'fail')) = 2) $$, 'a graded rule has thresholds, and no other has');
select is_empty($$ select f.check_key from brand.rule_fields() f join brand.rule_catalogue() c on c.check_key = f.check_key where f.field = 'fail' and f.minimum <= c.zero $$,
  'where less is worse, fail is always above the number that has no points');
select is_empty($$ select c.check_key, r.key from brand.rule_catalogue() c cross join unnest(c.reads) r (key)
  except select c.check_key, k from brand.rule_catalogue() c cross join jsonb_object_keys(content.guideline_context(null::brand.brand_guidelines)) k $$, 'what they read is in the context');
select is(pg_temp.told(c.check_key), case when c.check_key in ('forbidden_colors', 'prohibited_terms', 'text_contrast', 'logo_presence', 'alt_text_required', 'logo_placement', 'logo_ground', 'font_family', 'required_terms',
  'nsfw', 'ai_disclosure', 'license_validity', 'near_duplicate') then 'not_applicable' else 'pass 100' end,
  'a sound measurement: ' || c.check_key)
from brand.rule_catalogue() c;
select is_empty($$ select check_key, field from api.compliance_rules cross join lateral jsonb_to_recordset(fields) f (field text)
  except select check_key, field from brand.rule_fields() $$, 'the catalogue is published with its fields');

-- The same score by both ways of computing it: measurements that break something or nothing, under rules of all kinds.
set local session_replication_role = replica;
insert into content.measurements (organization_id, id, asset_variant_id, measured)
select pg_temp.id('a', 1), pg_temp.id('a', 600 + (10 * a.n + b.n)::int), gen_random_uuid(), pg_temp.sound() || a.change || b.change
from unnest(array['{}', '{"caption": "#a #b #c"}', '{"bytes": 1000002, "logo": null}', '{"texts": []}', '{"format": "webp", "alt_text": "123456789012345678901234567890x"}']::jsonb[]) with ordinality a (change, n)
cross join unnest(array['{}', jsonb_build_object('palette', jsonb_build_array(pg_temp.color('#3A7D4F', 0.7), pg_temp.color('#C03020', 0.3))),
  jsonb_build_object('logo', pg_temp.logo(60, '#FFFFFF', '#959595')), jsonb_build_object('texts', jsonb_build_array(pg_temp.words('a', '#FFFFFF', '#8A8A8A', 20, 400)))]::jsonb[]) with ordinality b (change, n);
select setseed(0.42);
insert into brand.brand_guidelines (organization_id, id, brand_profile_id, version, palette, rules)
select pg_temp.id('a', 1), pg_temp.id('a', 700 + n), pg_temp.id('a', 50), 100 + n, '[{"name": "Green", "hex": "#1DB954", "role": "primary"}]', (
  select jsonb_object_agg(c.check_key, jsonb_build_object('weight', case when random() < 0.1 * n then 0 else round((random() * 30)::numeric, 3) end, 'gate', c.can_be_gate and random() < 0.2 * n)
    || case when c.is_graded then (
      select jsonb_build_object('warn', case c.worse when 'more' then least(t.one, t.other) else greatest(t.one, t.other) end,
        'fail', case c.worse when 'more' then greatest(t.one, t.other) else least(t.one, t.other) end)
      from (
        select round((f.minimum + (f.default_value - f.minimum) * 2 * random())::numeric, 3) as one, round((f.minimum + (f.default_value - f.minimum) * 2 * random())::numeric, 3) as other
        from brand.rule_fields() f where f.check_key = c.check_key and f.field = 'fail'
      ) t) else '{}' end)
  from brand.rule_catalogue() c)
from generate_series(0, 5) n;
insert into brand.brand_guidelines
select (jsonb_populate_record(g, jsonb_build_object('id', pg_temp.id('a', 750 + g.version), 'version', 50 + g.version, 'rules', g.rules || '{"logo_presence": {"weight": 9}, "text_size": {"warn": 0.03, "fail": 0.02, "gate": true}}'))).*
from brand.brand_guidelines g where g.version between 100 and 105;
set local session_replication_role = origin;
create function pg_temp.simulated(rules jsonb, observations int[]) returns numeric language plpgsql as $$
declare
  result numeric;
begin
  execute (select format('select content.total_score(earned, weight, cap) / 100.0 from (select %s from (select %s from (select $1 as observations) o) o) s', c.judged, c.seen) from content.score_columns(rules) c)
  using observations into result;
  return result;
end $$;
create temporary table judged as
select j.*, case when j.version < 150 then pg_temp.simulated(brand.resolve_rules(j.rules, null), j.observations) else j.score end as simulated
from (
  select g.id as brand_guideline_id, g.version, g.rules, j.measurement_id, j.score, j.observations, j.earned, j.weight, j.cap
  from brand.brand_guidelines g
  cross join lateral content.judge_measurements(pg_temp.id('a', 1), array(select m.id from content.measurements m where m.measured ->> 'version' = '3'), g.id) j
  where g.version >= 100
) j;
select is_empty('select * from judged where score is distinct from simulated', 'scores by row and by expressions are the same');
select cmp_ok((select count(distinct score) from judged), '>=', 30::bigint, 'of many kinds');
select is((select count(*) from judged where cardinality(observations) <> (select count(*) from brand.rule_catalogue())), 0::bigint, 'each number has its place');
-- Or by what changes: each version with every fifth rule of another, on results of two versions.
create function pg_temp.changed(proposed jsonb, former jsonb, versions jsonb) returns table (measurement_id uuid, brand_guideline_id uuid, score numeric) language plpgsql as $$
begin
  return query execute (select format('select s.measurement_id, s.version_id, content.total_score(s.earned, s.weight, s.cap) / 100.0 from (select measurement_id, version_id, %s from (select measurement_id, brand_guideline_id as version_id, %s from judged where brand_guideline_id in (select key::uuid from jsonb_object_keys($1) key) and score is not null) r) s', c.judged, c.seen)
    from content.score_columns(proposed, former) c) using versions;
end $$;
create temporary table proposed as
select row_number() over () as n, p.rules, f.former
from brand.brand_guidelines one
cross join brand.brand_guidelines other
cross join lateral (
  select brand.resolve_rules(one.rules || (select jsonb_object_agg(c.check_key, other.rules -> c.check_key) from brand.rule_catalogue() c where c."position" % 5 = other.version % 5), null) as rules) p
cross join lateral (
  select jsonb_build_object(one.id, brand.resolve_rules(one.rules, null)) || jsonb_build_object(like_one.id, brand.resolve_rules(like_one.rules, null)) as former
  from brand.brand_guidelines like_one where like_one.version = one.version + 50) f
where one.version between 100 and 105 and other.version between 100 and 105 and one.id <> other.id
union all
-- No gate is touched.
select 100 + g.version, jsonb_set(r.rules, '{palette,weight}', '77'), jsonb_build_object(g.id, r.rules)
from brand.brand_guidelines g cross join lateral brand.resolve_rules(g.rules, null) r (rules) where g.version between 100 and 105;
select is((select count(*) from proposed p cross join lateral content.score_columns(p.rules, p.former) c where c.judged ~ 'former_earned'), 36::bigint, 'what changes little is computed from what changes');
select ok((select c.judged !~ 'former_' from proposed p cross join lateral content.score_columns(brand.resolve_rules('{}', null), p.former) c where p.n = 1), 'what changes much is not');
select set_eq('select p.n, c.* from proposed p cross join lateral pg_temp.changed(p.rules, p.former, p.former) c', $$ select p.n, c.* from proposed p cross join lateral pg_temp.changed(p.rules, '{}', p.former) c $$, 'and is the same');
select cmp_ok((select count(*) from proposed p cross join lateral pg_temp.changed(p.rules, p.former, p.former) c), '>', 1000::bigint, 'for all of them');

-- A rule that came after a version was activated: not its number, and none of its points.
set local session_replication_role = replica;
insert into brand.brand_guidelines
select (jsonb_populate_record(g, jsonb_build_object('id', pg_temp.id('a', 790), 'version', 190, 'rules_until', 38))).* from brand.brand_guidelines g where g.id = pg_temp.id('a', 700);
insert into content.measurements (organization_id, id, asset_variant_id, measured) values (pg_temp.id('a', 1), pg_temp.id('a', 690), gen_random_uuid(), pg_temp.sound() || '{"nearest": 7}');
set local session_replication_role = origin;
select set_eq($$ select a.check_key from brand.brand_guidelines g cross join lateral content.observed_anew(array[g], (select p from brand.brand_guidelines p where p.id = pg_temp.id('a', 700))) a where g.id = pg_temp.id('a', 790) $$,
  '{near_duplicate}'::text[], 'a what-if observes it');
select is_empty($$ select a.check_key from brand.brand_guidelines g cross join lateral content.observed_anew(array[g], g) a where g.id = pg_temp.id('a', 790) $$, 'not for a version that does not count it');
select results_eq($$ select g.version, j.verdict = 'incomplete', j.observations[39] from brand.brand_guidelines g cross join lateral content.judge_measurements(pg_temp.id('a', 1), array[pg_temp.id('a', 690)], g.id) j
  where g.version in (100, 190) order by 1 $$, 'values (100, true, null::int), (190, false, -1)', 'and its faults are none there');

select * from finish();
rollback;
