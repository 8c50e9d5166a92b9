begin;
set local search_path = extensions;
select plan(9);
select is(core.text_direction(body), direction, coalesce(body, 'nothing') || ' runs ' || coalesce(direction, 'nowhere'))
from (values
  ('Summer', 'ltr'), ('صيف', 'rtl'), ('קיץ', 'rtl'), ('50 % صيف', 'rtl'), ('"iPhone" في الصيف', 'ltr'), ('夏の日', 'ltr'), ('Ünlü', 'ltr'), ('50 % ☀️', null), (null, null)
) example (body, direction);
select * from finish();
rollback;
