begin;
set local search_path = extensions;

select plan(88);

-- What is folded

select is(core.fold_text(example.body), example.folded, format('fold_text: %s', example.about))
from (values
  ('GRATIS', 'gratis', 'case'),
  ('ÀÉÎÕÜ çñ', 'aeiou cn', 'accents'),
  (U&'e\0301', 'e', 'a combining accent'),
  ('Straße ÆØŁ', 'strasse aeol', 'letters that do not decompose'),
  ('ЁЖ', 'еж', 'Cyrillic'),
  ('ΟΔΟΣ', 'οδοσ', 'Greek capitals'),
  ('οδός', 'οδοσ', 'Greek with a final sigma'),
  ('ＦＲＥＥ ﬁ', 'free fi', 'compatibility forms'),
  (U&'gra\00ADtis\200B', 'gratis', 'invisible characters'),
  (e' a \u00a0\t\u3000b\r\n\tc', ' a b c', 'runs of any kind of space'),
  ('“it’s”', '"it''s"', 'typographic quotation marks'),
  ('日本 🎉', '日本 🎉', 'what has no case or accent stays'),
  ('שָׁלוֹם مُحَمَّدٌ مجـــاني', 'שלום محمد مجاني', 'points, vowels and what only makes a word longer'),
  ('', '', 'nothing')
) as example (body, folded, about);

select is(core.fold_text('한국'), core.fold_text(normalize('한국', nfd)), 'fold_text: composed and decomposed Hangul are equal');
select is(core.fold_text(body), left(core.fold_text(body || 'é'), -1), 'fold_text: ASCII by itself is folded as it is among other characters')
from (select string_agg(chr(n) || chr(1 + n * 7 % 127), '' order by n) from generate_series(1, 126) n) ascii (body);
select is(core.fold_text(null), null, 'fold_text of an unknown text is unknown');

-- What is found: each hit as offset:matched

create function pg_temp.found(body text, variadic terms text[]) returns text language sql as $$
  select coalesce(string_agg(start_offset || ':' || matched, ' ' order by n), '')
  from core.find_terms(body, terms) with ordinality as hit (term, start_offset, matched, n)
$$;

