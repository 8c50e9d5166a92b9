-- include: fixtures/two_tenants.sql
begin;
set search_path = extensions, public;
select plan(17);

update content.content_requests set title = '<script>alert(1)</script>' where organization_id = pg_temp.id('a', 1);
update content.measurements set measured = '{"version": 1, "texts": [{"layer": "headline", "box": {"x": 100, "y": 200, "width": 300, "height": 40}}]}'
where organization_id = pg_temp.id('a', 1);
delete from content.compliance_checks where organization_id = pg_temp.id('a', 1);
insert into content.compliance_checks (organization_id, compliance_result_id, check_key, outcome, weight, points, is_gate, message, evidence) values
  (pg_temp.id('a', 1), pg_temp.id('a', 64), 'text_contrast', 'warn', 50, 60, false, 'Too faint.',
   '[{"layer": "headline", "contrast": 3.1, "needed": 4.5, "color": "#AAAAAA", "background": "#FFFFFF", "region": {"x": 540, "y": 540, "width": 108, "height": 54}},
     {"layer": "headline", "contrast": 9, "needed": 4.5, "color": "#000000", "background": "#FFFFFF", "region": {"x": 0, "y": 0, "width": 10, "height": 10}}]'),
  (pg_temp.id('a', 1), pg_temp.id('a', 64), 'prohibited_terms', 'fail', 50, 0, true, 'Prohibited: "cure".', '[{"field": "text", "layer": "headline", "offset": 0, "term": "cure"}]');
-- The palette was passed.
update content.compliance_results set observations = '{0}' where organization_id = pg_temp.id('a', 1);

select pg_temp.sign_in('a', 'viewer');
create temporary table drawing as select content.draw_explanation(pg_temp.id('a', 1), pg_temp.id('a', 62)) as drawn;
create temporary table item as select i.* from drawing d cross join lateral jsonb_to_recordset(d.drawn -> 'items')
  as i (type text, x numeric, y numeric, width numeric, height numeric, radius numeric, stroke text, fill text, text text, color text);
select is((select drawn -> 'picture' from drawing), jsonb_build_object('file_id', pg_temp.id('a', 41), 'x', 32, 'y', 32, 'width', 720, 'height', 720),
  'the picture is scaled into its place');
select results_eq($$ select x, y, width, height from item where type = 'rect' and radius = 0 $$, $$ values (31::numeric, 31::numeric, 722::numeric, 722::numeric) $$, 'with a line around it, white as it may be');
-- 720 of 1080 pixels.
select results_eq($$ select x, y, width, height from item where type = 'rect' and stroke = '#B45309' $$, $$ values (389::numeric, 389::numeric, 78::numeric, 42::numeric) $$,
  'a region is where it is on the picture; what is as it should be has no box');
select results_eq($$ select x, y, width, height from item where type = 'rect' and stroke = '#B91C1C' $$, $$ values (96::numeric, 162::numeric, 206::numeric, 33::numeric) $$,
  'words are where their layer is');
select results_eq($$ select text from item where text ~ '^\d' order by text $$, $$ values ('1'), ('1'), ('2'), ('2  3.1 : 1'), ('3.1 : 1'), ('90 of 100, pass') $$,
  'both sides have the same numbers, the failed gate first');
select is((select string_agg(fill, ' ' order by x) from item where type = 'rect' and width = 20), '#AAAAAA #FFFFFF', 'colours are shown side by side');
select ok((select bool_and(x >= 0 and x + coalesce(width, 0) <= (d.drawn ->> 'width')::numeric and y <= (d.drawn ->> 'height')::numeric) from item, drawing d),
  'all of it is on the sheet');
select ok((select content.drawing_svg(drawn, 'https://files/?a=1&b=2') like '%href="https://files/?a=1&amp;b=2"%&lt;script&gt;%' from drawing), 'what people wrote is text, not markup');
select ok((select content.drawing_svg(drawn, 'x') !~ '=""' from drawing), 'no attribute is empty');
select throws_ok(format('select api.explanation_svg(e) from api.score_explanations e where asset_variant_id = %L', pg_temp.id('b', 62)), 'VP202', null,
  'another organisation''s variant has nothing to draw');
select is((select count(*) from api.score_explanations), 3::bigint, 'and its rows are not seen');

-- What is long, wide, from right to left, or beyond the picture.
select pg_temp.sign_out();
update content.content_requests set title = repeat('A very long title ', 11) where organization_id = pg_temp.id('a', 1);
update content.compliance_checks set message = 'Missing: "#إعلان", "الشروط", "' || repeat('お酒', 40) || '".',
  evidence = '[{"layer": "headline", "box": {"x": -90, "y": 1050, "width": 3000, "height": 300}}, {"layer": "logo", "box": {"x": 1200, "y": 0, "width": 9, "height": 9}}]'
where organization_id = pg_temp.id('a', 1) and check_key = 'prohibited_terms';
select pg_temp.sign_in('a', 'viewer');
create temporary table other_item as select i.* from content.draw_explanation(pg_temp.id('a', 1), pg_temp.id('a', 62)) d cross join lateral jsonb_to_recordset(d -> 'items')
  as i (type text, x numeric, y numeric, width numeric, height numeric, stroke text, size numeric, text text);
select results_eq($$ select x, y, width, height from other_item where stroke = '#B91C1C' $$, $$ values (29::numeric, 729::numeric, 726::numeric, 26::numeric) $$,
  'a box ends where the picture does, and one beyond it is not drawn');
select is((select text from other_item where y = 94), 'A very long title A very long title A very long title A very long…', 'a title has one line');
select is((select text from other_item where y = 114), 'fixture/square, revision 1 · guideline version 1', 'what it is of stands below');
select is((select max(length(regexp_replace(text, '[^おお酒]', '', 'g')) * 2 + length(regexp_replace(text, '[お酒]', '', 'g'))) from other_item where size = 14), 78, 'wide letters count twice');
select is((select count(*) from other_item where text ~ U&'"\2068#إعلان\2069", "\2068الشروط\2069"'), 1::bigint, 'what is from right to left stays by itself');

select pg_temp.sign_out();
update content.compliance_results set score = null, verdict = 'incomplete' where organization_id = pg_temp.id('a', 1);
select pg_temp.sign_in('a', 'viewer');
select is((select i ->> 'text' from content.draw_explanation(pg_temp.id('a', 1), pg_temp.id('a', 62)) d cross join lateral jsonb_array_elements(d -> 'items') i where i ->> 'size' = '44'), 'No score', 'where there is no score it says so');

select * from finish();
rollback;
