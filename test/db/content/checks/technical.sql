-- include: fixtures/two_tenants.sql
-- include: fixtures/checks.sql
set local search_path = extensions;
-- The rows alone. Once: each change of it has all plans made anew.
set local session_replication_role = replica;

select plan(30);

-- upscaling
select is(pg_temp.told('upscaling', jsonb_build_object('source', pg_temp.sound() -> 'source' || jsonb_build_object('scale', scale))), told, format('a source enlarged %s times', scale))
from (values (0.3, 'pass 100'), (1.0999, 'pass 100'), (1.1, 'pass 100'), (1.1001, 'warn 99.987'), (1.5, 'warn 50'), (1.5001, 'fail 49.996'), (3, 'fail 0')) v (scale, told);
select is(pg_temp.told('upscaling', change), told, 'upscaling: ' || about)
from (values ('{"source": null}'::jsonb, 'not_applicable', 'no picture'), ('{"source": {}}', 'error', 'no scale'), ('{"source": {"scale": "1"}}', 'error', 'a text for a number'), ('{"source": {"scale": "twice"}}', 'error', 'a word for one'), ('{"source": {"scale": 0}}', 'error', 'nothing of it'), ('{"source": {"scale": -1}}', 'error', 'less than nothing'), ('{"source": 4}', 'error', 'no source')) v (change, told, about);
select is(pg_temp.judge('upscaling', '{"source": {"scale": 1.8, "crop": {"x": 0, "y": 0, "width": 600, "height": 600}}}') ->> 'message',
  'The source is enlarged 1.80 times: only 600 × 600 of its pixels are shown. Take a larger picture, or one that is cropped less here.', 'it says how few pixels there are');

-- subject_visibility
select is(pg_temp.told('subject_visibility', jsonb_build_object('subject', jsonb_build_object('box', null, 'in_frame', in_frame, 'covered', covered))), told, format('%s in the frame, %s covered', in_frame, covered))
from (values (1, 0.2999, 'pass 100'), (1, 0.3, 'pass 100'), (1, 0.3001, 'warn 99.983'), (0.8, 0.5, 'warn 50'), (0.7999, 0.5, 'fail 49.987'), (0, null, 'fail 0'), (1, 1, 'fail 0'), (1, null, 'pass 100')) v (in_frame, covered, told);
select is(pg_temp.told('subject_visibility', change), told, 'subject_visibility: ' || about)
from (values ('{"subject": null}'::jsonb, 'not_applicable', 'no picture'), ('{"subject": {"box": null, "in_frame": null, "covered": null}}', 'not_applicable', 'no subject found'),
  ('{"subject": {"in_frame": 1}}', 'error', 'nobody knows what is covered'), ('{"subject": 4}', 'error', 'no subject'),
  ('{"subject": {"in_frame": -1, "covered": 0}}', 'error', 'less than none of it'), ('{"subject": {"in_frame": 1, "covered": 1.5}}', 'error', 'more than all of it')) v (change, told, about);

select is_empty($$ select * from pg_temp.untested('technical') $$, 'each rule is tested at, just under and just over its thresholds, where it does not apply, and with what is broken');

select * from finish();
rollback;
