-- include: fixtures/two_tenants.sql
-- include: fixtures/checks.sql
set local search_path = extensions;
-- The rows alone. Once: each change of it has all plans made anew.
set local session_replication_role = replica;

select plan(95);

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
select is(pg_temp.terms('{"caption": "这是最佳产品"}', '最佳'), 'fail 0: caption 2 最佳', 'in a language without spaces');
select is(pg_temp.terms('{"caption": "cu", "alt_text": "re"}', 'cu re'), 'pass 100', 'no term spans two fields');
select is(pg_temp.terms('{"caption": "100 % sure!!"}', '!!'), 'fail 0: caption 10 !!', 'a term without letters');
select is(pg_temp.terms('{"caption": "", "texts": [], "alt_text": null}', 'cure'), 'not_applicable', 'no words');
select is(pg_temp.judge('prohibited_terms', jsonb_build_object('caption', caption), '{"prohibited_terms": ["cure"]}') ->> 'message', said, 'where it stands: ' || caption)
from (values ('Cure all', 'Prohibited: "cure". The first is "Cure" in the caption, at the start. Take it out.'), (' cure', 'Prohibited: "cure". The first is "cure" in the caption, after 1 character. Take it out.'), ('A cure', 'Prohibited: "cure". The first is "cure" in the caption, after 2 characters. Take it out.')) v (caption, said);
select is(pg_temp.told('prohibited_terms', '{"caption": null}'), 'not_applicable', 'no terms');
select is(pg_temp.terms('{"caption": null}', 'cure'), 'error', 'no caption');
select is(pg_temp.terms('{"texts": [{"layer": "headline"}]}', 'cure'), 'error', 'a text without text');
select is(pg_temp.terms('{"alt_text": 7}', 'cure'), 'error', 'an alternative text that is a number');

-- required_terms
create function pg_temp.texts(change jsonb) returns jsonb language sql as $$
  select jsonb_build_object('texts', jsonb_build_array(pg_temp.words('headline', '#FFFFFF', '#191414', 64, 700) || change))
$$;
create function pg_temp.required(change jsonb, variadic terms text[]) returns text language sql as $$
  select concat_ws(': ', told ->> 'told', nullif((select string_agg(e ->> 'term', ', ') from jsonb_array_elements(told -> 'evidence') e where e -> 'found' = 'false'), ''))
  from pg_temp.judge('required_terms', change, jsonb_build_object('required_terms', to_jsonb(terms))) told
$$;
select is(pg_temp.required(change, variadic terms), told, 'required_terms: ' || about)
from (values
  ('{"caption": "Drink responsibly. #Ad @brand"}'::jsonb, '{drink responsibly,#ad,@Brand}'::text[], 'pass 100', 'all of them, in any case'),
  ('{"caption": "Ad"}', '{#ad}', 'fail 0: #ad', 'a word is no hashtag'), ('{"caption": "#adventure"}', '{#ad}', 'fail 0: #ad', 'nor is a longer one'), ('{"caption": "#हिन्दी"}', '{#हिन्दी}', 'pass 100', 'a hashtag of any script'), ('{"caption": "本品は広告です"}', '{広告}', 'pass 100', 'a word of a script without spaces'), ('{"caption": "brand"}', '{@brand}', 'fail 0: @brand', 'nor a name a mention'),
  ('{"caption": "Drink responsibly"}', '{drink responsibly,18+}', 'fail 0: 18+', 'one of two'),
  (pg_temp.texts('{"text": "Drink responsibly"}'), '{Drink responsibly}', 'pass 100', 'on the picture'), ('{"caption": "", "alt_text": "Drink responsibly"}', '{Drink responsibly}', 'fail 0: Drink responsibly', 'not where nobody sees it'),
  (pg_temp.texts('{"text": "#ad"}'), '{#ad}', 'fail 0: #ad', 'a hashtag belongs to the caption'),
  ('{"caption": "We are #1 in 2024, made @ home"}', '{#1,@ home}', 'pass 100', 'what is no hashtag and no mention stands as it is'), ('{"caption": "We are #10"}', '{#1}', 'fail 0: #1', 'as a whole'),
  ('{"caption": null}', '{#ad}', 'error: #ad', 'no caption'), ('{"caption": ""}', '{}', 'not_applicable', 'none required')) v (change, terms, told, about);
select is(pg_temp.judge('required_terms', '{}', '{"required_terms": ["#ad", "18+"]}') ->> 'message', 'Missing: "#ad", "18+". Add them to the caption, or to a text on the picture.', 'it says what to add');

