-- include: fixtures/two_tenants.sql
begin;
set search_path = extensions, public;
select plan(28);

select pg_temp.sign_in('a', 'editor');
insert into brand.brand_guidelines (organization_id, id, brand_profile_id, palette, forbidden_colors, prohibited_terms, logo_rules, rules, notes) values
  (pg_temp.id('a', 1), pg_temp.id('a', 101), pg_temp.id('a', 50),
   '[{"name": "Red", "hex": "#AA0000", "role": "primary"}, {"name": "Sand", "hex": "#DDCCAA", "role": "neutral"}]',
   '{#00ff00}', '{cheap,best}', '{"required": true}', '{"palette": {"weight": 25}}', 'First.'),
  (pg_temp.id('a', 1), pg_temp.id('a', 102), pg_temp.id('a', 50),
   '[{"name": "Crimson", "hex": "#aa0000", "role": "primary"}, {"name": "Ink", "hex": "#111111", "role": "neutral"}]',
   '{#00FF00}', '{best,Free}', '{"required": false}', '{"palette": {"weight": 30}, "text_fit": {"gate": true}}', 'Second.');

select results_eq($$ select field, item, change, before, after from api.diff_guidelines(pg_temp.id('a', 101), pg_temp.id('a', 102))
    where field not in ('rules', 'logo_rules') $$, $$ values
  ('notes', null, 'changed', '"First."'::jsonb, '"Second."'::jsonb),
  ('palette', '#111111', 'added', null, '{"name": "Ink", "role": "neutral"}'),
  ('palette', '#AA0000', 'changed', '{"name": "Red", "role": "primary"}', '{"name": "Crimson", "role": "primary"}'),
  ('palette', '#DDCCAA', 'removed', '{"name": "Sand", "role": "neutral"}', null),
  ('prohibited_terms', 'Free', 'added', null, 'true'),
  ('prohibited_terms', 'cheap', 'removed', 'true', null) $$, 'colours and terms are compared one by one, colours in either case');
select results_eq($$ select item, change, before, after from api.diff_guidelines(pg_temp.id('a', 101), pg_temp.id('a', 102))
    where field = 'rules' and item not like '%required' $$, $$ values
  ('palette.weight', 'changed', '25'::jsonb, '30'::jsonb), ('text_fit.gate', 'changed', 'false', 'true') $$,
  'rules as they work: a default that is said is no difference, one that is left is one');
select is_empty($$ select from api.diff_guidelines(pg_temp.id('a', 101), pg_temp.id('a', 101)) $$, 'a version is like itself');
-- One colour in two roles, and which of two primary colours is the first, which templates take.
insert into brand.brand_guidelines (organization_id, id, brand_profile_id, palette)
select pg_temp.id('a', 1), pg_temp.id('a', 103 + n::int), pg_temp.id('a', 50), (select jsonb_agg(c.color || '{"name": "C"}' order by c.k) from jsonb_array_elements(colors) with ordinality c (color, k))
from unnest(array['[{"hex": "#AA0000", "role": "primary"}, {"hex": "#aa0000", "role": "accent"}, {"hex": "#0000AA", "role": "primary"}]',
  '[{"hex": "#0000AA", "role": "primary"}, {"hex": "#AA0000", "role": "accent"}, {"hex": "#AA0000", "role": "primary"}]']::jsonb[]) with ordinality p (colors, n);
select is_empty($$ select from api.diff_guidelines(pg_temp.id('a', 104), pg_temp.id('a', 104)) $$, 'also one with a colour in two roles');
select results_eq($$ select item, change, before -> 'place', after -> 'place' from api.diff_guidelines(pg_temp.id('a', 104), pg_temp.id('a', 105)) $$, $$ values
  ('#0000AA', 'changed', '2'::jsonb, null::jsonb), ('#AA0000 (2)', 'changed', null, '2') $$, 'the order of a role''s colours is compared');
select throws_ok($$ select from api.diff_guidelines(pg_temp.id('a', 101), pg_temp.id('b', 51)) $$, 'VP200', null, 'another tenant''s guideline is none');
insert into brand.brand_profiles (organization_id, id, name) values (pg_temp.id('a', 1), pg_temp.id('a', 150), 'Another');
insert into brand.brand_guidelines (organization_id, id, brand_profile_id) values (pg_temp.id('a', 1), pg_temp.id('a', 151), pg_temp.id('a', 150));
select throws_ok($$ select from api.diff_guidelines(pg_temp.id('a', 101), pg_temp.id('a', 151)) $$, 'VP201', 'The guidelines are of two brands.', 'two brands are not compared');

create function pg_temp.faults(guideline uuid) returns text language sql as $$
  select string_agg(fault, ' ') from brand.brand_guidelines g cross join lateral brand.guideline_errors(g) fault where g.id = guideline $$;
