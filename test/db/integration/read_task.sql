begin;
set local search_path = extensions;

select plan(6);

create function pg_temp.marks(has_nsfw jsonb) returns jsonb language sql as $$
  select integration.read_task(jsonb_build_object('data', jsonb_strip_nulls(jsonb_build_object(
    'task_id', 't', 'status', 'completed', 'generated', '["https://x/1.jpg", "https://x/2.jpg"]'::jsonb, 'has_nsfw', has_nsfw)))) -> 'has_nsfw'
$$;
select is(pg_temp.marks('[false, true]'), '[false, true]', 'each picture has its mark');
select is(pg_temp.marks(null), '[]', 'none where nothing is said');
select is(pg_temp.marks('false'), '[]', 'nor where it is denied of all');
select is(pg_temp.marks('true'), '[true, true]', 'one mark is of all pictures');
select is(pg_temp.marks('["false", 0]'), '[true, true]', 'what is no plain false does not say that a picture is safe');
select is(content.choose_generated(integration.read_task('{"generated": ["https://x/1.jpg"], "has_nsfw": {"0": true}}')), null,
  'and such a picture is not chosen');

select finish();
rollback;
