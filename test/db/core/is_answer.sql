begin;
set search_path = extensions, public;
select plan(7);

select is(core.is_answer(answer::json, '{"id": "string", "count": "number", "until": "string?"}'), expected, answer)
from (values
  ('{"id": "a", "count": 1}', true),
  ('{"id": "a", "count": 1, "until": "b"}', true),
  ('{"id": "a"}', false),
  ('{"id": "a", "count": "1"}', false),
  ('{"id": "a", "count": 1, "until": null}', false),
  ('{"id": "a", "count": 1, "secret": "s"}', false),
  ('{"code": "VP100", "message": "Wrong.", "details": null, "hint": null}', true)) v (answer, expected);

select * from finish();
rollback;
