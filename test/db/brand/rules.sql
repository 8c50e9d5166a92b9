-- include: fixtures/two_tenants.sql
set local search_path = extensions;

select plan(41);

select is_empty($$ select * from brand.rule_fields() where default_value not between minimum and maximum $$, 'each default is in its range');
select is_empty($$ select check_key from brand.rule_fields() except select check_key from brand.rule_catalogue() $$, 'each field is of a check');
select is_empty($$ select * from brand.rule_errors((select jsonb_object_agg(check_key, fields - 'gate_cap' - case when f.is_graded then '' else 'warn' end - case when f.is_graded then '' else 'fail' end) from jsonb_each(brand.resolve_rules('{}', null)) r (check_key, fields) join brand.rule_catalogue() f using (check_key))) $$, 'the defaults are valid rules');

create function pg_temp.faults(rules text) returns text language sql as $$ select coalesce(string_agg(fault, ' '), '') from brand.rule_errors(rules::jsonb) fault $$;
select is(pg_temp.faults(rules), faults, 'rule_errors: ' || rules)
from (values
  ('{}', ''),
  ('{"palette": {"weight": 0, "warn": 0.1, "fail": 100, "area": 1, "gate": false}, "text_fit": {"weight": 1000, "gate": true}}', ''),
  ('{"text_contrast": {"warn": 7}, "large_text_contrast": {"warn": 4.5}}', ''),
  ('[]', 'rules must be an object: {"<check>": {"weight": …}}.'),
  ('{"colour": {}}', 'colour: there is no such check; there are ' || (select string_agg(check_key, ', ') from brand.rule_catalogue()) || '.'),
  ('{"palette": 25}', 'palette must be an object: {"weight": …}.'),
  ('{"palette": {"wieght": 25}}', 'palette.wieght: there is no such field; there are weight, gate, area, fail, warn.'),
  ('{"text_fit": {"warn": 1}}', 'text_fit.warn: there is no such field; there are weight, gate.'),
  ('{"palette": {"weight": -0.001}}', 'palette.weight must be a number from 0 to 1000.'),
  ('{"palette": {"weight": 1000.001}}', 'palette.weight must be a number from 0 to 1000.'),
  ('{"palette": {"weight": "25"}}', 'palette.weight must be a number from 0 to 1000.'),
  ('{"palette": {"weight": null}}', 'palette.weight must be a number from 0 to 1000.'),
  ('{"palette": {"gate": true}}', 'palette.gate must be false: this check cannot be a gate.'),
  ('{"text_fit": {"gate": 1}}', 'text_fit.gate must be true or false.'),
  ('{"palette": {"warn": 0.09}}', 'palette.warn must be a number from 0.1 to 100 (ΔE).'),
  ('{"palette": {"fail": 100.1}}', 'palette.fail must be a number from 0.1 to 100 (ΔE).'),
  ('{"palette": {"area": "half"}}', 'palette.area must be a number from 0.1 to 1 (share of the area).'),
  ('{"palette": {"warn": 20}}', ''),
  ('{"palette": {"warn": 20.1}}', 'palette.warn (20.1) must be at most fail (20).'),
  ('{"large_text_contrast": {"fail": 3.1}}', 'large_text_contrast.warn (3) must be at least fail (3.1).')
) example (rules, faults);

create function pg_temp.draft(fields text) returns text language sql as $$
  select format('insert into brand.brand_guidelines (organization_id, brand_profile_id, version, %s) values (%L, %L, 9, %s)',
    split_part(fields, '=', 1), pg_temp.id('a', 1), pg_temp.id('a', 50), split_part(fields, '=', 2))
$$;
select throws_ok(pg_temp.draft($$rules='{"palette": {"warn": 101}}'$$), 'VP201',
  'The guideline''s rules are not valid: palette.warn must be a number from 0.1 to 100 (ΔE). palette.warn (101) must be at most fail (20).', 'a guideline with a wrong rule is refused');
select throws_ok(pg_temp.draft($$logo_rules='{"required": "yes"}'$$), 'VP201',
  'The guideline''s logo_rules are not valid: required must be true or false.', 'and one with a wrong logo rule');
select throws_ok(pg_temp.draft($$logo_rules='{"ground": "grey"}'$$), 'VP201',
  'The guideline''s logo_rules are not valid: ground must be light or dark.', 'or with a ground that is neither');
select throws_ok(pg_temp.draft($$logo_rules='{"min_width": 0.2}'$$), 'VP201', null, 'or with one that nobody knows');
select throws_ok(format($$ update brand.brand_guidelines set rules = '{"colour": {}}' where id = %L $$, pg_temp.id('a', 52)), 'VP201', null, 'also when it is changed');
select throws_ok(pg_temp.draft($$logo_rules='[]'$$), 'VP201', 'The guideline''s logo_rules are not valid: logo_rules must be an object: {"required": true}.', 'or with none');
select throws_ok(pg_temp.draft($$palette='[{"name": "Red", "hex": "#D50000", "role": "primary"}, {"hex": "red", "role": "main"}, 7]'$$), 'VP201', 'The guideline''s colours are not valid: '
  || 'palette[1].hex must be #RRGGBB, six hexadecimal digits. palette[1].role must be primary, secondary, accent or neutral. palette[1].name must be a text of 1 to 60 characters. '
  || 'palette[2].hex must be #RRGGBB, six hexadecimal digits. palette[2].role must be primary, secondary, accent or neutral. palette[2].name must be a text of 1 to 60 characters.', 'or with a palette that is none');
select throws_ok(pg_temp.draft($$palette='{}'$$), 'VP201', null, 'or with one that is no list');
select throws_ok(pg_temp.draft($$forbidden_colors=array['#D50000', '#F00']$$), 'VP201', 'The guideline''s colours are not valid: forbidden_colors must be a list of #RRGGBB, six hexadecimal digits each.', 'or with a forbidden colour that is none');
select is_empty($$ select brand.palette_errors(p::jsonb) from (values ('[]'), ('[{"name": "Red", "hex": "#d50000", "role": "primary"}]')) v (p) $$, 'a palette may have no colour yet');
select is(brand.is_palette(p::jsonb), not exists (select from brand.palette_errors(p::jsonb)), 'the table''s own guard is of the same mind: ' || left(p, 40))
from (values ('[7]'), ('[{"name": "", "hex": "#d50000", "role": "accent"}]'), ((select jsonb_agg('{"name": "Red", "hex": "#d50000", "role": "primary"}'::jsonb)::text from generate_series(1, 25)))) v (p);
select throws_ok(pg_temp.draft($$prohibited_terms=array['cure', e' \u00a0']$$), 'VP201', null, 'a blank term is refused');

-- The table's own guard, without the trigger's words.
select is(brand.are_terms(terms), is_valid, format('are_terms: %s', terms))
from (values ('{cure,!!,™}'::text[], true), (array[e'\u200b\u00ad'], false), (array[e'\u0640\u064b\u05b8'], false), (array[null::text], false)) example (terms, is_valid);

select * from finish();
rollback;