-- capitals
select is(pg_temp.told('capitals', jsonb_build_object('caption', repeat('A', capitals) || repeat('a', small) || ' 12!')), told, format('%s capitals and %s small letters', capitals, small))
from (values (5, 5, 'pass 100'), (499, 501, 'pass 100'), (501, 499, 'warn 99.8'), (750, 250, 'warn 50'), (751, 249, 'fail 49.933'), (10, 0, 'fail 33.333'), (9, 0, 'not_applicable')) v (capitals, small, told);
select is(pg_temp.told('capitals', change), told, 'capitals: ' || about)
from (values ('{"caption": "ÄÖÜÉÑ ΩΔ ЖЯ Ç"}'::jsonb, 'fail 33.333', 'of any script that has them'), ('{"caption": "春が来た春が来た春が来た"}', 'not_applicable', 'none'), ('{"caption": 7}', 'error', 'no text')) v (change, told, about);

-- exclamation_marks
select is(pg_temp.told('exclamation_marks', jsonb_build_object('caption', 'Now' || repeat('!', marks))), told, format('%s exclamation marks', marks))
from (values (0, 'pass 100'), (1, 'pass 100'), (2, 'pass 100'), (3, 'warn 75'), (4, 'warn 50'), (5, 'fail 37.5'), (8, 'fail 0')) v (marks, told);
select is(pg_temp.told('exclamation_marks', pg_temp.texts('{"text": "Now！"}') || '{"caption": "Now!!"}'), 'warn 75', 'those on the picture too');
select is(pg_temp.told('exclamation_marks', '{"caption": "Now‼️ Now❗"}'), 'warn 75', 'and those that are emoji');
select is(pg_temp.told('exclamation_marks', '{"caption": null}'), 'error', 'exclamation_marks: no caption');
select is(pg_temp.told('exclamation_marks', '{"caption": "", "texts": []}'), 'pass 100', 'no words, no marks');

-- emoji_density
select is(pg_temp.told('emoji_density', jsonb_build_object('caption', caption)), told, 'emoji_density: ' || caption)
from (values ('Spring is here 🌷', 'pass 100'), ('Spring is 🌷👩‍👩‍👧', 'warn 50'), ('🇫🇷 1️⃣ go', 'fail 33.34'), ('🌷🌷', 'fail 0'), ('', 'not_applicable'), ('Spring, 100 % here', 'pass 100'),
  ('春が来ました。桜が満開です🌸🌸', 'pass 100'), ('ดอกไม้บานแล้ว🌷', 'pass 100'), ('यह हिन्दी है 🌷🌷', 'warn 70'), ('春🌸🌸', 'fail 33.34')) v (caption, told);
select is(pg_temp.told('emoji_density', jsonb_build_object('caption', repeat('🌷', emoji) || repeat(' go', 100 - emoji))), told, format('%s emoji of 100', emoji))
from (values (24, 'pass 100'), (25, 'pass 100'), (26, 'warn 98'), (50, 'warn 50'), (51, 'fail 49')) v (emoji, told);
select is(pg_temp.told('emoji_density', '{"caption": []}'), 'error', 'emoji_density: no caption');

-- alt_text_presence, alt_text_length, alt_text_file_name
select is(pg_temp.told('alt_text_presence', jsonb_build_object('alt_text', said)), told, 'alt_text_presence: ' || coalesce(said #>> '{}', 'none'))
from (values ('"A meadow"'::jsonb, 'pass 100'), ('" "', 'fail 0'), ('"\u200b\ufeff"', 'fail 0'), ('null', 'fail 0'), ('7', 'error')) v (said, told);
select is(pg_temp.told('alt_text_length', jsonb_build_object('alt_text', repeat('a', length))), told, format('an alternative text of %s characters', length))
from (values (26, 'pass 100'), (25, 'pass 100'), (24, 'warn 96.666'), (10, 'warn 50'), (9, 'fail 45'), (0, 'not_applicable')) v (length, told);
select is(pg_temp.told(k, '{"alt_text": null}') || ' ' || pg_temp.told(k, '{"alt_text": 7}'), 'not_applicable error', k || ': none, and none that is one') from unnest(array['alt_text_length', 'alt_text_file_name']) k;
select is(pg_temp.told('alt_text_file_name', jsonb_build_object('alt_text', said)), told, 'alt_text_file_name: ' || said)
from (values ('spring-01.jpeg', 'fail 0'), ('IMG_2041', 'fail 0'), (' dsc 0042 ', 'fail 0'), ('Screenshot', 'fail 0'), ('IMG_20240131_120501', 'fail 0'), ('Screenshot 2024-01-31 at 12.05.01', 'fail 0'), ('My holiday photo (2).JPG', 'fail 0'), ('20240131_120501', 'fail 0'), ('Photo at 12', 'fail 0'), ('At the sea', 'pass 100'), ('A photo of a meadow, 2041', 'pass 100'), ('Image of spring', 'pass 100'), ('See the site spring.png for more', 'pass 100')) v (said, told);

select is_empty($$ select * from pg_temp.untested('copy') $$, 'each rule is tested at, just under and just over its thresholds, where it does not apply, and with what is broken');

select * from finish();
rollback;
