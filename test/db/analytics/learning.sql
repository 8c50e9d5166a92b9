-- include: fixtures/two_tenants.sql
begin;
set search_path = extensions, public;
select no_plan();

-- Reviewers with a policy: they decline what is beyond their own threshold of one rule, 15 in 100 of the rest for other reasons, and
-- 8 in 100 pictures they decide by a coin.
create temporary table policies (brand int, check_key text, planted numeric, primary key (brand, check_key));
insert into policies (brand, check_key, planted) values
  (301, 'palette', 12.5), (302, 'forbidden_colors', 0.02), (303, 'text_contrast', 7), (304, 'large_text_contrast', 4.2), (305, 'logo_size', 0.14),
  (306, 'logo_clear_space', 0.8), (307, 'text_size', 0.03), (308, 'text_area', 0.28), (309, 'capitals', 0.4), (310, 'alt_text_length', 60),
  (311, 'upscaling', 2.2), (312, 'subject_visibility', 0.65);
grant select on policies to public;
-- The same figures everywhere: from 0 to 1, by what they are for.
create function pg_temp.chance(what text) returns numeric language sql immutable as $$
  select ('x' || left(md5(what), 8))::bit(32)::bigint / 4294967296.0
$$;
create temporary table rules as
select c."position", c.check_key, c.worse, f.default_value from brand.rule_catalogue() c left join brand.rule_fields() f on f.check_key = c.check_key and f.field = 'fail';
-- What was observed on pictures, by position (ten-thousandths), and whether each person who decided declined it.
create temporary table pictures (brand int, n int, guideline int, observations int[], declined boolean[]);
create function pg_temp.make_brand(brand int) returns void language sql as $$
  insert into brand.brand_profiles (organization_id, id, name) values (pg_temp.id('a', 1), pg_temp.id('a', brand), 'Brand ' || brand);
  insert into brand.brand_guidelines (organization_id, id, brand_profile_id, version, status, palette)
  values (pg_temp.id('a', 1), pg_temp.id('a', brand + 100), pg_temp.id('a', brand), 1, 'active', '[{"name": "Green", "hex": "#1DB954", "role": "primary"}]');
$$;
-- A rule is observed evenly over as much as its threshold (the planted one, or its own where nobody cares), which lies somewhere in it.
create function pg_temp.review(brand int, many int) returns void language sql as $$
  insert into pictures
  select brand, n, brand + 100, o.observations, array[case
      when pg_temp.chance('coin ' || brand || '-' || n) < 0.08 then pg_temp.chance('toss ' || brand || '-' || n) < 0.5
      else pg_temp.chance('other reason ' || brand || '-' || n) < 0.15 or o.is_beyond
    end]
  from generate_series(1, many) n
  cross join lateral (
    select array_agg(v.value order by r."position") as observations,
      bool_or(case r.worse when 'more' then v.value > 10000 * p.planted else v.value < 10000 * p.planted end) as is_beyond
    from rules r
    left join policies p on p.brand = review.brand and p.check_key = r.check_key
    cross join lateral (select coalesce(trunc(10000 * coalesce(p.planted, r.default_value)
      * (0.3 + 0.4 * pg_temp.chance('from ' || brand || r.check_key) + pg_temp.chance('observed ' || brand || r.check_key || n)))::int, 0) as value) v
  ) o
$$;
-- Only these rules are observed.
create function pg_temp.observed(numbers jsonb) returns int[] language sql as $$
  select array_agg(coalesce((numbers ->> r.check_key)::int, -1) order by r."position") from rules r
$$;

set local session_replication_role = replica;
select pg_temp.make_brand(brand), pg_temp.review(brand, 200) from policies order by brand;

