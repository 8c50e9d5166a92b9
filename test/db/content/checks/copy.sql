-- include: fixtures/two_tenants.sql
-- include: fixtures/checks.sql
set local search_path = extensions;

select plan(12);

-- prohibited_terms
create function pg_temp.terms(change jsonb, variadic terms text[]) returns text language sql as $$
  select told ->> 'told' || coalesce(': ' || nullif((select string_agg(concat_ws(' ', e ->> 'field', e ->> 'layer', e ->> 'offset', e ->> 'matched'), ', ') from jsonb_array_elements(told -> 'evidence') e), ''), '')
  from pg_temp.judge('prohibited_terms', change, jsonb_build_object('prohibited_terms', to_jsonb(terms))) told
$$;
select is(pg_temp.terms('{"caption": "GRÁTIS today, gratis tomorrow"}', 'gratis'), 'fail 0: caption 0 GRÁTIS, caption 14 gratis', 'in the caption, case and accents folded');
select is(pg_temp.terms('{"alt_text": "a free  shipping sign"}', 'free shipping', 'cure'), 'fail 0: alt_text 2 free  shipping', 'in the alternative text');
select is(pg_temp.terms(jsonb_build_object('texts', jsonb_build_array(pg_temp.words('headline', '#FFFFFF', '#000000', 64, 700, 'The cure!'))), 'cure'), 'fail 0: text headline 4 cure', 'on the picture');
select is(pg_temp.terms('{"caption": "a secure procedure"}', 'cure'), 'pass 100', 'within a word it is another word');
select is(pg_temp.terms('{"caption": "cu re, c-u-r-e"}', 'cure'), 'pass 100', 'letters alone are no term');
select is(pg_temp.terms('{"caption": "cu", "alt_text": "re"}', 'cu re'), 'pass 100', 'no term spans two fields');
select is(pg_temp.terms('{"caption": "100 % sure!!"}', '!!'), 'fail 0: caption 10 !!', 'a term without letters');
select is(pg_temp.terms('{"caption": "", "texts": []}', 'cure'), 'not_applicable', 'no words');
select is(pg_temp.told('prohibited_terms', '{"caption": null}'), 'not_applicable', 'no terms');
select is(pg_temp.terms('{"caption": null}', 'cure'), 'error', 'no caption');
select is(pg_temp.terms('{"texts": [{"layer": "headline"}]}', 'cure'), 'error', 'a text without text');
select is(pg_temp.terms('{"alt_text": 7}', 'cure'), 'error', 'an alternative text that is a number');

select * from finish();
rollback;
