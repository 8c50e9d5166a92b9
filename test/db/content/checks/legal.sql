-- include: fixtures/two_tenants.sql
-- include: fixtures/checks.sql
set local search_path = extensions;
-- The rows alone. Once: each change of it has all plans made anew.
set local session_replication_role = replica;

select plan(33);

create function pg_temp.asset(change jsonb) returns jsonb language sql as $$ select jsonb_build_object('asset', pg_temp.sound() -> 'asset' || change) $$;

select is(pg_temp.told('nsfw', pg_temp.asset(jsonb_build_object('is_nsfw', flag))), told, 'nsfw: ' || flag::text)
from (values ('true'::jsonb, 'fail 0'), ('false', 'pass 100'), ('null', 'not_applicable'), ('"yes"', 'error')) v (flag, told);
select is(pg_temp.told('nsfw', '{"asset": null}'), 'error', 'nsfw: no asset');

select is(pg_temp.told('ai_disclosure', pg_temp.asset(jsonb_build_object('is_ai', is_ai)) || jsonb_build_object('disclosure', disclosure)), told, format('ai_disclosure: AI %s, disclosed %s', is_ai, disclosure))
from (values ('true'::jsonb, '"trainedAlgorithmicMedia"'::jsonb, 'pass 100'), ('true', '"compositeWithTrainedAlgorithmicMedia"', 'pass 100'), ('true', '"digitalCapture"', 'fail 0'), ('true', 'null', 'fail 0'), ('true', '7', 'error'),
  ('false', 'null', 'not_applicable'), ('null', 'null', 'error')) v (is_ai, disclosure, told);

select is(pg_temp.told('license_validity', jsonb_build_object('licenses', jsonb_build_array('{"subject": "logo", "name": "Mark", "expires_on": "2031-05-01", "days_left": 900}'::jsonb,
  jsonb_build_object('subject', 'picture', 'name', 'Meadow', 'expires_on', '2026-02-28', 'days_left', days_left)))), told, format('a licence with %s days left', days_left))
from (values (1, 'pass 100'), (0, 'pass 100'), (-1, 'fail 0')) v (days_left, told);
select is(pg_temp.told('license_validity', change), told, 'license_validity: ' || about)
from (values ('{"licenses": []}'::jsonb, 'not_applicable', 'none that ends'), ('{"licenses": null}', 'error', 'not known'), ('{"licenses": [{"subject": "logo"}]}', 'error', 'no end')) v (change, told, about);
select is(pg_temp.judge('license_validity', '{"licenses": [{"subject": "font", "name": "Inter", "expires_on": "2026-02-28", "days_left": -3}]}') ->> 'message', 'The licence of the font "Inter" ended on 2026-02-28. Renew it, or take another.', 'it says which');

select is(pg_temp.told('near_duplicate', jsonb_build_object('nearest', jsonb_build_object('asset_variant_id', '7', 'distance', distance))), told, format('%s of 64 bits differ', distance))
from (values (64, 'pass 100'), (7, 'pass 100'), (6, 'pass 100'), (5, 'warn 83.333'), (3, 'warn 50'), (2, 'fail 33.333'), (0, 'fail 0')) v (distance, told);
select is(pg_temp.told('near_duplicate', change), told, 'near_duplicate: ' || about)
from (values ('{"nearest": null}'::jsonb, 'not_applicable', 'nothing published yet'), ('{"nearest": {}}', 'error', 'no distance'), ('{"nearest": {"distance": "near"}}', 'error', 'a word for a number'), ('{"nearest": {"distance": -1}}', 'error', 'fewer than no bits'), ('{"nearest": {"distance": 65}}', 'error', 'more bits than there are'), ('{"nearest": 4}', 'error', 'no picture')) v (change, told, about);

select is_empty($$ select * from pg_temp.untested('legal') $$, 'each rule is tested at, just under and just over its thresholds, where it does not apply, and with what is broken');

select * from finish();
rollback;
