create function integration.note_tasks(provider text, operation text, key_id text, task_ids text[]) returns void
  language sql volatile security definer set search_path = ''
  begin atomic
    insert into integration.foreign_tasks as f (provider, operation, key_id, task_id)
    select note_tasks.provider, note_tasks.operation, note_tasks.key_id, t.id
    from unnest(array_append(note_tasks.task_ids, '')) t (id)
    where not exists (select from integration.provider_calls c where c.provider = note_tasks.provider and c.provider_task_id = t.id)
      -- Read once: what another worker has started since is not foreign.
      and not exists (
        select from integration.foreign_tasks known
        where known.provider = note_tasks.provider and known.operation = note_tasks.operation
          and known.key_id = note_tasks.key_id and known.task_id = '')
    on conflict do nothing;
  end;
comment on function integration.note_tasks(text, text, text, text[]) is
  'Remembers the tasks that a key''s list of an operation had before its first call from here.';
grant execute on function integration.note_tasks(text, text, text, text[]) to vp_worker;