select is(pg_temp.faults(pg_temp.id('a', 102)), null, 'a guideline that agrees with itself');
update brand.brand_guidelines set forbidden_colors = '{#AB0101}' where id = pg_temp.id('a', 102);
select is(pg_temp.faults(pg_temp.id('a', 102)), 'The brand colour #AA0000 is ΔE 0.2 from the forbidden #AB0101; up to 5 it is taken for it.', 'a colour that is taken for a forbidden one');
update brand.brand_guidelines set required_terms = '{18+,#Ad,Gambling can harm}', prohibited_terms = '{ad,gamble}', forbidden_colors = '{}' where id = pg_temp.id('a', 102);
select is(pg_temp.faults(pg_temp.id('a', 102)), '"#Ad" is required and holds "ad", which is prohibited.', 'words that are both required and prohibited');
update brand.brand_guidelines set required_terms = '{gluten,Free of sugar,free}', prohibited_terms = '{gluten free,sugar,free}' where id = pg_temp.id('a', 102);
select is(pg_temp.faults(pg_temp.id('a', 102)), '"Free of sugar" is required and holds "free", which is prohibited. "Free of sugar" is required and holds "sugar", which is prohibited. '
  || '"free" is required and holds "free", which is prohibited.', 'each with its own, none with what two hold together');
update brand.brand_guidelines set required_terms = '{}', prohibited_terms = '{}', forbidden_colors = '{#AB0101}' where id = pg_temp.id('a', 102);
update brand.brand_guidelines set rules = '{"forbidden_colors": {"delta_e": 0.1}}' where id = pg_temp.id('a', 102);
select is(pg_temp.faults(pg_temp.id('a', 102)), null, 'unless the guideline tells them apart');
update brand.brand_guidelines set rules = (select jsonb_object_agg(check_key, '{"weight": 0}'::jsonb) from jsonb_object_keys(brand.resolve_rules('{}', null)) r (check_key))
where id = pg_temp.id('a', 101);
select is(pg_temp.faults(pg_temp.id('a', 101)), 'The weights of all rules sum to 0: there would be no score.', 'weights that sum to nothing');
update brand.brand_guidelines set rules = (select jsonb_object_agg(check_key, '{"weight": 0.0009}'::jsonb) from jsonb_object_keys(brand.resolve_rules('{}', null)) r (check_key))
where id = pg_temp.id('a', 101);
select is(pg_temp.faults(pg_temp.id('a', 101)), 'The weights of all rules sum to 0: there would be no score.', 'nor do less than thousandths count');
select pg_temp.sign_out();

update content.content_requests set status = 'rendering' where organization_id = pg_temp.id('a', 1);
select pg_temp.sign_in('a', 'admin');
select throws_ok($$ select brand.activate_guideline(pg_temp.id('a', 101)) $$, 'VP201', 'Version 3 cannot become active: The weights of all rules sum to 0: there would be no score.', 'it does not become active');
-- In force, it says all that it judges by.
select lives_ok($$ select brand.activate_guideline(pg_temp.id('a', 102)) $$, 'another does');
select is((select g.rules -> 'forbidden_colors' from api.brand_guidelines g where g.id = pg_temp.id('a', 102)), '{"gate": false, "weight": 7, "warn": 0.01, "fail": 0.05, "delta_e": 0.1}', 'with what it said, and the defaults that it did not');
select set_eq($$ select jsonb_object_keys(rules) from brand.brand_guidelines where id = pg_temp.id('a', 102) $$, 'select check_key from brand.rule_catalogue()', 'of every rule');
select is_empty($$ select from brand.rule_errors((select g.rules from brand.brand_guidelines g where g.id = pg_temp.id('a', 102))) $$, 'which a new version can take over');
select is_empty($$ select * from brand.diff_guidelines(pg_temp.id('a', 102), pg_temp.id('a', 102)) $$, 'and are no difference');
select is(brand.resolve_rules(g.rules, g.rules_until), brand.resolve_rules(g.rules, null), 'all rules count that there were') from brand.brand_guidelines g where g.id = pg_temp.id('a', 102);
select is(r.rules #> '{near_duplicate}', '{"gate": false, "weight": 0, "warn": 6, "fail": 3, "gate_cap": 49}', 'a rule that came later does not')
from brand.brand_guidelines g cross join lateral brand.resolve_rules(g.rules, 38) r (rules) where g.id = pg_temp.id('a', 102);
select throws_ok($$ select from api.retire_guideline(pg_temp.id('a', 102)) $$, 'VP208', '1 content request in work would have nothing to be judged by.', 'requests in work keep their guideline');
select throws_ok($$ select from api.retire_guideline(pg_temp.id('a', 101)) $$, 'VP202', 'Version 3 is draft.', 'a draft is not retired');
select throws_ok($$ select from api.retire_guideline(pg_temp.id('b', 51)) $$, 'VP200', null, 'nor another tenant''s');
select pg_temp.sign_out();
update content.content_requests set status = 'cancelled' where organization_id = pg_temp.id('a', 1);
select pg_temp.sign_in('a', 'editor');
select throws_ok($$ select from api.retire_guideline(pg_temp.id('a', 102)) $$, 'VP103', null, 'an editor retires none');
select pg_temp.sign_out();
select pg_temp.sign_in('a', 'admin');
select results_eq($$ select status from api.retire_guideline(pg_temp.id('a', 102)) $$, '{retired}'::text[], 'an admin retires it when nothing waits for it');
select is_empty($$ select from brand.brand_guidelines where brand_profile_id = pg_temp.id('a', 50) and status = 'active' $$, 'and no other takes its place');

select * from finish();
rollback;
