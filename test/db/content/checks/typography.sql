-- include: fixtures/two_tenants.sql
-- include: fixtures/checks.sql
set local search_path = extensions;

select plan(3);

-- text_fit
select is(pg_temp.judge('text_fit', jsonb_build_object('texts', jsonb_build_array(pg_temp.words('a', '#FFFFFF', '#000000', 20, 400), pg_temp.words('b', '#FFFFFF', '#000000', 20, 400) || '{"overflow": true}'))) - 'measurement_id'
  @> '{"told": "fail 0", "observed": 1, "message": "The text \"b\" does not fit its place even at its smallest size. Shorten the text.", "evidence": [{"layer": "b"}]}', true, 'a text that overflows fails');
select is(pg_temp.told('text_fit', '{"texts": []}'), 'not_applicable', 'no text, nothing to fit');
select is(pg_temp.told('text_fit', jsonb_build_object('texts', jsonb_build_array(pg_temp.words('a', '#FFFFFF', '#000000', 20, 400) - 'overflow'))), 'error', 'overflow is missing');

select * from finish();
rollback;