-- Two policies at once; one that the guideline has already; few decisions; reviewers who look at nothing that is observed.
insert into policies values (320, 'text_contrast', 6), (320, 'logo_size', 0.14), (321, 'text_contrast', 4.5), (322, 'palette', 12.5);
select pg_temp.make_brand(brand), pg_temp.review(brand, many) from (values (320, 400), (321, 200), (322, 49)) b (brand, many);
-- Of pictures that fail a rule, 60 in 100 are declined, and of the others.
select pg_temp.make_brand(323);
insert into pictures
select 323, n, 423, pg_temp.observed(jsonb_build_object('palette', 180000 + 400 * n, 'text_fit', n % 2 * 10000, 'caption_length', n % 2 * 10000)), array[n % 10 in (0, 1, 2, 3, 4, 5)]
from generate_series(1, 100) n;
-- Observed under another palette: that says nothing of this one. Two people decide on each, the second declines what is beyond.
select pg_temp.make_brand(324);
insert into brand.brand_guidelines (organization_id, id, brand_profile_id, version, status, palette)
values (pg_temp.id('a', 1), pg_temp.id('a', 499), pg_temp.id('a', 324), 2, 'retired', '[{"name": "Red", "hex": "#C03020", "role": "primary"}]');
insert into pictures
select 324, n, 499, pg_temp.observed(jsonb_build_object('palette', 1000 * n, 'text_area', 100 * n)), array[false, n > 30] from generate_series(1, 100) n;
-- What fails the only rule that counts is approved, all else declined.
select pg_temp.make_brand(326);
update brand.brand_guidelines set rules = (select jsonb_object_agg(r.check_key, '{"weight": 0}'::jsonb) from rules r where r.check_key <> 'palette') where id = pg_temp.id('a', 426);
insert into pictures select 326, n, 426, pg_temp.observed(jsonb_build_object('palette', 180000 + 400 * n)), array[n <= 50] from generate_series(1, 100) n;
-- No version is in force.
insert into brand.brand_profiles (organization_id, id, name) values (pg_temp.id('a', 1), pg_temp.id('a', 325), 'New');
insert into content.compliance_results (organization_id, id, asset_variant_id, measurement_id, brand_guideline_id, score, verdict, observations)
select pg_temp.id('a', 1), p.id, p.id, p.id, pg_temp.id('a', guideline), 80, 'pass', observations from (select *, pg_temp.id('a', 1000 * brand + n) as id from pictures) p;
update content.compliance_results c
set earned = s.earned, weight = s.weight
from (
  select r.id, coalesce(sum(content.judge_value(o.value, p.warn, p.fail, p.zero)::bigint * p.weight), 0) as earned, coalesce(sum(p.weight) filter (where o.value >= 0), 0) as weight
  from content.compliance_results r
  join brand.brand_guidelines g on g.organization_id = r.organization_id and g.id = r.brand_guideline_id
  cross join lateral brand.rule_parameters(brand.resolve_rules(g.rules, null)) p
  cross join lateral (select r.observations[p."position"] as value) o
  group by r.id
) s
where s.id = c.id;
insert into analytics.review_decisions (organization_id, content_approval_id, brand_profile_id, compliance_result_id, is_approved, decided_at)
select pg_temp.id('a', 1), gen_random_uuid(), pg_temp.id('a', brand), pg_temp.id('a', 1000 * brand + n), not d.declined, now() + n * interval '1 minute'
from pictures p cross join unnest(p.declined) d (declined);
-- Scored again between the two.
insert into content.compliance_results (organization_id, id, asset_variant_id, measurement_id, brand_guideline_id, score, verdict, observations, is_current)
select r.organization_id, pg_temp.id('a', 700000 + n), r.asset_variant_id, r.measurement_id, r.brand_guideline_id, 80, 'pass', r.observations, false
from generate_series(1, 100) n join content.compliance_results r on r.id = pg_temp.id('a', 324000 + n);
update analytics.review_decisions d set compliance_result_id = pg_temp.id('a', 700000 + n)
from generate_series(1, 100) n where d.compliance_result_id = pg_temp.id('a', 324000 + n) and d.is_approved and (n <= 30 or n % 2 = 0);
set local session_replication_role = origin;
analyze analytics.review_decisions, content.compliance_results;

create function pg_temp.said(brand int, about text) returns text language sql as $$
  select format('%s %s: %s', coalesce(s.field, 'nothing'), coalesce(s.suggested_value::text, '-'), s.reason) from api.suggest_rules(pg_temp.id('a', brand), array[about]) s
$$;
select pg_temp.sign_in('a', 'viewer');
create temporary table learned as
select p.brand, p.planted, s.* from policies p cross join lateral api.suggest_rules(pg_temp.id('a', p.brand), array[p.check_key]) s;
select is(count(*), 12::bigint, 'twelve policies, 200 decisions each') from learned where decided = 200 and brand < 313;
select ok(l.field = 'fail' and abs(l.suggested_value / l.planted - 1) <= 0.05, format('%s: %s is suggested where reviewers hold %s', l.check_key, l.suggested_value, l.planted))
from learned l where brand < 321 order by l.brand, l.check_key;
select cmp_ok((select count(*) from learned where brand < 313 and planted between line_low and line_high), '>=', 11::bigint, 'the interval holds the planted threshold, as often as 95 % says');
select results_eq($$ select l.newly_failing, l.newly_passing, l.mean_before, l.mean_after, l.variants from learned l where brand < 313 order by brand $$,
  $$ select e.newly_failing, e.newly_passing, e.mean_before, e.mean_after, 200::bigint from learned l
     cross join lateral api.simulate_guidelines(pg_temp.id('a', l.brand), changes => l.changes) e where brand < 313 order by brand $$, 'with the effect that simulate_guidelines gives it');
