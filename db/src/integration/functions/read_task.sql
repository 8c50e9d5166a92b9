create function integration.read_task(body jsonb) returns jsonb
  language sql immutable parallel safe
  return (
    select jsonb_build_object(
      'task_id', t.task ->> 'task_id',
      'status', upper(coalesce(t.task ->> 'status', t.task ->> 'task_status')),
      'generated', case when jsonb_typeof(t.task -> 'generated') = 'array' then t.task -> 'generated' else '[]' end,
      -- Only a plain false says that a picture is safe.
      'has_nsfw', case
        when jsonb_typeof(t.task -> 'has_nsfw') = 'array' then
          (select coalesce(jsonb_agg(mark.value <> 'false' order by mark.position), '[]')
           from jsonb_array_elements(t.task -> 'has_nsfw') with ordinality mark (value, position))
        when coalesce(t.task -> 'has_nsfw', 'null') in ('null', 'false') then '[]'
        when jsonb_typeof(t.task -> 'generated') = 'array' then
          (select coalesce(jsonb_agg(true), '[]') from jsonb_array_elements(t.task -> 'generated'))
        else '[]'
      end)
    from (select case when jsonb_typeof(body -> 'data') = 'object' then body -> 'data' else body end) t (task)
  );
comment on function integration.read_task(jsonb) is
  'A task as {task_id, status, generated, has_nsfw}, from a body with or without its data wrapper. has_nsfw is true for each picture that it marks other than with false; where it is absent, none is marked.';
grant execute on function integration.read_task(jsonb) to vp_definer;
