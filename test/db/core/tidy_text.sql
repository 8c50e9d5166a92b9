begin;
set local search_path = extensions;
select plan(9);

select is(core.tidy_text(given), wanted, said)
from (values
  (e'  Two\t\u0007 \u202Ewords\r\n\r\nhere\u200B ', e'Two words\nhere', 'white space and what is not for reading go, line breaks stay'),
  (e'A\u030Angstro\u0308m', 'Ångström', 'letters are composed'),
  (e'Vraiment\u202F!', e'Vraiment\u00A0!', 'a narrow space that does not break still does not'),
  (e'\u200Fשלום\u200F 3\u2066B\u2069', e'\u200Fשלום\u200F 3\u2066B\u2069', 'marks of direction stay'),
  (e'👩\u200D🚀 ❤\uFE0F', e'👩\u200D🚀 ❤\uFE0F', 'so do the joints of emoji'),
  (e'\u3000\u2003 \n ', '', 'blank is blank'),
  (e'a\u2028b\rc', e'a\nb\nc', 'a line breaks in one way'),
  ('<b>&amp;</b>', '<b>&amp;</b>', 'markup is text'),
  (null, null, 'nothing is nothing')
) known (given, wanted, said);

select * from finish();
rollback;
