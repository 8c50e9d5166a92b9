create function integration.note_strays(provider text, operation text, key_id text, task_ids text[]) returns void
  language sql volatile security definer set search_path = ''
  begin atomic
    delete from integration.foreign_tasks f
    where f.provider = note_strays.provider and f.operation = note_strays.operation and f.key_id = note_strays.key_id and f.is_open
      and exists (select from integration.provider_calls c where c.provider = f.provider and c.provider_task_id = f.task_id);
    insert into integration.foreign_tasks (provider, operation, key_id, task_id, is_open, seen_at)
    -- Not when this transaction began: calls may have gone out since.
    select distinct note_strays.provider, note_strays.operation, note_strays.key_id, t.id, true, clock_timestamp()
    from unnest(note_strays.task_ids) t (id)
    where not exists (select from integration.provider_calls c where c.provider = note_strays.provider and c.provider_task_id = t.id)
    on conflict do nothing;
  end;
comment on function integration.note_strays(text, text, text, text[]) is
  'Remembers the tasks in a list that no call has, and when they were first seen; forgets those that turned out to be a call''s.';