select is((select changes from learned where brand = 303), (select jsonb_build_object('rules', jsonb_build_object('text_contrast', jsonb_build_object('fail', suggested_value, 'warn', suggested_value))) from learned where brand = 303),
  'a warning never begins where it has failed');
select is((select format('%s %s', changes #>> '{rules,palette,warn}', changes #>> '{rules,palette,fail}' = suggested_value::text) from learned where brand = 301), '10 t', 'and stays where it can');
create temporary table everything as select s.* from api.suggest_rules(pg_temp.id('a', 301)) s;
select results_eq($$ select check_key, changes, variants from api.suggest_rules(pg_temp.id('a', 301), include_effect => false) $$, $$ select check_key, changes, null::bigint from everything $$,
  'the effect may be left out');
select is((select count(*) from everything), 39::bigint, 'every rule has its row');
select is((select array_agg(check_key) from everything where field = 'fail' or line is not null), '{palette}', 'those that the decisions do not depend on get no threshold');
select is((select check_key from everything limit 1), 'palette', 'and come after it');
select matches(pg_temp.said(321, 'text_contrast'), '^nothing -: People declined .* The threshold is within that line''s interval\.$', 'a threshold that people hold already stays');
select is(pg_temp.said(322, 'palette'), 'nothing -: People have decided on 49 pictures to which it applies; it takes 50 to learn from.', 'few decisions are too few');
select is(pg_temp.said(324, 'palette'), 'nothing -: People have decided on 0 pictures to which it applies; it takes 50 to learn from.', 'what was observed under another palette does not count');
select is(pg_temp.said(324, 'text_area'), 'fail 0.3050: People declined 0 % of the 30 pictures with at most 0.3050 (share), and 100 % of the 70 with more.',
  'other rules'' numbers hold; what one of two people declines is declined, and counts once');
select is((select format('%s to %s', line_low, line_high) from api.suggest_rules(pg_temp.id('a', 324), '{text_area}')), '0.3000 to 0.3100', 'between two neighbours, where all agree');
select is(pg_temp.said(323, 'palette'), 'weight 3.3: People declined 60 % of the 50 pictures that failed it, and 60 % of the others: at most 19 percentage points more.',
  'a rule whose failing matters to nobody weighs less: 18 * 0.186');
select is((select changes from api.suggest_rules(pg_temp.id('a', 323), '{text_fit}')), '{"rules": {"text_fit": {"weight": 0.5}}}', 'also one without a threshold');
select is(pg_temp.said(323, 'caption_length'), 'nothing -: What people declined does not depend on it enough to say more.', 'a gate keeps its weight');
select is(pg_temp.said(326, 'palette'), 'nothing -: What people declined does not depend on it enough to say more.', 'the only rule that counts keeps its weight: without it there would be no score');

select throws_ok(format('select * from api.suggest_rules(%L)', pg_temp.id('b', 50)), 'VP200', 'There is no such brand profile.', 'another organisation''s brand is unknown');
select throws_ok(format('select * from api.suggest_rules(%L)', pg_temp.id('a', 325)), 'VP207', 'The brand has no active guideline.', 'a brand without a guideline in force');
select throws_ok(format('select * from api.suggest_rules(%L, %L)', pg_temp.id('a', 301), '{palette,colour}'), 'VP201', 'check_keys names a check that there is not.', 'a check that there is not');
select pg_temp.sign_out();
select is((select count(*) from policies p cross join lateral analytics.learn_rules((select g from brand.brand_guidelines g where g.id = pg_temp.id('a', p.brand + 100))) l
  join brand.rule_catalogue() c on c."position" = l."position" where p.brand < 313 and l.gain >= 20 and c.check_key <> p.check_key), 0::bigint, 'of 228 rules beside the planted ones none seems to matter');

select * from finish();
rollback;