select is(pg_temp.found(example.body, example.term), example.found, example.about)
from (values
  ('Gratis', 'gratis', '0:Gratis', 'case is folded in the body'),
  ('gratis', 'GRATIS', '0:gratis', 'case is folded in the term'),
  ('GRÁTIS!', 'Gratis', '0:GRÁTIS', 'accents are folded, punctuation ends a word'),
  ('gratis', 'grátis', '0:gratis', 'accents are folded in the term'),
  ('first class', 'ass', '', 'the end of a word is no word'),
  ('assess', 'ass', '', 'the beginning of a word is no word'),
  ('ass', 'ass', '0:ass', 'the whole text is a word'),
  ('mass ass ass', 'ass', '5:ass 9:ass', 'words are found after a rejected one, side by side'),
  ('free2go', 'free', '', 'a digit continues a word'),
  ('free-to-go_free', 'free', '0:free 11:free', 'hyphen and underscore end a word'),
  ('éass assé', 'ass', '', 'an accented letter continues a word'),
  (U&'e\0301ass asse\0301', 'ass', '', 'a decomposed letter continues a word'),
  ('жass ass٣ assक', 'ass', '', 'letters and digits of other scripts continue a word'),
  ('これはfreeですCéFREE ฟรีfreeฟรี', 'free', '3:free 19:free', 'but not those of scripts without spaces between words'),
  ('这是最佳产品', '最佳', '2:最佳', 'Chinese has no spaces'),
  ('これは無料です。むりょうの', 'むりょう', '8:むりょう', 'nor has Japanese'),
  ('สินค้านี้ฟรีทันที', 'ฟรี', '9:ฟรี', 'nor Thai'),
  ('ฟรี', 'ฟร', '', 'a Thai vowel belongs to its letter'),
  ('करे कर', 'कर', '4:कर', 'so does one of Hindi'),
  ('इकरे करे', 'करे', '5:करे', 'and it ends a word'),
  ('コード カード がコート', 'コート', '9:コート', 'a voiced letter is another one'),
  ('大セール、セールス', 'セール', '1:セール', 'a word in Katakana is a whole one'),
  ('コードレス コード', 'コード', '6:コード', 'that ends in a voiced letter too'),
  ('ﾌﾘｰ', 'フリー', '0:ﾌﾘｰ', 'narrow Katakana'),
  ('מַתָּנָה חינם', 'מתנה', '0:מַתָּנָה', 'Hebrew with its points'),
  ('مَجَّاني مجـــاني', 'مجاني', '0:مَجَّاني 9:مجـــاني', 'Arabic with its vowels, and a word made longer'),
  ('إعلان اعلان', 'أعلان', '0:إعلان 6:اعلان', 'Arabic with any hamza'),
  ('최고의 최고! 그최고', '최고', '0:최고 4:최고', 'a Korean word with a particle'),
  ('가나단 가나다', '가나다', '4:가나다', 'but not up to the end of a syllable'),
  ('암시 암', '암', '3:암', 'one syllable is a whole word'),
  ('free  shipping', 'free shipping', '0:free  shipping', 'any number of spaces between words'),
  (e'free\r\n\tshipping', 'free shipping', e'0:free\r\n\tshipping', 'a line break between words'),
  (U&'free\00A0shipping', 'free shipping', U&'0:free\00A0shipping', 'a no-break space between words'),
  ('free shipping', e' free \n shipping ', '0:free shipping', 'spaces around and in the term'),
  ('freeshipping', 'free shipping', '', 'a space is not optional'),
  ('free, shipping', 'free shipping', '', 'punctuation is not a space'),
  ('a a a a', 'a a', '0:a a 4:a a', 'hits of one term do not overlap'),
  ('ba a a', 'a a', '3:a a', 'a rejected beginning hides no hit'),
  ('Die Straße', 'strasse', '4:Straße', 'a letter that grows when it is folded'),
  ('ß ß Straße ok', 'ok', '11:ok', 'offsets after letters that grow'),
  (U&'cafe\0301 e\0301te\0301 ok', 'ok', '12:ok', 'offsets after accents that vanish'),
  (U&'un cafe\0301!', 'café', U&'3:cafe\0301', 'a match includes its last accent'),
  (U&'gra\00ADtis ok', 'gratis', U&'0:gra\00ADtis', 'a soft hyphen hides no word'),
  ('🎉🎉 gratis', 'gratis', '3:gratis', 'offsets count characters, not bytes or UTF-16 units'),
  ('Ofﬁce', 'office', '0:Ofﬁce', 'a ligature is its letters'),
  ('ΟΔΟΣ οδός', 'οδος', '0:ΟΔΟΣ 5:οδός', 'Greek in both forms of its sigma'),
  ('БЕСПЛАТНО!', 'бесплатно', '0:БЕСПЛАТНО', 'Cyrillic case'),
  ('Brand™ brand¹ brand', 'Brand', '0:Brand 7:brand 14:brand', 'a sign or footnote mark ends a word'),
  ('Brand™ brand', 'Brand™', '0:Brand™', 'a sign in a term is asked for'),
  ('I love C++, c', 'c++', '7:C++', 'regexp quantifiers are literal'),
  ('a.b axb', 'a.b', '0:a.b', 'a full stop is literal'),
  ('(x|y) [z]* ^$ \d{2}', '(x|y) [z]* ^$ \d{2}', '0:(x|y) [z]* ^$ \d{2}', 'every regexp metacharacter is literal'),
  ('***:a (?i)a', '***:a', '0:***:a', 'a regexp director is literal'),
  ('100 % 100% 1100%', '100%', '6:100%', 'a term ends in a sign'),
  ('#ad #adore', '#ad', '0:#ad', 'a term begins with a sign'),
  ('wow… wow...', '...', '3:… 8:...', 'an ellipsis is three full stops'),
  ('wow…', '.', '3:…', 'an ellipsis is one hit of a full stop'),
  ('it’s', 'it''s', '0:it’s', 'a typographic apostrophe'),
  ('', 'a', '', 'an empty body'),
  (U&'\200B', 'a', '', 'a body of invisible characters')
) as example (body, term, found, about);

select results_eq(
  $$select * from core.find_terms('Free gift: the best GIFT, free.', array['gift', 'best', 'free gift', 'Free', 'gift', 'none'])$$,
  $$values
    ('free gift', 0, 'Free gift'), ('Free', 0, 'Free'), ('gift', 5, 'gift'), ('best', 15, 'best'), ('gift', 20, 'GIFT'),
    ('Free', 26, 'free')$$,
  'terms are returned as they were given, in the order of the text, a repeated term once'
);

select is_empty($$select * from core.find_terms('free', array[]::text[])$$, 'no terms, no hits');
select is_empty($$select * from core.find_terms(null, array['free'])$$, 'an unknown body has no hits');

select is(
  (
    select array[count(*), count(*) filter (where substr(long.body, start_offset + 1, length(matched)) = matched)]
    from (select repeat('Ünïcödé ß ﬁn ', 200) as body) as long
    cross join lateral core.find_terms(long.body, array['unicode', 'ss', 'fin', 'ﬁn'])
  ),
  array[800, 800]::bigint[],
  'each offset in a long text points at what matched'
);

select throws_ok(
  format('select * from core.find_terms(%L, array[%L, %L])', 'free', 'free', blank.term),
  '22023', 'a search term is blank', format('refuses %s as a term', blank.about)
)
from (values (null, 'null'), ('', 'nothing'), (e' \n', 'spaces'), (U&'\200B\00AD', 'invisible characters')) as blank (term, about);

select is(
  (
    select count(*)
    from pg_proc as p
    where p.oid in (
      'core.fold_text(text)'::regprocedure,
      'core.fold_cells(text)'::regprocedure,
      'core.find_terms(text, text[])'::regprocedure
    )
    and p.provolatile = 'i'
    and p.proparallel = 's'
    and has_function_privilege(caller.name, p.oid, 'execute')
  ),
  3::bigint,
  format('immutable, parallel safe and callable by %s', caller.name)
)
from (values ('vp_definer'), ('vp_member'), ('vp_worker')) as caller (name);

select * from finish();
rollback;
